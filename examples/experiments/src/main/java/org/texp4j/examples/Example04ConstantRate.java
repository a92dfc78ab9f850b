package org.texp4j.examples;

import static org.texp4j.annotations.Normalization.BATCH;
import static org.texp4j.annotations.ScheduleType.EXPONENTIAL;

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
import org.texp4j.annotations.TrainingData;
import org.texp4j.annotations.WeightDecay;
import org.texp4j.dl4j.DataRequest;
import org.texp4j.dl4j.chart.LineChart.Scale;
import org.texp4j.dl4j.chart.LineChart.Series;

/**
 * A constant rate with weight decay is equivalent to a rate that grows by the same factor at every
 * step, without weight decay: experiment (a) of Li and Arora 2020, their Figure 1. {@code
 * EXPONENTIAL} starts at the fixed point, so the rate is a straight line on a logarithmic axis from
 * the first step; so is ‖w̃‖² once the norm of the declared run has settled, since ‖w̃‖²/η̃ is
 * ‖w‖²/η up to a factor α near 1.
 *
 * <p>The decay is twenty times the usual one, so that a few hundred steps show it.
 *
 * <pre>mvn -q -DskipTests package -Drun=Example04ConstantRate</pre>
 *
 * <p>trains both forms for ten epochs, which takes less than a minute. In the picture, {@code
 * constant-rate.svg}, η̃ and ‖w̃‖² rise in parallel, more than a thousandfold, and ‖w̃‖²/η̃ and
 * ‖w‖²/η are one line that soon becomes level. Test accuracies jump in both forms, since nothing
 * lowers the effective rate. The full-size experiment is {@link Example09PreResNet32.ConstantRate}.
 */
@Experiment(name = "constant-rate", seed = 4, trainingExamples = 5_000)
@Normalized(BATCH)
@Momentum(0.9)
@WeightDecay(1e-2)
@Schedule(type = EXPONENTIAL, learningRate = 0.1, epochs = 10)
final class Example04ConstantRate {

  private Example04ConstantRate() {}

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

  /** Trains both forms and draws them. */
  public static void main(String[] line) throws IOException {
    compare(ExampleOptions.parseOrExit(Example04ConstantRate.class, line));
  }

  /** Trains the recipe with weight decay and in its exponential form. */
  static List<RecordedRun> compare(ExampleOptions options) throws IOException {
    List<RecordedRun> forms =
        RecordedRun.trainBothForms(
            Example04ConstantRateTraining.EXPERIMENT,
            options.settings(Example04ConstantRateTraining.EXPERIMENT));
    RecordedRun converted = forms.get(1);
    RecordedRun.print(forms);
    Charts.write(
        options.out(),
        "constant-rate.svg",
        Charts.overEpochs(
            "Rate and squared norm of the exponential run",
            "η̃ and ‖w̃‖²",
            Scale.LOG10,
            List.of(
                Series.of("η̃", 0, converted.rateCurve()),
                Series.of("‖w̃‖²", 1, converted.curve(converted::logSquaredNorm)))),
        Charts.overEpochs(
            "Squared norm over rate",
            "‖w̃‖²/η̃",
            Scale.LOG10,
            RecordedRun.lines(forms, each -> each.curve(each::logNormOverRate))));
    return forms;
  }
}
