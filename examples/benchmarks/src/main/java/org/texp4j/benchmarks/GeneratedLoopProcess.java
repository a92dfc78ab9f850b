package org.texp4j.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.OptionalLong;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.nd4j.linalg.dataset.DataSet;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.train.Backend;
import org.texp4j.dl4j.train.RunSettings;
import org.texp4j.dl4j.train.StepListener;
import org.texp4j.dl4j.train.TrainingRun;
import org.texp4j.schedule.RecipeForm;
import org.texp4j.schedule.Step;

/**
 * A process that measures the unchanged loop of the generated class: a listener, called at the end
 * of each step, takes the time and waits for the next turn. Its arguments are a workload, a number
 * of blocks and the form in which the recipe is run.
 */
final class GeneratedLoopProcess {

  private GeneratedLoopProcess() {}

  /** Measures and writes {@link Measurements}, a block of steps per turn. */
  public static void main(String[] arguments) throws IOException {
    Measurements.awaitTurn();
    Workload workload = Workload.valueOf(arguments[0]);
    int steps = workload.warmUp() + Integer.parseInt(arguments[1]) * workload.block();
    Backend backend = Backend.start();
    TrainingRun run =
        start(workload.experiment(), RecipeForm.valueOf(arguments[2]), workload.batches(steps));
    Measurements.writeNetwork(
        System.out, HandWrittenTraining.trainedParameters(run.network().model()), backend.note());
    Timer timer = new Timer(workload);
    run.addListener(timer);
    timer.begin();
    workload.experiment().loop().train(run);
  }

  /** Starts a run of an experiment on batches, all of which are one epoch, in the first phase. */
  static TrainingRun start(Experiment experiment, RecipeForm form, List<DataSet> batches) {
    Experiment.Builder builder =
        Experiment.named(experiment.name())
            .seed(experiment.seed())
            .batchSize(experiment.batchSize())
            .trainingExamples((long) batches.size() * experiment.batchSize())
            .recipe(experiment::recipe, form)
            .trainingData(request -> new ExistingDataSetIterator(batches))
            .loop(experiment.loop());
    if (experiment.network().orElseThrow() instanceof Experiment.Network.MultiLayer layers) {
      builder.multiLayerNetwork(layers);
    } else {
      builder.computationGraph((Experiment.Network.Graph) experiment.network().orElseThrow());
    }
    Experiment onBatches = builder.build();
    return TrainingRun.start(
        onBatches,
        RunSettings.of(onBatches)
            .stoppingAfter(OptionalLong.empty(), OptionalLong.of(batches.size())));
  }

  /** Measures the time from the end of one step to the end of the next. */
  private static final class Timer implements StepListener {

    private final Workload workload;
    private long begun;

    Timer(Workload workload) {
      this.workload = workload;
    }

    void begin() {
      begun = System.nanoTime();
    }

    @Override
    public void stepDone(TrainingRun run, Step step) {
      double milliseconds = (System.nanoTime() - begun) / 1e6;
      if (step.index() >= workload.warmUp()) {
        Measurements.writeStep(System.out, milliseconds);
      }
      if (workload.beginsBlock(run.step())) {
        endTurn();
      }
      begin();
    }

    private static void endTurn() {
      try {
        Measurements.endTurn(System.out);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
