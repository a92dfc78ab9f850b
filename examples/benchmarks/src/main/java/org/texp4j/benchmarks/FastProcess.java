package org.texp4j.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.nd4j.linalg.dataset.DataSet;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.backend.Backend;
import org.texp4j.dl4j.train.RunSettings;
import org.texp4j.dl4j.train.StepListener;
import org.texp4j.dl4j.train.TrainingRun;
import org.texp4j.schedule.Step;

/**
 * A process that measures the hand-written and the generated loop on the same backend: arguments
 * are a workload and a number of steps.
 *
 * <p>Both take turns, a block of steps each, so that whatever else happens on the machine happens
 * to both. The generated loop is the one in the generated class, unchanged: a listener at the end
 * of its steps times them and lets the other loop have its turn.
 */
final class FastProcess {

  private static final int WARM_UP_BLOCKS = 4;

  private FastProcess() {}

  /** Measures and writes {@link Measurements}, a block of each loop in a turn. */
  public static void main(String[] arguments) throws Exception {
    Measurements.awaitTurn();
    Workload workload = Workload.valueOf(arguments[0]);
    int blocks = WARM_UP_BLOCKS + Integer.parseInt(arguments[1]) / workload.block();
    Backend backend = Backend.start();
    List<DataSet> batches = workload.batches(blocks * workload.block());
    TrainingRun run = run(workload.experiment(), batches);
    Turns turns = new Turns(HandWritten.fast(workload.experiment()), batches, workload.block());
    Measurements.writeBackend(System.out, backend.note());
    run.addListener(turns);
    turns.begin();
    workload.experiment().loop().train(run);
  }

  /** A run of the experiment on the batches: all of them are one epoch, in the first phase. */
  private static TrainingRun run(Experiment experiment, List<DataSet> batches) {
    Experiment.Builder builder =
        Experiment.named(experiment.name())
            .seed(experiment.seed())
            .batchSize(experiment.batchSize())
            .trainingExamples((long) batches.size() * experiment.batchSize())
            .recipe(experiment::recipe, experiment.conversion())
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

  /** Times the generated loop's steps, and takes the other loop's steps in between. */
  private static final class Turns implements StepListener {

    private final HandWritten handWritten;
    private final List<DataSet> batches;
    private final int block;
    private final List<Double> generatedTimes = new ArrayList<>();
    private long begun;

    Turns(HandWritten handWritten, List<DataSet> batches, int block) {
      this.handWritten = handWritten;
      this.batches = batches;
      this.block = block;
    }

    void begin() {
      begun = System.nanoTime();
    }

    @Override
    public void stepDone(TrainingRun run, Step step) {
      generatedTimes.add((System.nanoTime() - begun) / 1e6);
      if (generatedTimes.size() == block) {
        List<Double> handWrittenTimes = handWrittenBlock((int) run.step());
        long warmUp = (long) WARM_UP_BLOCKS * block;
        if (run.step() > warmUp) {
          write(Variant.GENERATED, generatedTimes);
          write(Variant.HAND_WRITTEN, handWrittenTimes);
        }
        if (run.step() >= warmUp) {
          endTurn();
        }
        generatedTimes.clear();
      }
      begin();
    }

    private List<Double> handWrittenBlock(int end) {
      List<Double> times = new ArrayList<>();
      for (DataSet batch : batches.subList(end - block, end)) {
        times.add(handWritten.timedStep(batch));
      }
      return times;
    }

    private static void endTurn() {
      try {
        Measurements.endTurn(System.out);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void write(Variant variant, List<Double> times) {
      times.forEach(time -> Measurements.writeStep(System.out, variant, time));
    }
  }
}
