package org.texp4j.dl4j.internal.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.deeplearning4j.nn.layers.training.CenterLossOutputLayer;
import org.deeplearning4j.nn.params.CenterLossParamInitializer;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.optimize.solvers.BaseOptimizer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.LearningPolicy;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.TrainedNetwork;
import org.texp4j.dl4j.UnsuitableNetworkException;
import org.texp4j.dl4j.internal.backend.NetworkEngine;
import org.texp4j.dl4j.internal.backend.NetworkGraph;
import org.texp4j.dl4j.internal.backend.UnsupportedBatchException;
import org.texp4j.dl4j.internal.backend.m21.InPlaceGradient;
import org.texp4j.dl4j.internal.backend.m21.WidenedFeatures;
import org.texp4j.dl4j.internal.update.FlatUpdate;
import org.texp4j.dl4j.internal.update.ScaledClipping;
import org.texp4j.dl4j.internal.usercode.UserCode;

/**
 * An initialized network, whichever of Deeplearning4j's two kinds it is.
 *
 * <p>Offers the parts of a training step separately, where Deeplearning4j's {@code fit} does them
 * all at once. Not safe for use by several threads.
 */
public final class NetworkModel implements TrainedNetwork {

  private static final WorkspaceConfiguration UPDATE_MEMORY =
      WorkspaceConfiguration.builder()
          .initialSize(0)
          .policyLearning(LearningPolicy.FIRST_LOOP)
          .build();

  /**
   * How many examples an engine is checked on: a few, since it costs a step of Deeplearning4j's.
   */
  private static final int CHECKED = 4;

  /** How many of the last batch of an epoch, whose size may be what a program is wrong for. */
  private static final int MOST_CHECKED = 16;

  private final Deeplearning4jNetwork network;

  /** Empty where Deeplearning4j computes the network. */
  private Optional<NetworkEngine> engine;

  /** Why no engine computes the network though one could; empty if one does or none could. */
  private Optional<String> fault = Optional.empty();

  /** Empty where running variances are divided by n, as by Deeplearning4j. */
  private Optional<UnbiasedVariance> unbiased = Optional.empty();

  private boolean prepared;
  private Gradient gradient;

  /** Empty where backpropagation through time is not truncated. */
  private final Optional<RecurrentState> recurrent;

  /** What the next batch continues from; empty at the start of its sequences. */
  private Map<String, INDArray> recurrentState = Map.of();

  private double loss = Double.NaN;
  private int examples;
  private INDArray parameters;
  private INDArray velocities;

  /** Empty before the first update and where Deeplearning4j has to apply the updater. */
  private Optional<FlatUpdate> flatUpdate = Optional.empty();

  /** The updater that was examined for {@link #flatUpdate}; null before the first update. */
  private BaseMultiLayerUpdater<?> examined;

  private final LayerWorkspaceMgr updateMemory =
      LayerWorkspaceMgr.builder()
          .with(ArrayType.UPDATER_WORKING_MEM, "TEXP_UPDATE", UPDATE_MEMORY)
          .build();

  NetworkModel(Deeplearning4jNetwork network) {
    this.network = network;
    engine = Engines.createFor(network);
    recurrent =
        network.backpropType() == BackpropType.TruncatedBPTT
            ? Optional.of(new RecurrentState(network))
            : Optional.empty();
  }

  /** The parts of a network that was just initialized, trained as given. */
  static NetworkModel create(
      Deeplearning4jNetwork network,
      Map<String, TensorTraining> exceptions,
      ScaledClipping clipping) {
    if (!exceptions.isEmpty() || clipping.isScaled()) {
      network.setUpdater(exceptions, clipping);
    }
    return new NetworkModel(network);
  }

  /**
   * The parts of a network that exists.
   *
   * @throws IllegalArgumentException if it is neither of Deeplearning4j's two kinds
   */
  public static NetworkModel of(Model model) {
    return new NetworkModel(Deeplearning4jNetwork.of(model));
  }

  @Override
  public Model model() {
    return network.model();
  }

  /** The layer with that key in the description. */
  public Layer layer(String key) {
    return network.layer(key);
  }

  /** Deeplearning4j's updater of the network, which owns the velocities. */
  public BaseMultiLayerUpdater<?> updater() {
    return network.updater();
  }

  /** The same network, with the same parameters, in another data type; a copy. */
  public NetworkModel convertedTo(DataType type) {
    return new NetworkModel(network.convertedTo(type));
  }

  /** Describes the network; a copy. */
  public NetworkDescription description() {
    return network.description();
  }

  /** What each layer and vertex computes on a batch of rows or images; empty for other batches. */
  public Map<String, InputType> activationTypes(Batch batch) {
    InputType[] types =
        batch.features().stream()
            .flatMap(features -> NetworkGraph.inputType(features.shape()).stream())
            .toArray(InputType[]::new);
    return types.length == batch.features().size() ? network.activationTypes(types) : Map.of();
  }

  /** The outputs of all layers for a batch, as in training, by their keys and in their order. */
  public Map<String, INDArray> activations(Batch batch) {
    return network.activations(widened(batch));
  }

  /** Sets the numbers of steps and epochs done in the network's configuration. */
  public void setCounts(int steps, int epochs) {
    network.setCounts(steps, epochs);
  }

  @Override
  public List<INDArray> outputs(Batch batch, boolean training) {
    return batch.isSingle() && batch.featureMasks().isEmpty()
        ? List.of(output(batch.features().get(0), training))
        : network.outputs(widened(batch), training);
  }

  @Override
  public INDArray output(INDArray features, boolean training) {
    if (engine.isPresent() && engine.get().supports(features)) {
      try {
        return engine.get().output(features, training);
      } catch (UnsupportedBatchException e) {
        // The engine refuses such features from now on.
      }
    }
    return network.output(WidenedFeatures.of(features, parameters().dataType()), training);
  }

  /**
   * The mean loss on a batch as in evaluation, without a penalty for weight decay; computed by
   * Deeplearning4j.
   */
  public double evaluationLoss(Batch batch) {
    return network.evaluationLoss(widened(batch));
  }

  @Override
  public INDArray parameters() {
    if (parameters == null) {
      // They stay where they are, but each params() creates a view, which takes microseconds.
      parameters = asRow(model().params());
    }
    return parameters;
  }

  private static INDArray asRow(INDArray flat) {
    return flat.reshape(flat.length());
  }

  /** All velocities as one row, a view. */
  public INDArray velocities() {
    INDArray flat = updater().getStateViewArray();
    if (velocities == null || velocities.data() != flat.data()) {
      velocities = asRow(flat);
    }
    return velocities;
  }

  @Override
  public Map<String, INDArray> parameterTable() {
    return model().paramTable();
  }

  /**
   * Computes the gradient of the loss on a batch at the present parameters, into the network's
   * gradient view; summed over the batch until {@link #update} divides it.
   */
  public void computeGradient(Batch batch) {
    computePart(batch);
    notifyOfGradient();
  }

  private void notifyOfGradient() {
    network.listeners().forEach(listener -> listener.onGradientCalculation(model()));
  }

  private void computePart(Batch batch) {
    examples = batch.examples();
    if (!isForEngine(batch) || !computeByEngine(batch)) {
      network.setBatch(widened(batch));
      recurrent.ifPresent(layers -> layers.set(recurrentState));
      model().computeGradientAndScore(updateMemory);
      recurrent.ifPresent(layers -> recurrentState = layers.get());
      loss = model().score() - network.penalty(examples);
      gradient = model().gradient();
    }
    unbiased.ifPresent(variances -> variances.correct(batch, gradient));
  }

  /**
   * Divides running variances by n − 1 from now on, where n is the number of values per channel of
   * a batch, or of a part of it.
   *
   * @throws UnsuitableNetworkException if there is no batch normalization, or one that does not
   *     normalize rows or images
   */
  public void keepUnbiasedVariance() {
    unbiased = Optional.of(UnbiasedVariance.in(this));
  }

  private Batch widened(Batch batch) {
    return WidenedFeatures.of(batch, parameters().dataType());
  }

  /** Returns whether the engine did; if not, it refuses such batches from now on. */
  private boolean computeByEngine(Batch batch) {
    try {
      loss = engine.orElseThrow().computeGradient(batch);
    } catch (UnsupportedBatchException e) {
      return false;
    }
    gradient = engine.orElseThrow().gradient();
    if (!network.listeners().isEmpty()) {
      network.setBatch(batch);
      network.setScore(loss + network.penalty(examples));
      network.listeners().forEach(listener -> listener.onBackwardPass(model()));
    }
    return true;
  }

  /**
   * Makes ready for batches such as this: checks an engine against Deeplearning4j and compiles what
   * computes them. What is wrong with an engine is in {@link #computedBy}.
   *
   * @param last the number of examples in the last batch of an epoch
   */
  public void prepare(Batch batch, int last) {
    prepared = true;
    if (isForEngine(batch)) {
      fault = fault(batch, Math.min(last, MOST_CHECKED));
      if (fault.isPresent()) {
        engine.orElseThrow().close();
        engine = Optional.empty();
      } else {
        isForEngine(batch); // The checks asked about others.
      }
    }
  }

  /** Makes ready for batches such as this, unless that was done before. */
  public void prepareIfNew(Batch batch) {
    if (!prepared) {
      prepare(batch, batch.examples());
    }
  }

  private Optional<String> fault(Batch batch, int last) {
    Optional<EngineCheck> first = check(batch.first(CHECKED));
    if (isFaulty(first) && batch.examples() >= 2 * CHECKED) {
      // A rectifier opens in one computation alone here and there, but hardly twice.
      first = check(batch.range(CHECKED, 2 * CHECKED));
    }
    if (first.isEmpty() || isFaulty(first) || last == CHECKED || last >= batch.examples()) {
      return first.flatMap(EngineCheck::fault);
    }
    double rounding = first.get().distance();
    return EngineCheck.of(network, batch.first(last), rounding).flatMap(EngineCheck::fault);
  }

  private static boolean isFaulty(Optional<EngineCheck> check) {
    return check.flatMap(EngineCheck::fault).isPresent();
  }

  /**
   * Compares what an engine computes with Deeplearning4j's; empty if no engine would compute it.
   */
  public Optional<EngineCheck> check(Batch examples) {
    return EngineCheck.of(network, examples, 0);
  }

  @Override
  public String computedBy() {
    return fault
        .map(what -> "Deeplearning4j, since in a oneDNN program " + what)
        .or(() -> engine.map(NetworkEngine::summary))
        .orElse("Deeplearning4j");
  }

  private boolean isForEngine(Batch batch) {
    return engine.isPresent()
        && network.listeners().stream().noneMatch(NetworkModel::readsActivations)
        && engine.get().supports(batch);
  }

  /** Whether a listener reads what layers compute, which only Deeplearning4j's layers tell. */
  private static boolean readsActivations(TrainingListener listener) {
    return Arrays.stream(UserCode.unguarded(listener).getClass().getMethods())
        .filter(method -> method.getName().equals("onForwardPass"))
        .anyMatch(
            method ->
                method.getDeclaringClass() != TrainingListener.class
                    && method.getDeclaringClass() != BaseTrainingListener.class);
  }

  /**
   * Computes the gradient as {@link #computeGradient(Batch)} does, but in parts of the batch, with
   * memory for one part only.
   *
   * <p>Batch normalization normalizes each part by itself. Its running statistics change by the
   * mean over the parts, and so do the centers of a center loss: their entries in the gradient view
   * are not sums over examples.
   */
  public void computeGradient(Batch batch, int parts) {
    if (parts == 1) {
      computeGradient(batch);
      return;
    }
    int all = batch.examples();
    INDArray flattened = updater().getFlattenedGradientsView();
    INDArray sum = Nd4j.zeros(flattened.dataType(), flattened.shape());
    double lossSum = 0;
    int from = 0;
    Map<String, INDArray> before = recurrentState;
    List<Map<String, INDArray>> after = new ArrayList<>();
    for (Batch part : batch.parts(parts)) {
      recurrentState = RecurrentState.rows(before, from, from + part.examples());
      computePart(part);
      after.add(recurrentState);
      from += part.examples();
      double share = examples / (double) all;
      lossSum += loss * share;
      for (Map.Entry<String, INDArray> entry : gradient.gradientForVariable().entrySet()) {
        if (isMovedByLayer(entry.getKey())) {
          entry.getValue().muli(share);
        }
      }
      sum.addi(flattened);
    }
    flattened.assign(sum);
    recurrentState = RecurrentState.joined(after);
    loss = lossSum;
    examples = all;
    notifyOfGradient();
  }

  /** Running statistics, and the centers of a center loss. */
  private boolean isMovedByLayer(String parameter) {
    int end = parameter.lastIndexOf('_');
    Layer layer = layer(parameter.substring(0, end));
    String name = parameter.substring(end + 1);
    return layer instanceof BatchNormalization && RunningStatistic.isNamed(name)
        || layer instanceof CenterLossOutputLayer
            && name.equals(CenterLossParamInitializer.CENTER_KEY);
  }

  /**
   * What recurrent layers carry from the last batch to the next, where backpropagation through time
   * is truncated and both are segments of the same sequences: arrays with one row per example, by
   * name. Empty at the start of sequences.
   */
  public Map<String, INDArray> recurrentState() {
    return recurrentState;
  }

  /**
   * The recurrent layer that carries an array of that name to the next batch, without its wrappers;
   * empty if there is none.
   */
  public Optional<Layer> recurrentLayer(String name) {
    return recurrent.flatMap(layers -> layers.layerOf(name));
  }

  /** Lets the next batch continue the sequences that left a state, or begin new ones. */
  public void setRecurrentState(Map<String, INDArray> state) {
    boolean ends = state.isEmpty() && !recurrentState.isEmpty();
    recurrentState = state;
    if (ends) {
      // So that rnnTimeStep does not continue the last sequences of the training, as after fit.
      recurrent.ifPresent(layers -> layers.set(state));
    }
  }

  /** The number of examples of the last batch; 0 before the first. */
  public int examples() {
    return examples;
  }

  /** The mean loss of the last batch, without a penalty for weight decay. */
  public double loss() {
    return loss;
  }

  /** The gradient of a parameter on the last batch; a view. */
  public INDArray gradientOf(String parameter) {
    return gradient.getGradientFor(parameter);
  }

  /**
   * Turns the gradient into an update through the network's updater and subtracts it from the
   * parameters; then forgets the batch and counts the step.
   */
  public void update() {
    BaseMultiLayerUpdater<?> updater = updater();
    // Not at every step: where there is none, that takes a walk over all tensors.
    if (examined != updater || flatUpdate.filter(update -> !update.isOf(updater)).isPresent()) {
      flatUpdate = FlatUpdate.forUpdater(updater);
      examined = updater;
    }
    flatUpdate.ifPresentOrElse(update -> update.apply(examples), this::updateByDeeplearning4j);
    BaseOptimizer.incrementIterationCount(model(), 1);
    BaseOptimizer.applyConstraints(model());
    network.clearBatch();
  }

  /** Whether all parameters are finite after {@link #update}. */
  public boolean isFinite() {
    return flatUpdate
        .map(FlatUpdate::leftFinite)
        .orElseGet(() -> Double.isFinite(parameters().norm1Number().doubleValue()));
  }

  private void updateByDeeplearning4j() {
    Model model = model();
    int iteration = BaseOptimizer.getIterationCount(model);
    int epoch = BaseOptimizer.getEpochCount(model);
    INDArray gradient = updater().getFlattenedGradientsView();
    updater()
        .update(
            new InPlaceGradient(this.gradient, gradient), iteration, epoch, examples, updateMemory);
    parameters().subi(gradient.reshape(gradient.length()));
  }

  /** Tells Deeplearning4j's listeners that a step is done. */
  public void notifyListeners() {
    int iteration = BaseOptimizer.getIterationCount(model()) - 1;
    int epoch = BaseOptimizer.getEpochCount(model());
    for (TrainingListener listener : network.listeners()) {
      listener.iterationDone(model(), iteration, epoch);
    }
  }

  /** Tells Deeplearning4j's listeners that an epoch starts. */
  public void notifyOfEpochStart() {
    network.listeners().forEach(listener -> listener.onEpochStart(model()));
  }

  /** Tells Deeplearning4j's listeners that an epoch ends, before it is counted. */
  public void notifyOfEpochEnd() {
    network.listeners().forEach(listener -> listener.onEpochEnd(model()));
  }
}
