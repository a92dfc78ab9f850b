package org.texp4j.dl4j.internal.command;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressState;
import org.texp4j.dl4j.EvaluationResult;
import org.texp4j.dl4j.Metric;
import org.texp4j.dl4j.internal.evaluation.Metrics;
import org.texp4j.dl4j.internal.markup.Numbers;
import org.texp4j.dl4j.train.Evaluator;
import org.texp4j.dl4j.train.StepListener;
import org.texp4j.dl4j.train.TrainingRun;
import org.texp4j.schedule.Step;

/**
 * The progress of a run: time left, loss, primary metric, and the declared, converted and effective
 * rate.
 *
 * <p>A bar on a terminal, which is removed while a line is printed after an epoch; elsewhere a line
 * every 30 seconds.
 */
final class ProgressDisplay implements StepListener, AutoCloseable {

  private static final long BETWEEN_LINES = Duration.ofSeconds(30).toNanos();

  /** Often enough for the eye; computing the effective rate costs a little. */
  private static final long BETWEEN_REFRESHES = Duration.ofMillis(250).toNanos();

  private static final int WIDE = 120;

  private final PrintWriter printer;
  private final Optional<Evaluator> evaluator;
  private final boolean terminal;
  private final LongSupplier nanoTime;
  private final long started;
  private long firstStep = -1;
  private long shownAt;
  private ProgressBar bar;

  private ProgressDisplay(
      PrintWriter printer, Optional<Evaluator> evaluator, boolean terminal, LongSupplier nanoTime) {
    this.printer = printer;
    this.evaluator = evaluator;
    this.terminal = terminal;
    this.nanoTime = nanoTime;
    started = nanoTime.getAsLong();
    shownAt = started;
  }

  /** A bar on a terminal, or else lines. */
  static ProgressDisplay on(PrintWriter printer, Optional<Evaluator> evaluator) {
    // Since JDK 22 there is a console even without a terminal; TERM is set only in terminals.
    boolean terminal = System.console() != null && System.getenv("TERM") != null;
    return new ProgressDisplay(printer, evaluator, terminal, System::nanoTime);
  }

  /** Lines, by a given clock. */
  static ProgressDisplay lines(
      PrintWriter printer, Optional<Evaluator> evaluator, LongSupplier nanoTime) {
    return new ProgressDisplay(printer, evaluator, false, nanoTime);
  }

  @Override
  public void stepDone(TrainingRun run, Step step) {
    if (firstStep < 0) {
      firstStep = step.index();
    }
    long now = nanoTime.getAsLong();
    if (terminal) {
      showBar(run, step, now);
    } else if (now - shownAt >= BETWEEN_LINES) {
      shownAt = now;
      printer.println(
          "step "
              + run.step()
              + " of "
              + run.end()
              + ", epoch "
              + (step.index() / run.stepsPerEpoch() + 1)
              + ": "
              + status(run, step)
              + ", "
              + timeLeft(run, now)
              + " left");
      printer.flush();
    }
  }

  private void showBar(TrainingRun run, Step step, long now) {
    if (bar == null) {
      bar =
          new ProgressBarBuilder()
              .setInitialMax(run.end())
              .startsFrom(step.index(), Duration.ZERO)
              .setRenderer(ProgressDisplay::render)
              .setUpdateIntervalMillis(250)
              .clearDisplayOnFinish()
              .build();
      shownAt = now - BETWEEN_REFRESHES;
    }
    if (now - shownAt >= BETWEEN_REFRESHES) {
      shownAt = now;
      bar.setExtraMessage(
          "epoch "
              + (step.index() / run.stepsPerEpoch() + 1)
              + ", "
              + timeLeft(run, now)
              + " left, "
              + status(run, step));
    }
    bar.stepTo(run.step());
  }

  /** The bar and the message beside it, in less than a number of columns. */
  private static String render(ProgressState state, int columns) {
    return render(
        state.getCurrent(), state.getMax(), String.valueOf(state.getExtraMessage()), columns);
  }

  static String render(long current, long end, String message, int columns) {
    String counts = " " + current + "/" + end + " " + message;
    int length = columns < WIDE ? 10 : 24;
    int filled = (int) (length * current / end);
    String line = "[" + "=".repeat(filled) + " ".repeat(length - filled) + "]" + counts;
    return line.length() < columns ? line : line.substring(0, Math.max(0, columns - 1));
  }

  private String status(TrainingRun run, Step step) {
    return String.format(Locale.ROOT, "loss %.4f", run.loss())
        + evaluator.flatMap(Evaluator::last).map(ProgressDisplay::primary).orElse("")
        + ", rate "
        + Numbers.plain(run.plan().recipe().learningRate().at(step.index()), 3)
        + " -> "
        + Numbers.powerOfTwo(step.convertedRate().log2(), 3)
        + ", effective "
        + Numbers.plain(run.effectiveRate(step), 3);
  }

  private static String primary(EvaluationResult result) {
    Metric metric = result.primary();
    return ", " + metric.name() + " " + Metrics.format(metric, result.primaryValue(), 1);
  }

  /** The time left, from the mean time per step so far, evaluations included. */
  private String timeLeft(TrainingRun run, long now) {
    double perStep = (now - started) / (double) (run.step() - firstStep);
    long seconds = Math.round(perStep * (run.end() - run.step()) / 1e9);
    return seconds < 3600
        ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
        : String.format(
            Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }

  @Override
  public void epochDone(TrainingRun run, long epoch) {
    close();
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
