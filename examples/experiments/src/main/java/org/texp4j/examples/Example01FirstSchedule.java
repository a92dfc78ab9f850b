package org.texp4j.examples;

import static org.texp4j.annotations.Normalization.BATCH;
import static org.texp4j.annotations.ScheduleType.TEXP_PLUS_PLUS;

import java.io.IOException;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.texp4j.annotations.EvaluationData;
import org.texp4j.annotations.Experiment;
import org.texp4j.annotations.Momentum;
import org.texp4j.annotations.Network;
import org.texp4j.annotations.Normalized;
import org.texp4j.annotations.Schedule;
import org.texp4j.annotations.StepDecay;
import org.texp4j.annotations.TrainingData;
import org.texp4j.annotations.WeightDecay;
import org.texp4j.dl4j.DataRequest;
import org.texp4j.dl4j.chart.LineChart.Scale;

/**
 * A first schedule: the lines above the class are all it takes. From them the compiler writes
 * {@code Example01FirstScheduleTraining}, which trains without weight decay at a growing rate and
 * computes the same functions as the declared recipe would. Network and data are those of {@link
 * FashionCnn}.
 *
 * <pre>mvn -q -DskipTests package -Drun=Example01FirstScheduleTraining</pre>
 *
 * <p>trains it for ten epochs, which takes seconds, to about 84 % of the test images.
 *
 * <pre>mvn -q -DskipTests package -Drun=Example01FirstSchedule</pre>
 *
 * <p>trains it in both forms and compares them. The losses of the first steps agree to several
 * digits; then rounding drives the two runs apart, as it does any two runs in float, and losses and
 * accuracies are similar at every epoch. The rates differ more and more. The pictures are {@code
 * twins-loss.svg} and {@code twins-rate.svg}.
 */
@Experiment(name = "first-schedule", seed = 1, trainingExamples = 5_000)
@Normalized(BATCH)
@WeightDecay(2e-3)
@Momentum(0.9)
@StepDecay(
    epochs = {6, 8},
    factor = 0.1)
@Schedule(type = TEXP_PLUS_PLUS, learningRate = 0.1, epochs = 10)
final class Example01FirstSchedule {

  private Example01FirstSchedule() {}

  @Network
  static MultiLayerConfiguration network(NeuralNetConfiguration.Builder base) {
    return FashionCnn.network(base);
  }

  @TrainingData
  static DataSetIterator training(DataRequest request) {
    return FashionCnn.training(request);
  }

  @EvaluationData
  static DataSetIterator evaluation(DataRequest request) {
    return FashionCnn.evaluation(request);
  }

  /** Trains both forms and compares them. */
  public static void main(String[] line) throws IOException {
    compare(ExampleOptions.parseOrExit(Example01FirstSchedule.class, line));
  }

  /** Trains the recipe with weight decay and in its exponential form. */
  static List<RecordedRun> compare(ExampleOptions options) throws IOException {
    List<RecordedRun> forms =
        RecordedRun.trainBothForms(
            Example01FirstScheduleTraining.EXPERIMENT,
            options.settings(Example01FirstScheduleTraining.EXPERIMENT));
    RecordedRun.print(forms);
    Charts.write(
        options.out(),
        "twins-loss.svg",
        Charts.overEpochs(
            "Training loss",
            "cross-entropy, mean of 10 steps",
            Scale.LINEAR,
            RecordedRun.lines(forms, RecordedRun::lossCurve)));
    Charts.write(
        options.out(),
        "twins-rate.svg",
        Charts.overEpochs(
            "Learning rate",
            "learning rate",
            Scale.LOG10,
            RecordedRun.lines(forms, RecordedRun::rateCurve)));
    return forms;
  }
}
