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
 * A first schedule: the lines above the class are all it takes. The compiler writes {@code
 * Example01FirstScheduleTraining} from them, which trains without weight decay at a growing rate
 * and computes the same functions as the declared recipe would. Network and data are those of
 * {@link FashionCnn}.
 *
 * <pre>mvn -q -DskipTests package -Drun=Example01FirstScheduleTraining</pre>
 *
 * <p>trains it: ten epochs, a minute or so, about 84 % of the test images right.
 *
 * <pre>mvn -q -DskipTests package -Drun=Example01FirstSchedule</pre>
 *
 * <p>trains it in both forms and compares them: losses and accuracies of the same size at every
 * epoch, the same to several digits in the first, while the rates part. The pictures are {@code
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
    compare(ExampleOptions.of(Example01FirstSchedule.class, line));
  }

  /** The recipe with weight decay and as its exponential twin. */
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
