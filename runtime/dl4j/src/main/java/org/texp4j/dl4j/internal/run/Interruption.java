package org.texp4j.dl4j.internal.run;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.texp4j.dl4j.train.TrainingRun;

/**
 * A request by the user or the system to end this process, as by Ctrl-C: the run ends after its
 * present step, and the process waits until this is closed.
 *
 * <p>It does not wait forever: the data or the loop of an experiment may block. A step or an
 * evaluation gets a few seconds and twice the time of the longest one so far; then the process ends
 * without it, and says where the run can be resumed. Files being written are waited for.
 */
final class Interruption implements AutoCloseable {

  /** The phases of a run. */
  enum Phase {
    STEP,
    EVALUATION,
    WRITING
  }

  private static final long GRACE = Duration.ofSeconds(5).toNanos();
  private static final long BETWEEN_LOOKS = Duration.ofMillis(50).toNanos();

  /** The longest time that an error output which nobody reads may hold up the end. */
  private static final long PRINTING = Duration.ofSeconds(1).toMillis();

  private final TrainingRun run;
  private final Supplier<String> advice;
  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook = new Thread(this::interrupt, "texp4j-interruption");
  private volatile boolean isRequested;

  /** The rest is guarded by this object. */
  private final Map<Phase, Long> longest = new EnumMap<>(Phase.class);

  private Phase phase = Phase.WRITING;
  private long since = System.nanoTime();

  private Interruption(TrainingRun run, Supplier<String> advice) {
    this.run = run;
    this.advice = advice;
  }

  /**
   * Watches for a request until closed.
   *
   * @param advice says how the run can be resumed, if it does not end in time
   */
  static Interruption watch(TrainingRun run, Supplier<String> advice) {
    Interruption interruption = new Interruption(run, advice);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  /** Notes that the run enters a phase. */
  synchronized void enter(Phase next) {
    long now = System.nanoTime();
    longest.merge(phase, now - since, Math::max);
    phase = next;
    since = now;
  }

  private synchronized Phase phase() {
    return phase;
  }

  private synchronized boolean isOverdue(long requested) {
    long waited = System.nanoTime() - Math.max(requested, since);
    return phase != Phase.WRITING && waited > GRACE + 2 * longest.getOrDefault(phase, 0L);
  }

  private void interrupt() {
    isRequested = true;
    run.stop();
    long requested = System.nanoTime();
    try {
      while (!done.await(BETWEEN_LOOKS, TimeUnit.NANOSECONDS)) {
        if (isOverdue(requested)) {
          report();
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void report() throws InterruptedException {
    Thread printing =
        new Thread(
            () ->
                System.err.println(
                    "error: the run did not end when asked to, blocked in "
                        + (phase() == Phase.STEP ? "step " : "the evaluation after step ")
                        + run.step()
                        + ": ended without it; "
                        + advice.get()));
    printing.setDaemon(true);
    printing.start();
    printing.join(PRINTING);
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
