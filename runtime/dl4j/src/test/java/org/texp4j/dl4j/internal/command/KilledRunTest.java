package org.texp4j.dl4j.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.SmallestExperiment;
import org.texp4j.dl4j.Thorough;
import org.texp4j.dl4j.TinyExperiments;
import org.texp4j.dl4j.TrainingSteps;
import org.texp4j.schedule.RecipeForm;

/** A process that is killed at any instant leaves a run that resumes as if nothing had happened. */
class KilledRunTest {

  private static final long STEPS = 120;

  /** How many kills one run survives; {@code -Dtexp4j.thorough} kills thirty runs instead. */
  private static final int KILLS = 4;

  private static final int THOROUGH_KILLS = 30;

  /** How many more processes are started if some end before they are killed, or none is writing. */
  private static final int SPARE = 10;

  private static final String WAIT_AT = "texp4j.waitAt";

  private static final int SIGKILL = 128 + 9;
  private static final int SIGTERM = 128 + 15;

  private static final Experiment EXPERIMENT =
      SmallestExperiment.of(
              TinyExperiments.constantRecipe(STEPS, 0.1, 0.05, 0.5), RecipeForm.TEXP_PLUS_PLUS)
          .loop(
              run -> {
                while (run.hasNext()) {
                  run.takeStep(run.nextBatch());
                  awaitStop(run);
                }
              })
          .build();

  /** A process that does nothing but write: a checkpoint after every step. */
  private static final List<String> TRAIN =
      List.of("train", "--checkpoint-every", "1", "--keep", "2", "--evaluate-every", "7steps");

  @TempDir private Path directory;
  private final Random random = new Random(4);

  /** What the child process runs. */
  static final class Child {
    public static void main(String[] arguments) {
      System.exit(RootCommand.run(EXPERIMENT, arguments));
    }
  }

  /** Waits at the step that a system property names until the run is stopped. */
  private static void awaitStop(TrainingSteps run) {
    if (run.step() == Long.getLong(WAIT_AT, -1)) {
      System.out.println("waiting");
      while (run.hasNext()) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void resumesBitIdentically() throws Exception {
    Path whole = directory.resolve("whole");
    Process reference = train(whole);
    awaitLine("run: ", reference);
    long start = System.nanoTime();
    assertThat(exitCode(reference)).isZero();
    long milliseconds = (System.nanoTime() - start) / 1_000_000;

    int wanted = Thorough.orUsual(THOROUGH_KILLS, KILLS);
    Path run = directory.resolve("run");
    interrupted(run);
    int kills = 0;
    int whileWriting = 0;
    for (int process = 0; kills < wanted || whileWriting == 0; process++) {
      assertThat(process)
          .as("processes started; %d were killed, %d while they wrote", kills, whileWriting)
          .isLessThan(wanted + SPARE);
      if (Thorough.ASKED || isFinished(run)) {
        run = directory.resolve("run" + process);
      }
      Map<Path, FileTime> before = unfinishedFiles(run);
      long delay = random.nextLong(Thorough.ASKED ? milliseconds : milliseconds / (KILLS + 1));
      killed(run, delay, process % 2 == 0 ? Optional.empty() : Optional.of(before));
      if (!isFinished(run)) {
        kills++;
        Map<Path, FileTime> after = unfinishedFiles(run);
        whileWriting += after.isEmpty() || after.equals(before) ? 0 : 1;
      }
      if (Thorough.ASKED) {
        assertFinishesLike(whole, run, "kill " + kills);
      }
    }
    assertFinishesLike(whole, run, "the last kill");
    if (Thorough.ASKED) {
      System.out.printf(
          Locale.ROOT,
          "%d processes killed, %d of them while they wrote a file%n",
          kills,
          whileWriting);
    }
  }

  /** Asks a run to end, as Ctrl-C does: it writes a checkpoint and says how to continue. */
  private static void interrupted(Path run) throws Exception {
    Process process = train(run, "-D" + WAIT_AT + "=10");
    awaitLine("waiting", process);
    process.toHandle().destroy();
    String last = process.inputReader().lines().reduce((before, line) -> line).orElse("");

    assertThat(exitCode(process)).isEqualTo(SIGTERM);
    assertThat(last)
        .isEqualTo("interrupted after 10 steps; continue with: train --resume --out " + run);
  }

  /**
   * Kills a process after some time, unless it ends before.
   *
   * @param unfinished where given, the process is killed as soon as it writes another file than
   *     these
   */
  private static void killed(Path run, long delay, Optional<Map<Path, FileTime>> unfinished)
      throws Exception {
    Process process = train(run);
    awaitLine("run: ", process);
    TimeUnit.MILLISECONDS.sleep(delay);
    if (unfinished.isPresent()) {
      Map<Path, FileTime> now = unfinished.get();
      while (process.isAlive() && (now.isEmpty() || now.equals(unfinished.get()))) {
        now = unfinishedFiles(run);
      }
    }
    process.destroyForcibly();
    assertThat(exitCode(process)).isIn(SIGKILL, 0);
  }

  /** The files that are being written, or that a killed process left so. */
  private static Map<Path, FileTime> unfinishedFiles(Path run) throws IOException {
    Map<Path, FileTime> unfinished = new HashMap<>();
    for (Path directory : List.of(run, run.resolve("checkpoints"))) {
      String[] names = directory.toFile().list((parent, name) -> name.endsWith(".writing"));
      for (String name : names == null ? new String[0] : names) {
        try {
          unfinished.put(
              directory.resolve(name), Files.getLastModifiedTime(directory.resolve(name)));
        } catch (NoSuchFileException finished) {
          // It has its final name by now.
        }
      }
    }
    return unfinished;
  }

  private static boolean isFinished(Path run) {
    return Files.exists(run.resolve("report.html"));
  }

  private static void assertFinishesLike(Path whole, Path run, String when) throws Exception {
    Process process = train(run);
    String output = String.join("\n", process.inputReader().lines().toList());

    assertThat(exitCode(process)).as("%s: %s", when, output).isZero();
    for (String file :
        List.of("model.zip", "best-model.zip", "manifest.json", "metrics.jsonl", "metrics.csv")) {
      assertThat(run.resolve(file)).as(when).hasSameBinaryContentAs(whole.resolve(file));
    }
  }

  private static Process train(Path run, String... java) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx512m",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path"))));
    command.addAll(List.of(java));
    command.add(Child.class.getName());
    command.addAll(TRAIN);
    command.addAll(List.of("--out", run.toString()));
    if (Files.isDirectory(run)) {
      command.add("--resume");
    }
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("OMP_NUM_THREADS", "1");
    return builder.start();
  }

  private static void awaitLine(String start, Process process) throws IOException {
    BufferedReader output = process.inputReader();
    List<String> lines = new ArrayList<>();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      lines.add(line);
      if (line.startsWith(start)) {
        return;
      }
    }
    throw new AssertionError(String.join("\n", lines));
  }

  private static int exitCode(Process process) throws InterruptedException {
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("the process ends").isTrue();
    return process.exitValue();
  }
}
