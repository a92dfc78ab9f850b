package org.texp4j.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.texp4j.dl4j.report.LineChart;
import org.texp4j.dl4j.train.RunSettings;
import org.texp4j.dl4j.train.StepListener;
import org.texp4j.dl4j.train.TrainingRun;
import org.texp4j.schedule.Conversion;
import org.texp4j.schedule.Step;

/**
 * Draws the two forms of one recipe: trains {@link FashionCnn} with weight decay and as its
 * exponential twin, through the same generated loop, and writes {@code twins-loss.svg} and {@code
 * twins-rate.svg} to the directory that the one argument names.
 */
final class TwinCurves {

  /** The loss of a single batch is too noisy to compare by eye. */
  private static final int STEPS_PER_POINT = 10;

  private TwinCurves() {}

  /** What is drawn of one run, over epochs. */
  private record Curves(List<LineChart.Point> losses, List<LineChart.Point> rates) {}

  public static void main(String[] arguments) throws IOException {
    Path directory = Files.createDirectories(Path.of(arguments[0]));
    Curves declared = train(Conversion.WEIGHT_DECAY);
    Curves converted = train(Conversion.TEXP_PLUS_PLUS);
    write(
        directory.resolve("twins-loss.svg"),
        new LineChart(
            "Training loss",
            "epoch",
            "cross-entropy, mean of " + STEPS_PER_POINT + " steps",
            LineChart.Scale.LINEAR,
            List.of(
                LineChart.Series.of("weight decay", 0, declared.losses()),
                LineChart.Series.of("exponential rate, no decay", 1, converted.losses()))));
    write(
        directory.resolve("twins-rate.svg"),
        new LineChart(
            "Learning rate",
            "epoch",
            "learning rate",
            LineChart.Scale.LOG10,
            List.of(
                LineChart.Series.of("weight decay", 0, declared.rates()),
                LineChart.Series.of("exponential rate, no decay", 1, converted.rates()))));
  }

  private static Curves train(Conversion conversion) {
    TrainingRun run =
        TrainingRun.start(
            FashionCnnTraining.EXPERIMENT,
            RunSettings.of(FashionCnnTraining.EXPERIMENT).withConversion(conversion));
    Curves curves = new Curves(new ArrayList<>(), new ArrayList<>());
    run.addListener(
        new StepListener() {
          private double sum;

          @Override
          public void stepDone(TrainingRun run, Step step) {
            double epoch = step.index() / (double) run.stepsPerEpoch();
            curves.rates().add(new LineChart.Point(epoch, step.rate().log2() * Math.log10(2)));
            sum += run.loss();
            if ((step.index() + 1) % STEPS_PER_POINT == 0) {
              curves.losses().add(new LineChart.Point(epoch, sum / STEPS_PER_POINT));
              sum = 0;
            }
          }
        });
    FashionCnnTraining.train(run);
    return curves;
  }

  private static void write(Path file, LineChart chart) throws IOException {
    Files.writeString(file, chart.toSvg());
    System.out.println("wrote " + file);
  }
}
