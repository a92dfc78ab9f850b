package org.texp4j.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.chart.LineChart.Point;
import org.texp4j.dl4j.chart.LineChart.Series;
import org.texp4j.dl4j.train.Evaluator;
import org.texp4j.dl4j.train.RunSettings;
import org.texp4j.dl4j.train.StepListener;
import org.texp4j.dl4j.train.TrainingRun;
import org.texp4j.schedule.RecipeForm;
import org.texp4j.schedule.Step;

/**
 * A run that was trained to its end, with the values that charts and tables show.
 *
 * @param name the name in a legend
 * @param run the run at its end
 * @param losses the loss of each step
 * @param logRates log₁₀ of the rate of each step, η̃ or as declared
 * @param logEffectiveRates log₁₀ of η̃/‖w̃‖² at each step, over all converted weights w̃
 * @param accuracies the accuracy on the evaluation data after each epoch
 */
record RecordedRun(
    String name,
    TrainingRun run,
    List<Double> losses,
    List<Double> logRates,
    List<Double> logEffectiveRates,
    List<Double> accuracies) {

  /** The loss of a single batch is too noisy to compare by eye. */
  private static final int STEPS_PER_POINT = 10;

  /** Trains an experiment through its generated loop, and evaluates it after each epoch. */
  static RecordedRun train(String name, Experiment experiment, RunSettings settings) {
    TrainingRun run = TrainingRun.start(experiment, settings);
    RecordedRun recorded =
        new RecordedRun(
            name, run, new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    Evaluator evaluator = Evaluator.open(experiment, settings).orElseThrow();
    run.addListener(
        new StepListener() {
          @Override
          public void stepDone(TrainingRun source, Step step) {
            recorded.losses.add(run.loss());
            recorded.logRates.add(step.rate().log2() * Math.log10(2));
            recorded.logEffectiveRates.add(Math.log10(run.statistics(step).effectiveRate()));
          }

          @Override
          public void epochDone(TrainingRun source, long epoch) {
            recorded.accuracies.add(evaluator.evaluate(run).primaryValue());
          }
        });
    run.train();
    return recorded;
  }

  /** Trains a recipe twice: with weight decay, and in the form of the settings. */
  static List<RecordedRun> trainBothForms(Experiment experiment, RunSettings settings) {
    return List.of(
        train("weight decay", experiment, settings.withForm(RecipeForm.WEIGHT_DECAY)),
        train("exponential rate, no decay", experiment, settings));
  }

  /** The accuracy after the last epoch. */
  double accuracy() {
    return accuracies.get(accuracies.size() - 1);
  }

  /** The rate of a step. */
  double rate(int step) {
    return Math.pow(10, logRates.get(step));
  }

  /** log₁₀ ‖w̃‖² after a step; ‖w̃‖² itself soon leaves the range of a double. */
  double logSquaredNorm(int step) {
    return logRates.get(step) + logNormOverRate(step);
  }

  /** log₁₀ of ‖w̃‖²/η̃ at a step. */
  double logNormOverRate(int step) {
    return -logEffectiveRates.get(step);
  }

  /** The mean loss of every {@value #STEPS_PER_POINT} steps, over epochs. */
  List<Point> lossCurve() {
    return IntStream.range(0, losses.size() / STEPS_PER_POINT)
        .mapToObj(
            point ->
                new Point(
                    epoch((point + 1) * STEPS_PER_POINT),
                    losses.subList(point * STEPS_PER_POINT, (point + 1) * STEPS_PER_POINT).stream()
                        .mapToDouble(Double::doubleValue)
                        .average()
                        .orElseThrow()))
        .toList();
  }

  /** log₁₀ of the rate of each step, over epochs. */
  List<Point> rateCurve() {
    return curve(logRates::get);
  }

  /** A value of each step, over epochs. */
  List<Point> curve(IntToDoubleFunction value) {
    return IntStream.range(0, losses.size())
        .mapToObj(step -> new Point(epoch(step), value.applyAsDouble(step)))
        .toList();
  }

  /** The accuracy in per cent after each epoch. */
  List<Point> accuracyCurve() {
    return IntStream.range(0, accuracies.size())
        .mapToObj(
            i ->
                new Point(
                    epoch(Math.min((i + 1) * stepsPerEpoch(), steps())), 100 * accuracies.get(i)))
        .toList();
  }

  private int stepsPerEpoch() {
    return (int) run.stepsPerEpoch();
  }

  private int steps() {
    return losses.size();
  }

  private double epoch(int step) {
    return step / (double) stepsPerEpoch();
  }

  /** Prints loss, accuracy and rate of each run after each epoch. */
  static void print(List<RecordedRun> runs) {
    System.out.printf("%-6s", "epoch");
    runs.forEach(each -> System.out.printf("  %-34s", each.name));
    System.out.printf("%n%-6s", "");
    runs.forEach(each -> System.out.printf("  %-10s%-12s%-12s", "loss", "accuracy", "rate"));
    System.out.println();
    int epochs = runs.get(0).accuracies.size();
    for (int epoch = 0; epoch < epochs; epoch++) {
      System.out.printf("%-6d", epoch + 1);
      for (RecordedRun each : runs) {
        System.out.printf(
            "  %-10.4f%5.2f %%     %-12.4g",
            each.meanLoss(epoch),
            100 * each.accuracies.get(epoch),
            each.rate(each.lastStep(epoch)));
      }
      System.out.println();
    }
  }

  /** The mean loss of an epoch. */
  double meanLoss(int epoch) {
    return losses.subList(epoch * stepsPerEpoch(), lastStep(epoch) + 1).stream()
        .mapToDouble(Double::doubleValue)
        .average()
        .orElseThrow();
  }

  private int lastStep(int epoch) {
    return Math.min((epoch + 1) * stepsPerEpoch(), steps()) - 1;
  }

  /** One line for each run, each in its own colour. */
  static List<Series> lines(List<RecordedRun> runs, Function<RecordedRun, List<Point>> curve) {
    return IntStream.range(0, runs.size())
        .mapToObj(i -> Series.of(runs.get(i).name, i, curve.apply(runs.get(i))))
        .toList();
  }

  /** One line for each run, all in one colour, with one entry in the legend. */
  static List<Series> bundle(
      List<RecordedRun> runs, int colour, Function<RecordedRun, List<Point>> curve) {
    return IntStream.range(0, runs.size())
        .mapToObj(i -> Series.of(i == 0 ? runs.get(i).name : "", colour, curve.apply(runs.get(i))))
        .toList();
  }
}
