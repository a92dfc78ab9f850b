package org.texp4j.dl4j.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.SmallestExperiment;
import org.texp4j.dl4j.Thorough;
import org.texp4j.dl4j.TinyExperiments;
import org.texp4j.dl4j.TrainingSteps;
import org.texp4j.schedule.RecipeForm;

/**
 * A process that is killed, asked to end or out of disk space at any instant leaves a run that
 * resumes as if nothing had happened.
 *
 * <p>Kinds and moments are drawn with a fixed seed. By default one run suffers each kind once; with
 * {@code -Dtexp4j.thorough} a hundred runs suffer one each.
 */
class KilledRunTest {

  /** What befalls a process. */
  private enum Mishap {
    /** It is killed at some time. */
    KILLED,
    /** It is killed while it writes a file. */
    KILLED_WRITING,
    /** It is asked to end, as by the system at a shutdown. */
    TERMINATED,
    /** It is asked to end, as by Ctrl-C. */
    INTERRUPTED,
    /** Its loop blocks, and it is asked to end. */
    BLOCKED,
    /** The disk of its directory is full. */
    DISK_FULL,
    /** A file of it cannot grow any more. */
    FILE_LIMITED,
    /** Its standard output cannot be written. */
    OUTPUT_FULL
  }

  private static final long STEPS = 120;
  private static final int THOROUGH_RUNS = 100;

  /** How many more processes are started if some end before anything befalls them. */
  private static final int SPARE = 60;

  private static final String WAIT_AT = "texp4j.waitAt";
  private static final String BLOCK_AFTER = "texp4j.blockAfter";

  private static final int SIGINT = 128 + 2;
  private static final int SIGKILL = 128 + 9;
  private static final int SIGTERM = 128 + 15;

  private static final Experiment EXPERIMENT =
      SmallestExperiment.of(
              TinyExperiments.constantRecipe(STEPS, 0.1, 0.05, 0.5), RecipeForm.TEXP_PLUS_PLUS)
          .loop(
              run -> {
                long begin = run.step();
                while (run.hasNext()) {
                  blockAt(run, begin);
                  run.takeStep(run.nextBatch());
                  awaitStop(run);
                }
              })
          .build();

  /** A process that does nothing but write: a checkpoint after every step. */
  private static final List<String> TRAIN =
      List.of("train", "--checkpoint-every", "1", "--keep", "2", "--evaluate-every", "7steps");

  @TempDir private static Path directory;

  /** A run that nothing befell, and how long its process took. */
  private static Path whole;

  private static long milliseconds;
  private static long bytes;
  private static boolean mounts;

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

  /** Blocks for good after as many steps of the process as a system property names. */
  private static void blockAt(TrainingSteps run, long begin) {
    if (run.step() - begin == Long.getLong(BLOCK_AFTER, -1)) {
      System.out.println("blocked");
      while (true) {
        LockSupport.park();
      }
    }
  }

  @BeforeAll
  static void trainTheWhole() throws Exception {
    whole = directory.resolve("whole");
    long start = System.nanoTime();
    Process reference = train(whole).start();
    assertThat(output(reference)).anyMatch(line -> line.startsWith("run: "));
    assertThat(exitCode(reference)).isZero();
    milliseconds = (System.nanoTime() - start) / 1_000_000;
    bytes = size(whole);
    Path probe = Files.createDirectory(directory.resolve("probe"));
    mounts = onSmallDisk(List.of("true"), probe, 64).start().waitFor() == 0;
  }

  /** Asked to end, as by Ctrl-C, a run writes a checkpoint and says how to continue. */
  @Test
  void endsAfterItsStepIfAsked() throws Exception {
    Path run = directory.resolve("asked");
    Process process = train(run, "-D" + WAIT_AT + "=10").start();
    awaitLine("waiting", process);
    process.toHandle().destroy();

    assertThat(output(process))
        .endsWith("interrupted after 10 steps; continue with: train --resume --out " + run);
    assertThat(exitCode(process)).isEqualTo(SIGTERM);
  }

  @Test
  void resumesBitIdentically() throws Exception {
    int runs = Thorough.orUsual(THOROUGH_RUNS, Mishap.values().length);
    Path run = directory.resolve("run");
    Map<Mishap, Integer> struck = new EnumMap<>(Mishap.class);
    int spare = SPARE;
    for (int number = 0; number < runs; ) {
      if (Thorough.ASKED || isFinished(run)) {
        run = directory.resolve("run" + number + "-" + spare);
      }
      Mishap mishap = Mishap.values()[number % Mishap.values().length];
      if (befalls(mishap, run)) {
        struck.merge(mishap, 1, Integer::sum);
        number++;
      } else {
        assertThat(--spare).as("it ended before %s; so far %s", mishap, struck).isNotNegative();
      }
      if (Thorough.ASKED) {
        assertFinishesLikeTheWhole(run, number + ", " + mishap);
        delete(run);
      }
    }
    assertFinishesLikeTheWhole(run, "the last");
    System.out.println(
        struck
            + (mounts ? "" : "; no file system could be mounted, so files were limited instead"));
  }

  /** Trains in a process to which something happens; returns whether it did before its end. */
  private boolean befalls(Mishap mishap, Path run) throws Exception {
    return switch (mishap) {
      case KILLED -> signalled("KILL", SIGKILL, run, Optional.empty());
      case KILLED_WRITING -> signalled("KILL", SIGKILL, run, Optional.of(unfinishedFiles(run)));
      case TERMINATED -> signalled("TERM", SIGTERM, run, Optional.empty());
      case INTERRUPTED -> signalled("INT", SIGINT, run, Optional.empty());
      case BLOCKED -> blocked(run);
      case DISK_FULL -> diskFull(run);
      case FILE_LIMITED -> fileLimited(run);
      case OUTPUT_FULL -> outputFull(run);
    };
  }

  /**
   * Sends a signal after some time.
   *
   * @param unfinished where given, it is sent as soon as another file than these is written
   */
  private boolean signalled(
      String signal, int code, Path run, Optional<Map<Path, FileTime>> unfinished)
      throws Exception {
    long delay =
        random.nextLong(Thorough.ASKED ? milliseconds : milliseconds / Mishap.values().length);
    File log = File.createTempFile("log", null, directory.toFile());
    Process process = train(run).redirectOutput(log).start();
    if (!Thorough.ASKED) {
      // Not before the run has begun, or it would hardly ever take a step.
      while (process.isAlive()
          && Files.readString(log.toPath()).lines().noneMatch(line -> line.startsWith("run: "))) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
    }
    TimeUnit.MILLISECONDS.sleep(delay);
    if (unfinished.isPresent()) {
      Map<Path, FileTime> now = unfinished.get();
      while (process.isAlive() && (now.isEmpty() || now.equals(unfinished.get()))) {
        now = unfinishedFiles(run);
      }
    }
    new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).start().waitFor();
    assertThat(exitCode(process)).as(() -> read(log)).isIn(code, 0);
    return process.exitValue() == code;
  }

  private static String read(File log) {
    try {
      return Files.readString(log.toPath());
    } catch (IOException e) {
      return e.toString();
    }
  }

  private boolean blocked(Path run) throws Exception {
    Process process = train(run, "-D" + BLOCK_AFTER + "=" + random.nextInt(15)).start();
    List<String> before = awaitLine("blocked", process);
    if (before.isEmpty()) {
      return false;
    }
    process.toHandle().destroy();

    List<String> after = output(process);
    assertThat(after).hasSize(1);
    assertThat(after.get(0))
        .startsWith("error: the run did not end when asked to, blocked in step ")
        .endsWith("train --resume --out " + run)
        .contains(newestCheckpoint(run).map(Path::toString).orElse("there is no checkpoint yet"));
    assertThat(exitCode(process)).isEqualTo(SIGTERM);
    return true;
  }

  private static Optional<Path> newestCheckpoint(Path run) throws IOException {
    try (Stream<Path> files = Files.list(run.resolve("checkpoints"))) {
      return files.filter(file -> file.toString().endsWith(".ckpt")).sorted().reduce((a, b) -> b);
    }
  }

  private boolean diskFull(Path run) throws Exception {
    if (!mounts) {
      return fileLimited(run);
    }
    Files.createDirectories(run);
    long needed = size(run) / 1024;
    // Up to what the whole run needs, in blocks of 4 KiB.
    long free = 8 + random.nextLong(Thorough.ASKED ? bytes / 1024 : 32);
    return fails(onSmallDisk(train(run).command(), run, needed + free).start(), run);
  }

  /** A command while the disk of a directory has some KiB; its files are there afterwards. */
  private static ProcessBuilder onSmallDisk(List<String> command, Path run, long size) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "unshare",
                "-rm",
                "sh",
                "-c",
                "run=$1; size=$2; shift 2; kept=$run.kept; mkdir $kept && cp -a $run/. $kept/ &&"
                    + " mount -t tmpfs -o size=${size}k none $run && cp -a $kept/. $run/ || exit"
                    + " 99; \"$@\"; code=$?; rm -rf $kept; mkdir $kept; cp -a $run/. $kept/; umount"
                    + " $run; rm -rf $run; mv $kept $run; exit $code",
                "sh",
                run.toString(),
                String.valueOf(size)));
    all.addAll(command);
    return new ProcessBuilder(all).redirectErrorStream(true);
  }

  private boolean fileLimited(Path run) throws Exception {
    long kilobytes = Math.max(1, largest(run) / 1024) + random.nextLong(Thorough.ASKED ? 64 : 8);
    List<String> all =
        new ArrayList<>(List.of("bash", "-c", "ulimit -f $0 && exec \"$@\"", "" + kilobytes));
    all.addAll(train(run, "-XX:-UsePerfData").command());
    return fails(new ProcessBuilder(all).redirectErrorStream(true).start(), run);
  }

  /** Whether a process fails; if so, it is in one line that names a file of the run. */
  private static boolean fails(Process process, Path run) throws Exception {
    List<String> lines = output(process);
    assertThat(exitCode(process)).as(String.join("\n", lines)).isIn(1, 0);
    if (process.exitValue() == 0) {
      return false;
    }
    assertThat(lines).filteredOn(line -> line.startsWith("error: ")).hasSize(1);
    assertThat(lines.get(lines.size() - 1))
        .contains(run.toString())
        .containsAnyOf("No space left on device", "File too large")
        .doesNotContain("unexpected");
    return true;
  }

  private boolean outputFull(Path run) throws Exception {
    Process process =
        train(run).redirectErrorStream(false).redirectOutput(new File("/dev/full")).start();
    List<String> errors = process.errorReader().lines().toList();
    assertThat(errors.get(errors.size() - 1)).startsWith("error: standard output was not written");
    assertThat(exitCode(process)).isEqualTo(1);
    return true;
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

  private static void assertFinishesLikeTheWhole(Path run, String when) throws Exception {
    Process process = train(run).start();
    String output = String.join("\n", output(process));

    assertThat(exitCode(process)).as("%s: %s", when, output).isZero();
    for (String file :
        List.of("model.zip", "best-model.zip", "manifest.json", "metrics.jsonl", "metrics.csv")) {
      assertThat(run.resolve(file))
          .as("%s: %s", when, output)
          .hasSameBinaryContentAs(whole.resolve(file));
    }
  }

  private static ProcessBuilder train(Path run, String... java) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "env",
                // A build in the background ignores Ctrl-C, and its children would inherit that.
                "--default-signal=INT",
                "OMP_NUM_THREADS=1",
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
    return new ProcessBuilder(command).redirectErrorStream(true);
  }

  private static List<String> output(Process process) {
    return process.inputReader().lines().toList();
  }

  /** The output up to a line; empty if there is no such line. */
  private static List<String> awaitLine(String start, Process process) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line = process.inputReader().readLine();
        line != null;
        line = process.inputReader().readLine()) {
      lines.add(line);
      if (line.startsWith(start)) {
        return lines;
      }
    }
    return List.of();
  }

  private static int exitCode(Process process) throws InterruptedException {
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("the process ends").isTrue();
    return process.exitValue();
  }

  private static long size(Path run) throws IOException {
    return sizes(run).stream().mapToLong(size -> size + 4096).sum();
  }

  private static long largest(Path run) throws IOException {
    return sizes(run).stream().mapToLong(Long::longValue).max().orElse(0);
  }

  private static List<Long> sizes(Path run) throws IOException {
    if (!Files.exists(run)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(run)) {
      return files.map(file -> file.toFile().length()).toList();
    }
  }

  private static void delete(Path run) throws IOException {
    try (Stream<Path> files = Files.walk(run)) {
      files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
    }
  }
}
