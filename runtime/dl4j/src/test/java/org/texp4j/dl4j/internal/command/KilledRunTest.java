package org.texp4j.dl4j.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.SmallestExperiment;
import org.texp4j.dl4j.Thorough;
import org.texp4j.dl4j.TinyExperiments;
import org.texp4j.schedule.RecipeForm;

/** A process that is killed at any instant leaves a run that goes on as if nothing had been. */
class KilledRunTest {

  private static final long STEPS = 120;

  /** How many kills one run survives; {@code -Dtexp4j.thorough} kills thirty runs instead. */
  private static final int KILLS = 4;

  private static final int THOROUGH_KILLS = 30;

  private static final Experiment EXPERIMENT =
      SmallestExperiment.of(
              TinyExperiments.constantRecipe(STEPS, 0.1, 0.05, 0.5), RecipeForm.TEXP_PLUS_PLUS)
          .build();

  /** A process that does nothing but write: a checkpoint after every step. */
  private static final List<String> TRAIN =
      List.of("train", "--checkpoint-every", "1", "--keep", "2", "--evaluate-every", "7steps");

  @TempDir private Path directory;
  private final Random random = new Random(4);
  private int killedWhileWriting;

  /** What the child process runs. */
  static final class Child {
    public static void main(String[] arguments) {
      System.exit(RootCommand.run(EXPERIMENT, arguments));
    }
  }

  @Test
  void goesOnInTheSameBits() throws Exception {
    Path whole = directory.resolve("whole");
    Process reference = train(whole);
    awaitFirstStep(reference);
    long start = System.nanoTime();
    assertThat(finished(reference)).isZero();
    long milliseconds = (System.nanoTime() - start) / 1_000_000;

    Path run = directory.resolve("run");
    interrupted(run, milliseconds);
    for (int kill = 0; kill < Thorough.orUsual(THOROUGH_KILLS, KILLS); kill++) {
      if (Thorough.ASKED) {
        run = directory.resolve("run" + kill);
      }
      killed(run, milliseconds);
      if (Thorough.ASKED) {
        assertFinishesLike(whole, run, "kill " + kill);
      }
    }
    assertFinishesLike(whole, run, "the last kill");
    if (Thorough.ASKED) {
      System.out.printf(
          Locale.ROOT,
          "%d processes killed, %d of them while they wrote a file%n",
          THOROUGH_KILLS,
          killedWhileWriting);
    }
  }

  /** Asks a run to end, as Ctrl-C does: it writes a checkpoint and says how to go on. */
  private void interrupted(Path run, long milliseconds) throws Exception {
    Process process = train(run);
    awaitFirstStep(process);
    while (process.isAlive() && !Files.exists(run.resolve("best-model.zip"))) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    process.toHandle().destroy();
    String last = process.inputReader().lines().reduce((before, line) -> line).orElse("");

    assertThat(finished(process)).as("exit code of a process that got SIGTERM").isEqualTo(143);
    assertThat(last)
        .as("of a run that takes %d ms", milliseconds)
        .matches("interrupted after \\d+ steps; continue with: train --resume --out " + run);
  }

  private void killed(Path run, long milliseconds) throws Exception {
    Process process = train(run);
    awaitFirstStep(process);
    TimeUnit.MILLISECONDS.sleep(random.nextLong(milliseconds));
    process.destroyForcibly();
    finished(process);
    try (Stream<Path> files = Files.walk(run)) {
      killedWhileWriting += files.anyMatch(file -> file.toString().endsWith(".writing")) ? 1 : 0;
    }
  }

  private static void assertFinishesLike(Path whole, Path run, String when) throws Exception {
    Process process = train(run);
    String output = String.join("\n", process.inputReader().lines().toList());

    assertThat(finished(process)).as("%s: %s", when, output).isZero();
    for (String file :
        List.of("model.zip", "best-model.zip", "manifest.json", "metrics.jsonl", "metrics.csv")) {
      assertThat(run.resolve(file)).as(when).hasSameBinaryContentAs(whole.resolve(file));
    }
  }

  private static Process train(Path run) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx512m",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Child.class.getName()));
    command.addAll(TRAIN);
    command.addAll(List.of("--out", run.toString()));
    if (Files.isDirectory(run)) {
      command.add("--resume");
    }
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("OMP_NUM_THREADS", "1");
    return builder.start();
  }

  private static void awaitFirstStep(Process process) throws IOException {
    BufferedReader output = process.inputReader();
    List<String> lines = new ArrayList<>();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      lines.add(line);
      if (line.startsWith("run: ")) {
        return;
      }
    }
    throw new AssertionError(String.join("\n", lines));
  }

  private static int finished(Process process) throws InterruptedException {
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("the process ends").isTrue();
    return process.exitValue();
  }
}
