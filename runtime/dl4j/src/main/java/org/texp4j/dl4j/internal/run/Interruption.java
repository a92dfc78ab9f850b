package org.texp4j.dl4j.internal.run;

import java.util.concurrent.CountDownLatch;
import org.texp4j.dl4j.train.TrainingRun;

/**
 * The wish of the user or the system that this process ends, as by Ctrl-C: the run ends after its
 * present step, and the process waits until what follows is done.
 */
final class Interruption implements AutoCloseable {

  private final TrainingRun run;
  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook = new Thread(this::interrupt, "texp4j-interruption");
  private volatile boolean isWished;

  private Interruption(TrainingRun run) {
    this.run = run;
  }

  /** Watches for interruptions until closed. */
  static Interruption of(TrainingRun run) {
    Interruption interruption = new Interruption(run);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  private void interrupt() {
    isWished = true;
    run.stop();
    try {
      done.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the process is to end. */
  boolean isWished() {
    return isWished;
  }

  @Override
  public void close() {
    done.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException underWay) {
      // The process is ending, and the hook has just been let go.
    }
  }
}
