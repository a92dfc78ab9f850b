package org.texp4j.dl4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.texp4j.dl4j.TinyExperiments.BATCH;
import static org.texp4j.dl4j.TinyExperiments.EXAMPLES;
import static org.texp4j.dl4j.TinyExperiments.constantRecipe;
import static org.texp4j.dl4j.TinyExperiments.onImages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.Bits;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TinyExperiments;
import org.texp4j.dl4j.TrainingException;
import org.texp4j.dl4j.TrainingState;
import org.texp4j.dl4j.UnsuitableNetworkException;
import org.texp4j.dl4j.data.DataException;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.RecipeForm;
import org.texp4j.schedule.Step;

/** A run from its start to its end, and what stops it on the way. */
class TrainingRunTest {

  private static final long STEPS = 30;
  private static final Recipe RECIPE = constantRecipe(STEPS, 0.1, 5e-3, 0.9);

  /** Float networks of both kinds; dropout, so that random numbers are drawn at every step. */
  static Stream<Arguments> networks() {
    return Stream.of(
        Arguments.of(
            "layers in a row",
            onImages(RECIPE, RecipeForm.TEXP_PLUS_PLUS)
                .multiLayerNetwork(base -> TinyExperiments.cnn(base.dropOut(0.8), true))),
        Arguments.of(
            "a graph",
            onImages(RECIPE, RecipeForm.EXPONENTIAL)
                .computationGraph(base -> TinyExperiments.residual(base.dropOut(0.8)))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void isAFunctionOfTheSeed(String name, Experiment.Builder network) {
    assertThat(trained(network)).isEqualTo(trained(network));
    assertThat(trained(network)).isNotEqualTo(trained(network.seed(2)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void theWholeStepIsTheSixCallsOfTheGeneratedLoop(String name, Experiment.Builder network) {
    Experiment.Loop generated =
        run -> {
          while (run.hasNext()) {
            Batch batch = run.nextBatch();
            Step step = run.nextStep();
            run.computeGradient(batch);
            run.update(step);
            run.carry(step);
            run.notifyListeners(step);
          }
        };

    double[] byTakeStep = trained(network);

    assertThat(trained(network.loop(generated))).isEqualTo(byTakeStep);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void goesOnFromAStateInTheMiddleOfAnEpochInTheSameBits(String name, Experiment.Builder network) {
    assertGoesOnInTheSameBits(network.build(), 13);
  }

  @Test
  void goesOnFromAStateHeldBelowItsScale() {
    Experiment strongDecay =
        onImages(constantRecipe(500, 0.1, 0.025, 0.9), RecipeForm.TEXP_PLUS_PLUS)
            .multiLayerNetwork(base -> TinyExperiments.mlp(base, true))
            .build();

    TrainingState stopped = assertGoesOnInTheSameBits(strongDecay, 488);

    assertThat(stopped.shift()).isPositive();
  }

  private static TrainingState assertGoesOnInTheSameBits(Experiment experiment, long stop) {
    TrainingRun whole = start(experiment);
    while (whole.step() < stop) {
      whole.takeStep(whole.nextBatch());
    }
    TrainingState stopped = whole.state();
    experiment.loop().train(whole);

    TrainingRun resumed = start(experiment);
    resumed.restore(stopped, stop);
    experiment.loop().train(resumed);

    assertThat(resumed.step()).isEqualTo(whole.step());
    assertThat(Bits.of(resumed.state().parameters()))
        .isEqualTo(Bits.of(whole.state().parameters()));
    assertThat(Bits.of(resumed.state().velocities()))
        .isEqualTo(Bits.of(whole.state().velocities()));
    return stopped;
  }

  @Test
  void tellsItsListenersOfStepsAndEpochsAndOfTheOneItStopsIn() {
    TrainingRun run =
        TrainingRun.start(
            cnn().build(), settings().stoppingAfter(OptionalLong.empty(), OptionalLong.of(25)));
    List<String> told = new ArrayList<>();
    run.addListener(
        new StepListener() {
          @Override
          public void stepDone(TrainingRun source, Step step) {
            if (step.index() % 10 == 9) {
              told.add("step " + step.index());
            }
          }

          @Override
          public void epochDone(TrainingRun source, long epoch) {
            told.add("epoch " + epoch);
          }
        });

    cnn().build().loop().train(run);

    assertThat(told).containsExactly("step 9", "epoch 0", "step 19", "epoch 1", "epoch 2");
    assertThat(run.step()).isEqualTo(25);
  }

  @Test
  void stopsWhereTheUserSaysWithinTheDeclaredLength() {
    assertThat(endAfter(OptionalLong.of(2), OptionalLong.empty())).isEqualTo(20);
    assertThat(endAfter(OptionalLong.of(2), OptionalLong.of(7))).isEqualTo(7);
    assertThat(endAfter(OptionalLong.of(1), OptionalLong.of(11))).isEqualTo(10);
    assertThat(endAfter(OptionalLong.empty(), OptionalLong.of(Long.MAX_VALUE))).isEqualTo(STEPS);
    for (long tooMany : new long[] {4, Long.MAX_VALUE}) {
      assertThatThrownBy(() -> endAfter(OptionalLong.of(tooMany), OptionalLong.empty()))
          .isInstanceOf(TrainingException.class)
          .hasMessage(
              "--epochs "
                  + tooMany
                  + " goes past the declared end of the schedule, which is in epoch 3 at step 30:"
                  + " declare more epochs in @Schedule");
    }
  }

  private static long endAfter(OptionalLong epochs, OptionalLong batches) {
    return TrainingRun.start(cnn().build(), settings().stoppingAfter(epochs, batches)).end();
  }

  @Test
  void dataThatDoNotFitTheDeclaredEpochAreRefusedWithTheRemedy() {
    String remedy =
        "set trainingExamples in @Experiment to the number of examples the data gives, or leave it"
            + " out to have them counted, and let batches have the size of the request";

    assertThatThrownBy(() -> trained(ofUnknownSize().trainingExamples(EXAMPLES + 1)))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "the training data ended after 10 batches of epoch 1, but an epoch is declared to have"
                + " 11 steps: "
                + remedy);
    assertThatThrownBy(() -> trained(ofUnknownSize().trainingExamples(EXAMPLES - BATCH)))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "the training data continue after 9 batches of epoch 1, but an epoch is declared to have"
                + " 9 steps: "
                + remedy);
  }

  /** An iterator that is not known to have its examples in memory. */
  private static Experiment.Builder ofUnknownSize() {
    return cnn()
        .trainingData(
            request ->
                new ListDataSetIterator<>(TinyExperiments.images(), request.batchSize()) {
                  private static final long serialVersionUID = 1;
                });
  }

  @Test
  void aRecipeThatDivergesIsStoppedAtItsStep() {
    TrainingRun run =
        start(cnn().recipe(e -> constantRecipe(STEPS, 1e6, 1, 0), RecipeForm.WEIGHT_DECAY).build());

    assertThatThrownBy(() -> cnn().build().loop().train(run))
        .isInstanceOf(TrainingException.class)
        .hasMessage(
            "the update of step "
                + (run.step() - 1)
                + " left parameters that are not finite (the first parameters that are not finite"
                + " are log10stdev of layer 4): the declared recipe diverges here; try a smaller"
                + " learning rate or a warm-up");
    assertThat(run.step()).isBetween(2L, STEPS - 1);
  }

  @Test
  void dataThatAreNotFiniteAreNotTakenForAFailedProof() {
    List<DataSet> images = TinyExperiments.images();
    images.get(0).getFeatures().putScalar(0, Float.NaN);

    assertThatThrownBy(
            () -> start(cnn().trainingData(r -> new ListDataSetIterator<>(images, BATCH)).build()))
        .isInstanceOf(UnsuitableNetworkException.class)
        .hasMessageContaining("values that are not finite in the training data");
  }

  @Test
  void whatAMethodOfTheExperimentThrowsIsNamedWithIt() {
    IOException cause = new IOException("no route to host");

    assertThatThrownBy(
            () ->
                start(
                    cnn()
                        .trainingData(
                            request -> {
                              throw cause;
                            })
                        .build()))
        .isInstanceOf(TrainingException.class)
        .hasMessageStartingWith("the @TrainingData method failed")
        .hasMessageEndingWith(": java.io.IOException: no route to host")
        .hasCause(cause);
    assertThatThrownBy(
            () ->
                start(
                    cnn()
                        .multiLayerNetwork(
                            base -> {
                              throw cause;
                            })
                        .build()))
        .isInstanceOf(TrainingException.class)
        .hasMessageStartingWith("the @Network method failed")
        .hasMessageEndingWith(": java.io.IOException: no route to host")
        .hasCause(cause);
  }

  @Test
  void dataThatFailOnTheWayAreNamedWithTheStep() {
    Experiment experiment =
        cnn()
            .trainingData(
                request ->
                    new ListDataSetIterator<>(TinyExperiments.images(), request.batchSize()) {
                      private static final long serialVersionUID = 1;
                      private int batches;

                      @Override
                      public DataSet next() {
                        if (++batches > 5) {
                          throw new UncheckedIOException(new IOException("disk gone"));
                        }
                        return super.next();
                      }
                    })
            .build();
    TrainingRun run = start(experiment);

    assertThatThrownBy(() -> experiment.loop().train(run))
        .isInstanceOf(TrainingException.class)
        .hasMessageStartingWith(
            "at step 4, next() of the @TrainingData iterator failed: java.io.UncheckedIOException")
        .hasMessageEndingWith("disk gone");
    assertThatThrownBy(() -> start(cnn().trainingData(request -> null).build()))
        .isInstanceOf(TrainingException.class)
        .hasMessage("the @TrainingData method returned null, not an iterator");
  }

  @ParameterizedTest
  @EnumSource(names = {"WEIGHT_DECAY", "TEXP_PLUS_PLUS"})
  void dataThatDoNotFitTheNetworkAreToldWithTheirShapes(RecipeForm form) {
    DataSet colours =
        new DataSet(Nd4j.zeros(BATCH, 3, 8, 8), Nd4j.ones(BATCH, TinyExperiments.CLASSES));

    assertThatThrownBy(
            () ->
                trained(
                    cnn()
                        .recipe(epoch -> RECIPE, form)
                        .trainingExamples(BATCH)
                        .trainingData(r -> new ListDataSetIterator<>(colours.asList(), BATCH))))
        .isInstanceOf(TrainingException.class)
        .hasMessageMatching(
            "the network cannot be trained on features of shape \\[\\d+, 3, 8, 8] and labels of"
                + " shape \\[\\d+, 4]: .*channels.*");
  }

  @Test
  void aNetworkThatCannotBeBuiltIsTheMethodsMistake() {
    assertThatThrownBy(
            () ->
                start(
                    cnn()
                        .multiLayerNetwork(
                            base ->
                                base.list()
                                    .layer(new DenseLayer.Builder().nOut(3).build())
                                    .layer(TinyExperiments.norm(true))
                                    .layer(TinyExperiments.output())
                                    .build())
                        .recipe(e -> RECIPE, RecipeForm.WEIGHT_DECAY)
                        .build()))
        .isInstanceOf(TrainingException.class)
        .hasMessageStartingWith("the network that the @Network method returns cannot be built: ")
        .hasMessageContaining("nIn");
  }

  @Test
  void aDeclarationOfAScheduleAloneIsNotTrained() {
    assertThatThrownBy(() -> start(onImages(RECIPE, RecipeForm.TEXP_PLUS_PLUS).build()))
        .isInstanceOf(TrainingException.class)
        .hasMessage(
            "tiny declares a schedule only: add a @Network and a @TrainingData method to train it");
  }

  private static Experiment.Builder cnn() {
    return onImages(RECIPE, RecipeForm.TEXP_PLUS_PLUS)
        .multiLayerNetwork(base -> TinyExperiments.cnn(base, true));
  }

  private static RunSettings settings() {
    return RunSettings.of(cnn().build());
  }

  private static TrainingRun start(Experiment experiment) {
    return TrainingRun.start(experiment, RunSettings.of(experiment));
  }

  /** The parameters after a whole run in float. */
  private static double[] trained(Experiment.Builder network) {
    Experiment experiment = network.build();
    TrainingRun run = start(experiment);
    experiment.loop().train(run);
    return Bits.of(run.state().parameters());
  }
}
