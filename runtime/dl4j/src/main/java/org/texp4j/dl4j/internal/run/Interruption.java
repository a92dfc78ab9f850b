package org.texp4j.dl4j.internal.run;

import java.util.concurrent.CountDownLatch;
import org.texp4j.dl4j.train.TrainingRun;

/**
 * A request by the user or the system to end this process, as by Ctrl-C: the run ends after its
 * present step, and the process waits until this is closed.
 */
final class Interruption implements AutoCloseable {

  private final TrainingRun run;
  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook = new Thread(this::interrupt, "texp4j-interruption");
  private volatile boolean isRequested;

  private Interruption(TrainingRun run) {
    this.run = run;
  }

  /** Watches for a request until closed. */
  static Interruption watch(TrainingRun run) {
    Interruption interruption = new Interruption(run);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  private void interrupt() {
    isRequested = true;
    run.stop();
    try {
      done.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the process was asked to end. */
  boolean isRequested() {
    return isRequested;
  }

  @Override
  public void close() {
    done.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException underWay) {
      // The process is ending, and the hook has just been released.
    }
  }
}
