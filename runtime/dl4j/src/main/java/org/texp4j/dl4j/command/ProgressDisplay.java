package org.texp4j.dl4j.command;

import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.texp4j.dl4j.train.StepListener;
import org.texp4j.dl4j.train.TrainingRun;
import org.texp4j.schedule.Step;

/** A bar for each epoch, with time left, loss and effective rate; silent without a terminal. */
final class ProgressDisplay implements StepListener, AutoCloseable {

  private final boolean shown;
  private ProgressBar bar;

  private ProgressDisplay(boolean shown) {
    this.shown = shown;
  }

  static ProgressDisplay of(TrainingRun run) {
    return new ProgressDisplay(System.console() != null);
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
            Locale.ROOT, " loss %.4f, effective rate %.2e", run.loss(), run.effectiveRate(step)));
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
