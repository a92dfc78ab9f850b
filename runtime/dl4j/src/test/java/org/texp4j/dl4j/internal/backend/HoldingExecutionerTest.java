package org.texp4j.dl4j.internal.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastAddOp;
import org.nd4j.linalg.factory.Nd4j;
import org.texp4j.dl4j.train.Backend;

/** Broadcasts outlive a collector that never rests. */
class HoldingExecutionerTest {

  /** Under ND4J's own executioner none of ten such processes came to 14,000. */
  private static final int BROADCASTS = 20_000;

  /** What keeps the collector at work: little room for the young, which are collected often. */
  private static volatile Object garbage;

  /** What the child process runs. */
  static final class Child {
    public static void main(String[] arguments) throws InterruptedException {
      // As a user may who has data of their own to prepare: ND4J is there before it is started.
      Nd4j.zeros(1);
      Backend.start();
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
  void nothingIsFreedWhileNativeCodeReadsIt() throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-Xmn2m",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Child.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(child.getInputStream().readAllBytes());
    assertThat(child.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(child.exitValue()).as(output).isZero();
  }
}
