package org.texp4j.examples;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.chart.LineChart;
import org.texp4j.dl4j.chart.LineChart.Point;
import org.texp4j.dl4j.chart.LineChart.Scale;
import org.texp4j.dl4j.chart.LineChart.Series;
import org.texp4j.dl4j.train.RunSettings;
import org.texp4j.dl4j.train.TrainingRun;
import org.texp4j.schedule.RecipeForm;

/**
 * Draws how far the two forms of a recipe diverge in floating point, beside the divergence of two
 * weight-decay runs whose initial parameters differ by one unit in the last place: {@code
 * twins-deviation.svg}, in double and in float. The network is that of {@link
 * Example07Normalizations.Batch}.
 *
 * <pre>mvn -q -DskipTests package -Drun=TwinDeviation</pre>
 */
final class TwinDeviation {

  private static final int STEPS_PER_POINT = 4;

  private TwinDeviation() {}

  /** log₁₀ of ‖θ' − θ‖/‖θ‖ over steps, with θ of the weight-decay run. */
  record Deviations(List<Point> converted, List<Point> perturbed) {}

  /** Measures the deviations, prints and draws them. */
  public static void main(String[] line) throws IOException {
    ExampleOptions options = ExampleOptions.parseOrExit(TwinDeviation.class, line);
    Experiment experiment = Example07Normalizations_BatchTraining.EXPERIMENT;
    List<LineChart> charts = new ArrayList<>();
    for (DataType type : List.of(DataType.DOUBLE, DataType.FLOAT)) {
      Deviations deviations = measure(experiment, options.settings(experiment).withDataType(type));
      print(type, deviations);
      charts.add(
          new LineChart(
              "Deviation from the weight-decay run in " + type.name().toLowerCase(Locale.ROOT),
              "step",
              "‖θ' − θ‖/‖θ‖",
              Scale.LOG10,
              List.of(
                  Series.of("exponential run, mapped back", 0, deviations.converted()),
                  Series.of("weight decay, from an ulp away", 1, deviations.perturbed()))));
    }
    Charts.write(options.out(), "twins-deviation.svg", charts.toArray(LineChart[]::new));
  }

  private static void print(DataType type, Deviations deviations) {
    System.out.printf("%-8s%14s%20s%n", type, "exponential", "from an ulp away");
    int last = deviations.converted().size() - 1;
    for (int i : new int[] {0, last / 3, 2 * last / 3, last}) {
      System.out.printf(
          "%-8.0f%14.1e%20.1e%n",
          deviations.converted().get(i).x(),
          Math.pow(10, deviations.converted().get(i).y()),
          Math.pow(10, deviations.perturbed().get(i).y()));
    }
  }

  /** Trains the three runs on the same batches. */
  static Deviations measure(Experiment experiment, RunSettings settings) {
    RunSettings asDeclared = settings.withForm(RecipeForm.WEIGHT_DECAY);
    TrainingRun declared = TrainingRun.start(experiment, asDeclared);
    TrainingRun perturbed = TrainingRun.start(experiment, asDeclared);
    TrainingRun converted = TrainingRun.start(experiment, settings);
    perturb(perturbed.network().parameters());
    Deviations deviations = new Deviations(new ArrayList<>(), new ArrayList<>());
    while (declared.hasNext()) {
      Batch batch = declared.nextBatch();
      declared.takeStep(batch);
      perturbed.takeStep(batch);
      converted.takeStep(batch);
      long step = declared.step();
      if (step % STEPS_PER_POINT == 0 || step == 1) {
        INDArray expected = declared.state().parameters();
        INDArray mapped = converted.state().toWeightDecay(converted.coordinates()).parameters();
        deviations.converted().add(point(step, mapped, expected));
        deviations.perturbed().add(point(step, perturbed.state().parameters(), expected));
      }
    }
    return deviations;
  }

  private static Point point(long step, INDArray actual, INDArray expected) {
    return new Point(
        step, Math.log10(actual.distance2(expected) / expected.norm2Number().doubleValue()));
  }

  /** Moves every parameter one unit in the last place up or down. */
  private static void perturb(INDArray parameters) {
    Random random = new Random(0);
    for (long i = 0; i < parameters.length(); i++) {
      double value = parameters.getDouble(i);
      double ulp =
          parameters.dataType() == DataType.FLOAT ? Math.ulp((float) value) : Math.ulp(value);
      parameters.putScalar(i, value + (random.nextBoolean() ? ulp : -ulp));
    }
  }
}
