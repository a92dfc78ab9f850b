package org.texp4j.dl4j.internal.backend.m21;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastAddOp;
import org.nd4j.linalg.factory.Nd4j;
import org.texp4j.dl4j.train.Backend;

/** Broadcasts while a collector never rests, in processes of their own. */
final class HoldingExecutionerTest {

  /** Under ND4J's own executioner none of ten such processes came to 14,000. */
  private static final int BROADCASTS = 20_000;

  private static final String OUTPUT = "output.txt";
  private static final String STOCK = "stock";

  /** Keeps the collector at work: the young generation is small and collected often. */
  private static volatile Object garbage;

  /** The child process: with any argument it keeps ND4J's own executioner. */
  static final class Child {
    public static void main(String[] arguments) throws InterruptedException {
      // A user may prepare data first: ND4J has loaded before it is started.
      Nd4j.zeros(1);
      if (arguments.length == 0) {
        Backend.start();
      }
      start(Child::litter);
      INDArray matrix = Nd4j.rand(DataType.DOUBLE, 256, 64);
      INDArray row = Nd4j.rand(DataType.DOUBLE, 64);
      INDArray first = matrix.ulike();
      INDArray second = matrix.ulike();
      Thread other = start(() -> add(matrix, row, second));
      add(matrix, row, first);
      other.join();
      System.exit(first.equals(second) ? 0 : 2);
    }

    private static void add(INDArray matrix, INDArray row, INDArray sum) {
      for (int i = 0; i < BROADCASTS; i++) {
        Nd4j.getExecutioner().exec(new BroadcastAddOp(matrix, row, sum, 1));
      }
    }

    private static void litter() {
      while (true) {
        garbage = new byte[1000];
      }
    }

    private static Thread start(Runnable work) {
      Thread thread = new Thread(work);
      thread.setDaemon(true);
      thread.start();
      return thread;
    }
  }

  @Test
  void nothingIsFreedWhileNativeCodeReadsIt(@TempDir Path directory) throws Exception {
    assertThat(exitCode(directory)).as(output(directory)).isZero();
  }

  /**
   * If this fails, {@link HoldingExecutioner} is no longer needed. On a busy machine, on which the
   * collector does rest, one process in many ends before it crashes.
   */
  @Test
  void nd4jsOwnExecutionerStillCrashes(@TempDir Path directory) throws Exception {
    int exitCode = 0;
    for (int process = 0; process < 4 && exitCode == 0; process++) {
      exitCode = exitCode(directory, STOCK);
    }
    assertThat(exitCode).isNotZero();
    assertThat(output(directory)).contains("SIGSEGV");
  }

  private static int exitCode(Path directory, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-Xmn2m",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + directory.resolve("crash.log"),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Child.class.getName()));
    command.addAll(List.of(arguments));
    Process child =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve(OUTPUT).toFile())
            .start();
    try {
      assertThat(child.waitFor(2, TimeUnit.MINUTES)).isTrue();
    } finally {
      child.destroyForcibly();
    }
    return child.exitValue();
  }

  private static String output(Path directory) throws IOException {
    return Files.readString(directory.resolve(OUTPUT));
  }
}
