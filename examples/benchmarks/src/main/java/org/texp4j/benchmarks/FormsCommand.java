package org.texp4j.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.nd4j.linalg.dataset.DataSet;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.train.Backend;
import org.texp4j.dl4j.train.TrainingRun;
import org.texp4j.schedule.RecipeForm;
import org.texp4j.schedule.Step;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command that compares the two forms of the generated loop.
 *
 * <p>Even two processes that do exactly the same differ by a few hundredths, depending on where
 * their memory happens to be. So several processes of each form take turns; and the parts of a step
 * are measured separately, for both forms in one process.
 */
@Command(
    name = "forms",
    description = "Compares the generated loop with weight decay and its exponential twin.",
    mixinStandardHelpOptions = true)
final class FormsCommand implements Callable<Integer> {

  private static final List<RecipeForm> FORMS =
      List.of(RecipeForm.WEIGHT_DECAY, RecipeForm.TEXP_PLUS_PLUS);

  /** The fraction of steps at the start that are not measured, while Java still compiles. */
  private static final double WARM_UP = 0.5;

  private enum Part {
    BATCH("the next batch and its checksum"),
    GRADIENT("the gradient"),
    UPDATE("the update"),
    CARRY("ε and running statistics carried"),
    REST("coefficients, check for finite values, listeners");

    private final String title;

    Part(String title) {
      this.title = title;
    }
  }

  @Spec private CommandSpec spec;

  @Option(
      names = "--net",
      split = ",",
      description = "The networks to train: ${COMPLETION-CANDIDATES} (default: all).")
  private List<Workload> nets = List.of(Workload.values());

  @Option(
      names = "--blocks",
      description = "The number of blocks of steps per process (default: 12 to 40, by network).")
  private Integer blocks;

  @Option(
      names = "--processes",
      defaultValue = "3",
      description = "The number of processes of each form (default: ${DEFAULT-VALUE}).")
  private int processes;

  @Option(
      names = "--steps",
      defaultValue = "0",
      description =
          "The number of steps of each form whose parts are measured separately. The first half is"
              + " warm-up, so give thousands: Java compiles as it runs (default: none).")
  private int steps;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (blocks != null && blocks < 1 || processes < 1 || steps < 0) {
      throw new ParameterException(
          spec.commandLine(), "--blocks and --processes must be at least 1, --steps at least 0");
    }
    for (Workload workload : nets) {
      comparison(workload, blocks == null ? workload.blocks() : blocks);
      if (steps > 0) {
        measureParts(workload);
      }
    }
    return 0;
  }

  private void comparison(Workload workload, int count) throws IOException, InterruptedException {
    Map<RecipeForm, List<ChildProcess>> runners = new EnumMap<>(RecipeForm.class);
    try {
      for (RecipeForm form : FORMS) {
        runners.put(form, new ArrayList<>());
      }
      for (int i = 0; i < processes; i++) {
        for (RecipeForm form : FORMS) {
          runners.get(form).add(start(workload, count, form));
        }
      }
      // The first turn of each process is its warm-up.
      for (int block = 0; block <= count; block++) {
        for (int i = 0; i < processes; i++) {
          // The forms alternate in going first.
          runners.get(FORMS.get(block % 2)).get(i).takeTurn();
          runners.get(FORMS.get(1 - block % 2)).get(i).takeTurn();
        }
      }
      print(workload, runners);
    } finally {
      runners.values().forEach(all -> all.forEach(ChildProcess::close));
    }
  }

  private static ChildProcess start(Workload workload, int count, RecipeForm form)
      throws IOException {
    return ChildProcess.start(
        form.toString(),
        ChildProcess.java(
            GeneratedLoopProcess.class,
            System.getProperty("java.class.path"),
            workload,
            count,
            form),
        Runtime.getRuntime().availableProcessors());
  }

  private void print(Workload workload, Map<RecipeForm, List<ChildProcess>> runners) {
    PrintWriter out = spec.commandLine().getOut();
    out.println();
    out.println(workload.title() + ", ms per step: the median of each process");
    for (RecipeForm form : FORMS) {
      StringBuilder line = new StringBuilder(String.format("  %-16s", form));
      for (ChildProcess process : runners.get(form)) {
        line.append(String.format(Locale.ROOT, " %9.3f", process.measurements().times().median()));
      }
      out.println(line);
    }
    List<Double> ratios = new ArrayList<>();
    for (ChildProcess exponential : runners.get(RecipeForm.TEXP_PLUS_PLUS)) {
      for (ChildProcess decaying : runners.get(RecipeForm.WEIGHT_DECAY)) {
        ratios.add(
            exponential
                .measurements()
                .times()
                .pairedRatio(decaying.measurements().times(), workload.block()));
      }
    }
    Sample all = Sample.of(ratios);
    out.println(
        String.format(
            Locale.ROOT,
            "  TEXP_PLUS_PLUS / WEIGHT_DECAY by blocks, over all pairs: median %.3f, from %.3f to %.3f",
            all.median(),
            all.min(),
            all.max()));
    out.flush();
  }

  private void measureParts(Workload workload) {
    Backend.start();
    List<DataSet> batches = workload.batches(steps);
    Map<RecipeForm, TrainingRun> runs = new EnumMap<>(RecipeForm.class);
    Map<RecipeForm, Map<Part, List<Double>>> times = new EnumMap<>(RecipeForm.class);
    for (RecipeForm form : FORMS) {
      runs.put(form, GeneratedLoopProcess.start(workload.experiment(), form, batches));
      times.put(form, new EnumMap<>(Part.class));
      for (Part part : Part.values()) {
        times.get(form).put(part, new ArrayList<>());
      }
    }
    for (int i = 0; i < steps; i++) {
      for (int turn = 0; turn < FORMS.size(); turn++) {
        RecipeForm form = FORMS.get((i + turn) % FORMS.size());
        double[] microseconds = timedStep(runs.get(form));
        if (i >= WARM_UP * steps) {
          for (Part part : Part.values()) {
            times.get(form).get(part).add(microseconds[part.ordinal()]);
          }
        }
      }
    }
    print(times);
  }

  /** Takes a step as the generated loop does, and returns the microseconds of its parts. */
  private static double[] timedStep(TrainingRun run) {
    long[] clock = new long[7];
    clock[0] = System.nanoTime();
    Batch batch = run.nextBatch();
    clock[1] = System.nanoTime();
    Step step = run.nextStep();
    clock[2] = System.nanoTime();
    run.computeGradient(batch);
    clock[3] = System.nanoTime();
    run.update(step);
    clock[4] = System.nanoTime();
    run.carry(step);
    clock[5] = System.nanoTime();
    run.notifyListeners(step);
    clock[6] = System.nanoTime();
    double[] parts = new double[Part.values().length];
    parts[Part.BATCH.ordinal()] = (clock[1] - clock[0]) / 1e3;
    parts[Part.GRADIENT.ordinal()] = (clock[3] - clock[2]) / 1e3;
    parts[Part.UPDATE.ordinal()] = (clock[4] - clock[3]) / 1e3;
    parts[Part.CARRY.ordinal()] = (clock[5] - clock[4]) / 1e3;
    parts[Part.REST.ordinal()] = (clock[2] - clock[1] + clock[6] - clock[5]) / 1e3;
    return parts;
  }

  private void print(Map<RecipeForm, Map<Part, List<Double>>> times) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        String.format(
            "  %-46s %14s %14s", "µs, medians in one process", FORMS.get(0), FORMS.get(1)));
    for (Part part : Part.values()) {
      StringBuilder line = new StringBuilder(String.format("  %-46s", part.title));
      for (RecipeForm form : FORMS) {
        line.append(
            String.format(Locale.ROOT, " %14.1f", Sample.of(times.get(form).get(part)).median()));
      }
      out.println(line);
    }
    StringBuilder share =
        new StringBuilder(String.format("  %-46s", "carrying, as a fraction of the step"));
    for (RecipeForm form : FORMS) {
      share.append(String.format(Locale.ROOT, " %13.3f%%", 100 * shareOfCarrying(times.get(form))));
    }
    out.println(share);
    out.flush();
  }

  /** The median time of carrying as a fraction of that of all parts. */
  private static double shareOfCarrying(Map<Part, List<Double>> times) {
    double all = times.values().stream().mapToDouble(values -> Sample.of(values).median()).sum();
    return Sample.of(times.get(Part.CARRY)).median() / all;
  }
}
