package org.texp4j.examples;

import static org.texp4j.annotations.Normalization.BATCH;
import static org.texp4j.annotations.ScheduleType.TEXP_PLUS_PLUS;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;
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
import org.texp4j.dl4j.chart.LineChart.Series;
import org.texp4j.dl4j.train.RunSettings;
import org.texp4j.dl4j.train.TrainingRun;

/**
 * Nothing has to be frozen. Li and Arora 2020 fix the scales and shifts of batch normalization and
 * the last layer, so that everything that is trained is scale invariant. But if the loss does not
 * depend on the scale of w, neither does its gradient by anything else; so it is enough to convert
 * w and to train the rest by the declared recipe, at the declared rate.
 *
 * <p>{@link Everything} trains everything; {@link Frozen} is the setting of the paper, {@code
 * onlyInvariant}.
 *
 * <pre>mvn -q -DskipTests package -Drun=Example08EverythingTrained</pre>
 *
 * <p>trains both settings in both forms for eight epochs, less than a minute in all. At the end the
 * accuracies of the two forms are within about a per cent: 83 % with everything trained, 78 % in
 * the setting of the paper, whose last layer stays random and whose losses are larger too. It also
 * prints how far each tensor of the exponential run moved; with the rest frozen, only the converted
 * ones do. {@code -Dargs=info} of {@code Example08EverythingTrainedEverythingTraining} lists which
 * are converted, and why. The picture is {@code everything-trained.svg}.
 */
@Experiment(name = "trained", seed = 8, trainingExamples = 5_000)
@Momentum(0.9)
@WeightDecay(2e-3)
@StepDecay(
    epochs = {5, 7},
    factor = 0.1)
@Example08EverythingTrained.Everything
@Example08EverythingTrained.Frozen
final class Example08EverythingTrained {

  private Example08EverythingTrained() {}

  /** Nothing is frozen. */
  @Normalized(BATCH)
  @Schedule(type = TEXP_PLUS_PLUS, learningRate = 0.1, epochs = 8)
  @interface Everything {}

  /** Everything but the convolutions stays as it is initialized. */
  @Normalized(value = BATCH, onlyInvariant = true)
  @Schedule(type = TEXP_PLUS_PLUS, learningRate = 0.1, epochs = 8)
  @interface Frozen {}

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

  /** Trains both settings in both forms. */
  public static void main(String[] line) throws IOException {
    ExampleOptions options = ExampleOptions.parseOrExit(Example08EverythingTrained.class, line);
    List<Series> accuracies = new ArrayList<>();
    List<Series> losses = new ArrayList<>();
    for (org.texp4j.dl4j.Experiment experiment :
        List.of(
            Example08EverythingTrainedEverythingTraining.EXPERIMENT,
            Example08EverythingTrainedFrozenTraining.EXPERIMENT)) {
      List<RecordedRun> forms =
          RecordedRun.trainBothForms(experiment, options.settings(experiment));
      System.out.println(experiment.name());
      RecordedRun.print(forms);
      distancesMoved(experiment, forms.get(1))
          .forEach((tensor, change) -> System.out.printf("%-10s moved by %.4f%n", tensor, change));
      for (RecordedRun form : forms) {
        int colour = accuracies.size();
        String name = experiment.name() + ", " + form.name();
        accuracies.add(Series.of(name, colour, form.accuracyCurve()));
        losses.add(Series.of(name, colour, form.lossCurve()));
      }
    }
    Charts.write(
        options.out(),
        "everything-trained.svg",
        Charts.overEpochs("Training loss", "cross-entropy, mean of 10 steps", Scale.LINEAR, losses),
        Charts.overEpochs("Test accuracy", "accuracy in %", Scale.LINEAR, accuracies));
  }

  /** The distance of each tensor, except running statistics, from its initial value. */
  static Map<String, Double> distancesMoved(
      org.texp4j.dl4j.Experiment experiment, RecordedRun recorded) {
    Map<String, INDArray> before =
        TrainingRun.start(experiment, RunSettings.of(experiment)).network().parameterTable();
    Map<String, Double> distancesMoved = new TreeMap<>();
    recorded
        .run()
        .network()
        .parameterTable()
        .forEach(
            (name, values) -> {
              if (!name.matches(".*_(mean|var|log10stdev)")) {
                distancesMoved.put(name, values.distance2(before.get(name)));
              }
            });
    return distancesMoved;
  }
}
