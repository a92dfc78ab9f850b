package org.texp4j.dl4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.texp4j.dl4j.TinyExperiments.BATCH;
import static org.texp4j.dl4j.TinyExperiments.constantRecipe;
import static org.texp4j.dl4j.TinyExperiments.onImages;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.listeners.CollectScoresIterationListener;
import org.deeplearning4j.optimize.listeners.PerformanceListener;
import org.deeplearning4j.optimize.solvers.BaseOptimizer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Sgd;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TinyExperiments;
import org.texp4j.schedule.RecipeForm;
import org.texp4j.schedule.Step;

/** Deeplearning4j's own listeners are called as by its {@code fit}. */
class TrainingListenerTest {

  private static final int STEPS = 20;

  /** Notes every call, and the counts in the model at the time. */
  private static final class Notes extends BaseTrainingListener {
    private final List<String> calls = new ArrayList<>();

    private void note(String call, Model model) {
      calls.add(
          call
              + " at "
              + BaseOptimizer.getIterationCount(model)
              + " of epoch "
              + BaseOptimizer.getEpochCount(model));
    }

    @Override
    public void onEpochStart(Model model) {
      note("epoch start", model);
    }

    @Override
    public void onForwardPass(Model model, List<INDArray> activations) {
      note("forward", model);
    }

    @Override
    public void onForwardPass(Model model, Map<String, INDArray> activations) {
      note("forward", model);
    }

    @Override
    public void onGradientCalculation(Model model) {
      note("gradient", model);
    }

    @Override
    public void onBackwardPass(Model model) {
      note("backward", model);
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
      calls.add("iteration " + iteration + " of epoch " + epoch);
    }

    @Override
    public void onEpochEnd(Model model) {
      note("epoch end", model);
    }
  }

  @Test
  void areCalledAsByFitForLayersInARow() {
    MultiLayerNetwork network = new MultiLayerNetwork(TinyExperiments.mlp(plain(), true));
    network.init();
    Notes expected = new Notes();
    network.setListeners(expected);
    network.fit(images(), 2);

    assertThat(calls(experiment().multiLayerNetwork(base -> TinyExperiments.mlp(base, true))))
        .containsExactlyElementsOf(expected.calls);
  }

  @Test
  void areCalledAsByFitForAGraph() {
    ComputationGraph network = new ComputationGraph(TinyExperiments.residual(plain()));
    network.init();
    Notes expected = new Notes();
    network.setListeners(expected);
    network.fit(images(), 2);

    assertThat(calls(experiment().computationGraph(TinyExperiments::residual)))
        .containsExactlyElementsOf(expected.calls);
  }

  @Test
  void listenersThatReadTheModelFindWhatTheyNeed() {
    CollectScoresIterationListener scores = new CollectScoresIterationListener(1);
    TrainingRun run =
        start(experiment().multiLayerNetwork(base -> TinyExperiments.mlp(base, true)).build());
    run.addListener(scores);
    run.addListener(new PerformanceListener.Builder().reportSample(true).setFrequency(1).build());
    double[] losses = new double[STEPS];
    run.addListener(
        new StepListener() {
          @Override
          public void stepDone(TrainingRun source, Step step) {
            losses[(int) step.index()] = source.loss();
          }
        });

    train(run);

    // Deeplearning4j's score has the penalty of what still decays, here the output layer.
    assertThat(scores.getScoreVsIter().getEffectiveIndexes())
        .containsExactly(LongStream.range(0, STEPS).toArray());
    for (int s = 0; s < STEPS; s++) {
      assertThat(scores.getScoreVsIter().getEffectiveScores()[s])
          .isBetween(losses[s], losses[s] + 0.1);
    }
  }

  private static List<String> calls(Experiment.Builder experiment) {
    TrainingRun run = start(experiment.build());
    Notes notes = new Notes();
    run.addListener(notes);
    train(run);
    return notes.calls;
  }

  private static Experiment.Builder experiment() {
    return onImages(constantRecipe(STEPS, 0.1, 5e-3, 0.9), RecipeForm.TEXP_PLUS_PLUS);
  }

  private static TrainingRun start(Experiment experiment) {
    return TrainingRun.start(experiment, RunSettings.of(experiment));
  }

  private static void train(TrainingRun run) {
    while (run.hasNext()) {
      run.takeStep(run.nextBatch());
    }
  }

  private static NeuralNetConfiguration.Builder plain() {
    return new NeuralNetConfiguration.Builder().updater(new Sgd(0.01));
  }

  private static ListDataSetIterator<DataSet> images() {
    return new ListDataSetIterator<>(TinyExperiments.images(), BATCH);
  }
}
