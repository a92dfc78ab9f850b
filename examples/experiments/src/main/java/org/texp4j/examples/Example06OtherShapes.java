package org.texp4j.examples;

import static org.texp4j.annotations.Normalization.BATCH;
import static org.texp4j.annotations.ScheduleType.TEXP_PLUS_PLUS;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.texp4j.annotations.CosineDecay;
import org.texp4j.annotations.CosineRestarts;
import org.texp4j.annotations.EvaluationData;
import org.texp4j.annotations.Experiment;
import org.texp4j.annotations.Momentum;
import org.texp4j.annotations.Network;
import org.texp4j.annotations.Normalized;
import org.texp4j.annotations.Schedule;
import org.texp4j.annotations.TrainingData;
import org.texp4j.annotations.Warmup;
import org.texp4j.annotations.WeightDecay;
import org.texp4j.dl4j.DataRequest;
import org.texp4j.dl4j.chart.LineChart;
import org.texp4j.dl4j.chart.LineChart.Scale;

/**
 * Any schedule has an exponential form (Theorem 2.13): a cosine (experiment (e) of Li and Arora
 * 2020), a cosine with restarts, and a cosine after a warm-up from a rate of zero. The converted
 * rate is the declared one times P², and P grows faster the higher the rate is; where the rate is
 * zero, so is the converted rate, and P does not change.
 *
 * <pre>mvn -q -DskipTests package -Drun=Example06OtherShapes</pre>
 *
 * <p>trains each in both forms for six epochs, less than a minute in all, and draws {@code
 * shapes.svg}: the rates, and the losses, which are one curve for both forms. One shape alone is
 * {@code -Drun=Example06OtherShapesCosineTraining}; {@code -Dargs="schedule --format svg --out
 * cosine.svg"} draws it without training. The full-size cosine is {@link
 * Example09PreResNet32.Cosine}. The three are recipes of one class, which share everything else.
 */
@Experiment(name = "shapes", seed = 6, trainingExamples = 5_000)
@Normalized(BATCH)
@Momentum(0.9)
@WeightDecay(5e-3)
@Example06OtherShapes.Cosine
@Example06OtherShapes.Restarts
@Example06OtherShapes.WarmUp
final class Example06OtherShapes {

  private Example06OtherShapes() {}

  /** Half a cosine, to zero. */
  @CosineDecay
  @Schedule(type = TEXP_PLUS_PLUS, learningRate = 0.1, epochs = 6)
  @interface Cosine {}

  /** A cosine of two epochs and one of four. */
  @CosineRestarts(epochs = 2, multiplier = 2)
  @Schedule(type = TEXP_PLUS_PLUS, learningRate = 0.1, epochs = 6)
  @interface Restarts {}

  /** Two epochs up from zero, and a cosine down over the other four. */
  @Warmup(epochs = 2)
  @CosineDecay
  @Schedule(type = TEXP_PLUS_PLUS, learningRate = 0.1, epochs = 6)
  @interface WarmUp {}

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

  static final List<org.texp4j.dl4j.Experiment> ALL =
      List.of(
          Example06OtherShapesCosineTraining.EXPERIMENT,
          Example06OtherShapesRestartsTraining.EXPERIMENT,
          Example06OtherShapesWarmUpTraining.EXPERIMENT);

  /** Trains each shape in both forms. */
  public static void main(String[] line) throws IOException {
    ExampleOptions options = ExampleOptions.parseOrExit(Example06OtherShapes.class, line);
    List<LineChart> charts = new ArrayList<>();
    for (org.texp4j.dl4j.Experiment experiment : ALL) {
      List<RecordedRun> forms =
          RecordedRun.trainBothForms(experiment, options.settings(experiment));
      System.out.println(experiment.name());
      RecordedRun.print(forms);
      charts.add(
          Charts.overEpochs(
              experiment.name() + ": learning rate",
              "rate",
              Scale.LINEAR,
              RecordedRun.lines(forms, each -> each.curve(each::rate))));
      charts.add(
          Charts.overEpochs(
              experiment.name() + ": training loss",
              "cross-entropy, mean of 10 steps",
              Scale.LINEAR,
              RecordedRun.lines(forms, RecordedRun::lossCurve)));
    }
    Charts.write(options.out(), "shapes.svg", charts.toArray(LineChart[]::new));
  }
}
