package org.texp4j.dl4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.Bits;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.Thorough;
import org.texp4j.dl4j.TinyExperiments;
import org.texp4j.dl4j.TrainingException;
import org.texp4j.dl4j.TwoTowers;
import org.texp4j.dl4j.internal.checkpoint.CheckpointFile;
import org.texp4j.dl4j.internal.checkpoint.Progress;
import org.texp4j.dl4j.internal.invariance.InvarianceAnalysis;
import org.texp4j.dl4j.internal.invariance.Verdict;
import org.texp4j.dl4j.internal.network.NetworkDescription;
import org.texp4j.dl4j.internal.network.NetworkModel;
import org.texp4j.dl4j.internal.verify.TwinCheck;
import org.texp4j.dl4j.internal.verify.Twins;
import org.texp4j.dl4j.normalization.LayerNormalization;
import org.texp4j.dl4j.train.SequenceKinds.Kind;
import org.texp4j.schedule.RecipeForm;

/**
 * Truncated backpropagation through time: a step for each segment of a batch, as by
 * Deeplearning4j's fit, with what recurrent layers carry from one to the next.
 */
class TimeSegmentsTest {

  /** Segments of four and two time steps. */
  private static final int LENGTH = 4;

  private static final int PER_BATCH = 2;
  private static final double ROUNDING = 1e-12;

  private static final Set<String> TRAINED =
      Set.of(
          "LSTM",
          "two LSTMs",
          "GravesLSTM",
          "SimpleRnn",
          "LayerNormalizedLstm",
          "TimeDistributed",
          "dense between",
          "MaskZero",
          "RnnLossLayer",
          "Convolution1D, causal",
          "QkNormAttention per step",
          "EmbeddingSequence",
          "LastTimeStepVertex",
          "encoder and decoder",
          "ReverseTimeSeriesVertex");

  @TempDir private Path directory;

  private static Kind kind(String name) {
    return SequenceKinds.all().stream()
        .filter(kind -> kind.name().equals(name))
        .findFirst()
        .orElseThrow()
        .truncatedAfter(LENGTH);
  }

  static List<Kind> trained() {
    return SequenceKinds.all().stream()
        .filter(kind -> TRAINED.contains(kind.name()))
        .map(kind -> kind.truncatedAfter(LENGTH))
        .toList();
  }

  static List<Kind> sampled() {
    return Thorough.orEvery(4, trained());
  }

  private static Experiment experiment(Kind kind, RecipeForm form, double momentum) {
    return SequencesTest.experiment(kind, form, momentum);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("trained")
  void everySegmentIsAStepOfFit(Kind kind) {
    Experiment experiment = experiment(kind, RecipeForm.WEIGHT_DECAY, 0);
    TrainingRun run =
        TrainingRun.start(experiment, RunSettings.of(experiment).withDataType(DataType.DOUBLE));
    INDArray before = run.network().parameters().dup();
    Model fitted = SequencesTest.plain(kind, before);
    List<DataSet> batches = kind.batches();
    assertThat(run.stepsPerEpoch()).isEqualTo(PER_BATCH * batches.size());
    assertThat(run.end()).isEqualTo(2 * PER_BATCH * batches.size());

    while (run.hasNext()) {
      int inEpoch = (int) (run.step() / PER_BATCH % batches.size());
      run.takeStep(run.nextBatch());
      run.takeStep(run.nextBatch());
      SequencesTest.fit(fitted, batches.get(inEpoch));

      INDArray after = run.network().parameters();
      assertThat(after.distance2(fitted.params().reshape(after.shape())))
          .as("after step %d", run.step())
          .isLessThan(ROUNDING * (1 + after.distance2(before)));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("sampled")
  void bothFormsAreOneRun(Kind kind) {
    Experiment experiment = experiment(kind, RecipeForm.TEXP_PLUS_PLUS, 0.9);

    assertThat(Twins.start(experiment, RunSettings.of(experiment)).run(3, check -> {}))
        .hasSizeGreaterThan(3)
        .allMatch(TwinCheck::isPassed);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("sampled")
  void resumesBitIdenticallyWithinABatch(Kind kind) throws IOException {
    Experiment experiment = experiment(kind, RecipeForm.TEXP_PLUS_PLUS, 0.9);
    TrainingRun whole = TrainingRun.start(experiment, RunSettings.of(experiment));
    Path within = directory.resolve("within");
    Path between = directory.resolve("between");
    while (whole.hasNext()) {
      if (whole.step() == 2 * PER_BATCH) {
        CheckpointFile.write(between, whole, Progress.NONE);
        assertThat(whole.snapshot().recurrentState()).isEmpty();
      } else if (whole.step() == 2 * PER_BATCH + 1) {
        CheckpointFile.write(within, whole, Progress.NONE);
      }
      whole.takeStep(whole.nextBatch());
    }

    for (Path checkpoint : List.of(within, between)) {
      TrainingRun resumed = TrainingRun.start(experiment, RunSettings.of(experiment));
      resumed.restore(CheckpointFile.read(checkpoint).snapshot());
      resumed.train();
      assertThat(Bits.of(resumed.network().parameters()))
          .isEqualTo(Bits.of(whole.network().parameters()));
      assertThat(resumed.loss()).isEqualTo(whole.loss());
    }
  }

  @Test
  void withoutWhatIsCarriedItIsAnotherRun() {
    Experiment experiment = experiment(kind("LSTM"), RecipeForm.WEIGHT_DECAY, 0.9);
    TrainingRun whole = TrainingRun.start(experiment, RunSettings.of(experiment));
    whole.takeStep(whole.nextBatch());
    RunSnapshot there = whole.snapshot();
    assertThat(there.recurrentState()).containsOnlyKeys("2/prevAct", "2/prevMem");
    whole.train();

    TrainingRun forgetful = TrainingRun.start(experiment, RunSettings.of(experiment));
    forgetful.restore(
        with(
            there,
            Map.of(
                "2/prevAct", Nd4j.zeros(SequenceKinds.BATCH, 4),
                "2/prevMem", Nd4j.zeros(SequenceKinds.BATCH, 4))));
    forgetful.train();

    assertThat(forgetful.network().parameters().distance2(whole.network().parameters()))
        .isGreaterThan(1e-4);
  }

  private static RunSnapshot with(RunSnapshot there, Map<String, INDArray> recurrentState) {
    return new RunSnapshot(
        there.step(),
        there.coordinates(),
        there.shift(),
        there.parameters(),
        there.updaterState(),
        there.epochStart(),
        there.average(),
        recurrentState,
        there.batches());
  }

  @Test
  void aRecurrentStateThatIsNotOneOfTheBatchIsRefused() {
    TrainingRun run = start(experiment(kind("LSTM"), RecipeForm.WEIGHT_DECAY, 0.9));
    RunSnapshot between = run.snapshot();
    run.takeStep(run.nextBatch());
    RunSnapshot within = run.snapshot();
    INDArray fitting = Nd4j.zeros(SequenceKinds.BATCH, 4);

    assertRefused(
        run,
        with(between, within.recurrentState()),
        "it has the recurrent state 2/prevAct, 2/prevMem, but was taken where new sequences begin");
    assertRefused(
        run,
        with(within, Map.of()),
        "it was taken within a batch of sequences, but has no recurrent state 2/prevAct,"
            + " 2/prevMem");
    assertRefused(
        run,
        with(within, Map.of("2/prevAct", fitting)),
        "it was taken within a batch of sequences, but has no recurrent state 2/prevMem");
    assertRefused(
        run,
        with(within, Map.of("2/prevAct", fitting, "2/prevMem", fitting, "2/other", fitting)),
        "its recurrent state 2/other of shape [5, 4] is not one of the network on the batch at that"
            + " step");
    for (long[] shape : new long[][] {{1, 4}, {6, 4}, {5, 3}, {5, 4, 1}}) {
      assertRefused(
          run,
          with(within, Map.of("2/prevAct", fitting, "2/prevMem", Nd4j.zeros(shape))),
          "its recurrent state 2/prevMem of shape "
              + Arrays.toString(shape)
              + " is not one of the network on the batch at that step");
    }
    run.restore(within);
    run.restore(between);
  }

  private static void assertRefused(TrainingRun run, RunSnapshot snapshot, String message) {
    assertThatThrownBy(() -> run.restore(snapshot))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void aGradientInPartsIsThatOfTheWhole() {
    Experiment experiment = experiment(kind("two LSTMs"), RecipeForm.WEIGHT_DECAY, 0.9);
    RunSettings exact = RunSettings.of(experiment).withDataType(DataType.DOUBLE);
    TrainingRun whole = TrainingRun.start(experiment, exact);
    TrainingRun inParts = TrainingRun.start(experiment, exact.withParts(2));

    while (whole.hasNext()) {
      whole.takeStep(whole.nextBatch());
      inParts.takeStep(inParts.nextBatch());
      assertThat(inParts.loss()).isCloseTo(whole.loss(), withPercentage(1e-9));
    }
  }

  /** The same bits as before it could be truncated. */
  @Test
  void shorterSequencesAreTrainedWhole() {
    Experiment truncated =
        experiment(kind("LSTM").truncatedAfter(SequenceKinds.TIME), RecipeForm.WEIGHT_DECAY, 0.9);
    Experiment whole = experiment(SequenceKinds.all().get(0), RecipeForm.WEIGHT_DECAY, 0.9);
    TrainingRun first = TrainingRun.start(truncated, RunSettings.of(truncated));
    TrainingRun second = TrainingRun.start(whole, RunSettings.of(whole));

    first.train();
    second.train();

    assertThat(Bits.of(first.network().parameters()))
        .isEqualTo(Bits.of(second.network().parameters()));
    assertThat(first.notes())
        .contains(
            "network: truncates backpropagation through time, so a batch takes a step for every 6"
                + " time steps of its sequences");
  }

  /**
   * Deeplearning4j begins the backward pass of every segment at a state of zero, so its gradient is
   * not that of the loss. If this fails, the fault is gone: say so in docs/decisions/0003.
   */
  @Test
  void deeplearning4jsGradientOfALaterSegmentIsNotThatOfItsLoss() {
    Kind kind = kind("LSTM");
    MultiLayerNetwork network =
        (MultiLayerNetwork) SequencesTest.plain(kind, start(kind).network().parameters());
    NetworkModel model = NetworkModel.of(network);
    Batch batch = Batch.of(kind.batches().get(0));
    TimeSegments segments = new TimeSegments(LENGTH, PER_BATCH);
    model.computeGradient(segments.segment(batch, 0));
    Map<String, INDArray> carried = model.recurrentState();

    double ofFirst = error(model, segments.segment(batch, 0), Map.of());
    double ofSecond = error(model, segments.segment(batch, 1), carried);

    assertThat(ofFirst).isCloseTo(0, within(1e-6));
    assertThat(ofSecond).isGreaterThan(1e-3);
  }

  /** The difference of the gradient from finite differences, along the weights of the LSTM. */
  private static double error(NetworkModel model, Batch segment, Map<String, INDArray> carried) {
    INDArray weights = model.parameterTable().get("2_W");
    INDArray direction = Nd4j.rand(DataType.DOUBLE, weights.shape());
    double step = 1e-5;
    model.setRecurrentState(carried);
    model.computeGradient(segment);
    double along =
        model.gradientOf("2_W").mul(direction).sumNumber().doubleValue() / segment.examples();
    double[] losses = new double[2];
    for (int side = 0; side < 2; side++) {
      weights.addi(direction.mul(side == 0 ? step : -2 * step));
      model.setRecurrentState(carried);
      model.computeGradient(segment);
      losses[side] = model.loss();
    }
    weights.addi(direction.mul(step));
    return Math.abs((losses[0] - losses[1]) / (2 * step) - along);
  }

  private static TrainingRun start(Kind kind) {
    Experiment experiment = experiment(kind, RecipeForm.WEIGHT_DECAY, 0);
    return TrainingRun.start(experiment, RunSettings.of(experiment).withDataType(DataType.DOUBLE));
  }

  /** The state h has the degree of W, but the weights have moved to another scale meanwhile. */
  @Test
  void rectifiedWeightsAreKeptWhereTheirStateIsCarried() {
    MultiLayerConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .list()
            .layer(new SimpleRnn.Builder().nOut(4).activation(Activation.RELU).build())
            .layer(new LayerNormalization())
            .layer(
                new RnnOutputLayer.Builder(LossFunction.MCXENT)
                    .nOut(3)
                    .activation(Activation.SOFTMAX)
                    .build())
            .setInputType(InputType.recurrent(4, SequenceKinds.TIME))
            .build();
    assertThat(verdict(configuration).invariant()).isTrue();

    configuration.setBackpropType(BackpropType.TruncatedBPTT);

    assertThat(verdict(configuration).sentence())
        .isEqualTo(
            "the state of layer 0 is carried from one segment of a sequence to the next, and does"
                + " not scale with the weights in between; remove .backpropType(…)");
  }

  private static Verdict verdict(MultiLayerConfiguration configuration) {
    return InvarianceAnalysis.prove(NetworkDescription.of(configuration)).verdicts().get(0);
  }

  @Test
  void whatCannotBeTruncatedIsRefused() {
    assertThatThrownBy(() -> start(kind("Bidirectional LSTM, ADD")).train())
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("truncated BPTT) with bidirectional layers");
    assertThatThrownBy(() -> start(kind("LastTimeStep of LSTM")))
        .isInstanceOf(TrainingException.class)
        .hasMessage(
            "the network truncates backpropagation through time after 4 time steps, but a batch has"
                + " labels of shape [5, 3], with no value for each time step, so Deeplearning4j"
                + " would not train on it: remove .backpropType(…)");
    assertThatThrownBy(() -> start(kind("columns last")))
        .isInstanceOf(TrainingException.class)
        .hasMessage(
            "the network truncates backpropagation through time after 4 time steps, but has columns"
                + " last, which Deeplearning4j cuts instead of time steps: use RNNFormat.NCW, or"
                + " remove .backpropType(…)");
  }

  @Test
  void indicesOfASequenceAsARowAreRefusedWithTheShapeToGive() {
    Kind kind = kind("EmbeddingSequence").withoutMasks();
    List<MultiDataSet> rows =
        kind.batches().stream()
            .<MultiDataSet>map(
                batch ->
                    new org.nd4j.linalg.dataset.MultiDataSet(
                        batch.getFeatures().reshape(SequenceKinds.BATCH, SequenceKinds.TIME),
                        batch.getLabels()))
            .toList();
    Experiment experiment =
        SequencesTest.builder(kind, RecipeForm.WEIGHT_DECAY, 0)
            .trainingMultiData(request -> new TwoTowers.Batches(rows))
            .build();

    assertThatThrownBy(() -> start(experiment))
        .isInstanceOf(TrainingException.class)
        .hasMessage(
            "the network truncates backpropagation through time after 4 time steps, but a batch has"
                + " the indices of a sequence of embeddings as features of shape [5, 6], which"
                + " Deeplearning4j does not cut: give them as [N, 1, T], [5, 1, 6]");
  }

  @Test
  void batchesWithAnotherNumberOfSegmentsAreRefused() {
    TrainingRun run = start(ofLengths(6, 9, 6, 6));

    assertThatThrownBy(run::train)
        .isInstanceOf(TrainingException.class)
        .hasMessage(
            "the network truncates backpropagation through time after 4 time steps, which takes a"
                + " step for each segment: the first batch has 2, but that of step 2 has 3, and a"
                + " recipe counts steps. Pad the sequences of all batches to the same length, with"
                + " masks, or remove .backpropType(…)");
  }

  /** They would be trained whole. */
  @Test
  void longerBatchesAfterOneOfASingleSegmentAreRefused() {
    TrainingRun run = start(ofLengths(LENGTH, 9, 20, LENGTH));

    assertThatThrownBy(run::train)
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("the first batch has 1, but that of step 1 has 3, and a recipe");
    assertThat(run.step()).isEqualTo(1);

    TrainingRun shorter = start(ofLengths(LENGTH, 2, 3, LENGTH));
    shorter.train();
    assertThat(shorter.step()).isEqualTo(8);
  }

  /** As by fit; of GravesLSTM the state is another. */
  @Test
  void layersKeepNoStateOfSequencesThatEnded() {
    for (String name : List.of("LSTM", "GravesLSTM", "LayerNormalizedLstm")) {
      TrainingRun run = start(experiment(kind(name), RecipeForm.WEIGHT_DECAY, 0));
      MultiLayerNetwork network = (MultiLayerNetwork) run.network().model();
      run.takeStep(run.nextBatch());
      assertThat(states(network)).as(name).isNotEmpty();
      run.takeStep(run.nextBatch());
      assertThat(states(network)).as(name).isEmpty();
    }
  }

  private static List<INDArray> states(MultiLayerNetwork network) {
    return Arrays.stream(network.getLayers())
        .filter(RecurrentLayer.class::isInstance)
        .map(RecurrentLayer.class::cast)
        .flatMap(layer -> Stream.of(layer.rnnGetPreviousState(), layer.rnnGetTBPTTState()))
        .flatMap(state -> state.values().stream())
        .toList();
  }

  /** At the start of an epoch, no checksum of earlier batches tells them apart. */
  @Test
  void dataThatChangeWithTheirResetsAreResumedFromAnyStep() {
    for (Kind kind : List.of(kind("LSTM"), SequenceKinds.all().get(0))) {
      for (int batches : List.of(1, SequenceKinds.STEPS)) {
        Experiment experiment =
            SequencesTest.builder(kind, RecipeForm.WEIGHT_DECAY, 0.9)
                .trainingExamples((long) SequenceKinds.BATCH * batches)
                .recipe(
                    stepsPerEpoch ->
                        TinyExperiments.constantRecipe(3 * stepsPerEpoch, 0.1, 0.02, 0.9),
                    RecipeForm.WEIGHT_DECAY)
                .trainingMultiData(request -> changing(kind.batches().subList(0, batches)))
                .build();
        TrainingRun whole = start(experiment);
        List<RunSnapshot> snapshots = new ArrayList<>();
        while (whole.hasNext()) {
          snapshots.add(whole.snapshot());
          whole.takeStep(whole.nextBatch());
        }

        for (RunSnapshot snapshot : snapshots) {
          TrainingRun resumed = start(experiment);
          resumed.restore(snapshot);
          resumed.train();
          assertThat(Bits.of(resumed.network().parameters()))
              .as("%s of %d batches, from step %d", kind, batches, snapshot.step())
              .isEqualTo(Bits.of(whole.network().parameters()));
        }
      }
    }
  }

  /** Features of which the signs and sizes follow from the number of resets. */
  private static MultiDataSetIterator changing(List<DataSet> batches) {
    AtomicInteger resets = new AtomicInteger();
    return new TwoTowers.Batches(
        batches.stream().<MultiDataSet>map(DataSet::toMultiDataSet).toList()) {
      private static final long serialVersionUID = 1;

      @Override
      public MultiDataSet next() {
        MultiDataSet batch = super.next();
        return new org.nd4j.linalg.dataset.MultiDataSet(
            new INDArray[] {batch.getFeatures(0).mul(Math.cos(resets.get()))},
            batch.getLabels(),
            batch.getFeaturesMaskArrays(),
            batch.getLabelsMaskArrays());
      }

      @Override
      public void reset() {
        super.reset();
        resets.incrementAndGet();
      }
    };
  }

  /** Many to one: earlier segments have a loss of 0, of which the witness can measure nothing. */
  @Test
  void sequencesMayBeLabeledAtTheirLastTimeStepOnly() {
    for (boolean zeros : List.of(false, true)) {
      Experiment experiment = labeledAtTheEnd(zeros);

      TrainingRun run = start(experiment);
      run.takeStep(run.nextBatch());
      assertThat(run.loss()).isZero();
      run.takeStep(run.nextBatch());
      assertThat(run.loss()).isPositive();
    }
  }

  /**
   * Batches labeled at their last time step.
   *
   * @param zeros whether the other labels are 0
   */
  private static Experiment labeledAtTheEnd(boolean zeros) {
    Kind kind = kind("LSTM").withoutMasks();
    List<MultiDataSet> batches =
        kind.batches().stream()
            .<MultiDataSet>map(
                batch -> {
                  INDArray mask = Nd4j.zeros(SequenceKinds.BATCH, SequenceKinds.TIME);
                  mask.getColumn(SequenceKinds.TIME - 1).assign(1);
                  INDArray labels = batch.getLabels();
                  if (zeros) {
                    labels = labels.mul(mask.reshape(SequenceKinds.BATCH, 1, SequenceKinds.TIME));
                  }
                  return new org.nd4j.linalg.dataset.MultiDataSet(
                      new INDArray[] {batch.getFeatures()},
                      new INDArray[] {labels},
                      null,
                      new INDArray[] {mask});
                })
            .toList();
    return SequencesTest.builder(kind, RecipeForm.TEXP_PLUS_PLUS, 0.9)
        .trainingMultiData(request -> new TwoTowers.Batches(batches))
        .build();
  }

  /** An LSTM that truncates, on batches of sequences of the given numbers of time steps. */
  private static Experiment ofLengths(int... times) {
    List<MultiDataSet> batches =
        Arrays.stream(times)
            .<MultiDataSet>mapToObj(
                time ->
                    new org.nd4j.linalg.dataset.MultiDataSet(
                        Nd4j.rand(SequenceKinds.BATCH, 4, time),
                        Nd4j.rand(SequenceKinds.BATCH, 3, time)))
            .toList();
    return SequencesTest.builder(kind("LSTM"), RecipeForm.WEIGHT_DECAY, 0)
        .trainingMultiData(request -> new TwoTowers.Batches(batches))
        .build();
  }

  private static TrainingRun start(Experiment experiment) {
    return TrainingRun.start(experiment, RunSettings.of(experiment));
  }
}
