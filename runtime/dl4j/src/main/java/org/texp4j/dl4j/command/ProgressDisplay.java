package org.texp4j.dl4j.command;

import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.texp4j.dl4j.train.Evaluator;
import org.texp4j.dl4j.train.StepListener;
import org.texp4j.dl4j.train.TrainingRun;
import org.texp4j.schedule.Step;

/**
 * A bar for each epoch, with time left, loss, effective rate and accuracy; silent without a
 * terminal.
 */
final class ProgressDisplay implements StepListener, AutoCloseable {

  private final Optional<Evaluator> evaluator;
  private final boolean shown;
  private ProgressBar bar;

  /** Shows the accuracy that the evaluator found last, where there is an evaluator. */
  ProgressDisplay(Optional<Evaluator> evaluator) {
    this.evaluator = evaluator;
    // Since JDK 22 there is a console without a terminal, too; TERM is set in terminals alone.
    shown = System.console() != null && System.getenv("TERM") != null;
  }

  @Override
  public void stepDone(TrainingRun run, Step step) {
    if (!shown) {
      return;
    }
    long inEpoch = step.index() % run.stepsPerEpoch();
    if (bar == null) {
      bar =
          new ProgressBarBuilder()
              .setTaskName("epoch " + (step.index() / run.stepsPerEpoch() + 1))
              .setInitialMax(Math.min(run.stepsPerEpoch(), run.end() - (step.index() - inEpoch)))
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(250)
              .build();
    }
    bar.stepTo(inEpoch + 1);
    bar.setExtraMessage(
        String.format(
                Locale.ROOT, " loss %.4f, effective rate %.2e", run.loss(), run.effectiveRate(step))
            + evaluator
                .flatMap(Evaluator::lastAccuracy)
                .map(accuracy -> String.format(Locale.ROOT, ", accuracy %.1f %%", 100 * accuracy))
                .orElse(""));
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
