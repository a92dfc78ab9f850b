package org.texp4j.dl4j.internal.network;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.MultiLayerUpdater;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.optimize.solvers.BaseOptimizer;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.LearningPolicy;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.TrainedNetwork;
import org.texp4j.dl4j.internal.backend.onednn.OneDnnNetwork;
import org.texp4j.dl4j.internal.update.FlatUpdate;
import org.texp4j.dl4j.internal.update.ScaledClipping;

/**
 * An initialized network, whichever kind of Deeplearning4j network it is.
 *
 * <p>Offers the parts of a training step one by one, where Deeplearning4j's {@code fit} does them
 * all. One input and one output. Not safe for use by several threads.
 */
public abstract sealed class NetworkModel implements TrainedNetwork {

  private static final WorkspaceConfiguration UPDATE_MEMORY =
      WorkspaceConfiguration.builder()
          .initialSize(0)
          .policyLearning(LearningPolicy.FIRST_LOOP)
          .build();

  private static final Set<String> RUNNING_STATISTICS =
      Set.of(
          BatchNormalizationParamInitializer.GLOBAL_MEAN,
          BatchNormalizationParamInitializer.GLOBAL_VAR,
          BatchNormalizationParamInitializer.GLOBAL_LOG_STD);

  private final OneDnnNetwork oneDnn;
  private Gradient gradient;
  private double loss = Double.NaN;
  private int examples;
  private INDArray parameters;
  private INDArray velocities;

  /** Made at the first update; empty where Deeplearning4j has to apply the updater. */
  private Optional<FlatUpdate> flatUpdate;

  private final LayerWorkspaceMgr updateMemory =
      LayerWorkspaceMgr.builder()
          .with(ArrayType.UPDATER_WORKING_MEM, "TEXP_UPDATE", UPDATE_MEMORY)
          .build();

  private NetworkModel(Model model) {
    oneDnn = OneDnnNetwork.of(model).orElse(null);
  }

  /** Makes a network of layers in a row and initializes it. */
  static NetworkModel of(
      MultiLayerConfiguration configuration,
      Map<String, TensorTraining> exceptions,
      ScaledClipping clipping) {
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    if (!exceptions.isEmpty() || clipping.isScaled()) {
      network.setUpdater(TensorwiseUpdaters.of(network, exceptions, clipping));
    }
    return new Layers(network);
  }

  /** Makes a network of vertices in a graph and initializes it. */
  static NetworkModel of(
      ComputationGraphConfiguration configuration,
      Map<String, TensorTraining> exceptions,
      ScaledClipping clipping) {
    ComputationGraph network = new ComputationGraph(configuration);
    network.init();
    if (!exceptions.isEmpty() || clipping.isScaled()) {
      network.setUpdater(TensorwiseUpdaters.of(network, exceptions, clipping));
    }
    return new Graph(network);
  }

  /**
   * The parts of a network that exists.
   *
   * @throws IllegalArgumentException if it is neither of Deeplearning4j's two kinds
   */
  public static NetworkModel of(Model model) {
    if (model instanceof MultiLayerNetwork network) {
      return new Layers(network);
    } else if (model instanceof ComputationGraph network) {
      return new Graph(network);
    }
    throw new IllegalArgumentException(
        "not a MultiLayerNetwork or a ComputationGraph: " + model.getClass().getName());
  }

  @Override
  public abstract Model model();

  /** The layer with that key in the description. */
  public abstract Layer layer(String key);

  /** Deeplearning4j's updater of the network, which owns the velocities. */
  public abstract BaseMultiLayerUpdater<?> updater();

  /** The same network, with the same parameters, in another data type; a copy. */
  public abstract NetworkModel convertedTo(DataType type);

  /** The description of the network: its very configuration, not a copy. */
  public abstract NetworkDescription description();

  @Override
  public final List<INDArray> outputs(Batch batch, boolean training) {
    return List.of(output(batch.features().get(0), training));
  }

  @Override
  public final INDArray output(INDArray features, boolean training) {
    return oneDnn != null && oneDnn.takes(features)
        ? oneDnn.output(features, training)
        : plainOutput(features, training);
  }

  abstract Evaluation plainEvaluation(DataSetIterator data);

  abstract INDArray plainOutput(INDArray features, boolean training);

  /** The outputs of all layers for a batch, as in training, in their order. */
  public abstract Map<String, INDArray> activations(Batch batch);

  @Override
  public final Evaluation evaluate(DataSetIterator data) {
    Evaluation evaluation = new Evaluation();
    while (data.hasNext()) {
      DataSet batch = data.next();
      if (batch.hasMaskArrays()) {
        data.reset();
        return plainEvaluation(data);
      }
      evaluation.eval(batch.getLabels(), output(batch.getFeatures(), false));
    }
    return evaluation;
  }

  /** Sets the numbers of steps and epochs done in the network's configuration. */
  public abstract void setCounts(int steps, int epochs);

  abstract Collection<TrainingListener> listeners();

  abstract void setBatch(Batch batch);

  abstract void clearBatch();

  @Override
  public final INDArray parameters() {
    if (parameters == null) {
      // Once: they stay where they are, but each params() is a new view that takes microseconds.
      parameters = asRow(model().params());
    }
    return parameters;
  }

  private static INDArray asRow(INDArray flat) {
    return flat.reshape(flat.length());
  }

  /** All velocities as one row, a view. */
  public final INDArray velocities() {
    INDArray flat = updater().getStateViewArray();
    if (velocities == null || velocities.data() != flat.data()) {
      velocities = asRow(flat);
    }
    return velocities;
  }

  @Override
  public final Map<String, INDArray> parameterTable() {
    return model().paramTable();
  }

  /**
   * Computes the gradient of the loss on a batch at the present parameters, into the network's
   * gradient view; summed over the batch until {@link #update} divides it.
   */
  public final void computeGradient(Batch batch) {
    computePart(batch);
    notifyOfGradient();
  }

  private void notifyOfGradient() {
    listeners().forEach(listener -> listener.onGradientCalculation(model()));
  }

  private void computePart(Batch batch) {
    examples = batch.examples();
    if (isOneDnns(batch)) {
      loss = oneDnn.gradient(batch.features().get(0), batch.labels().get(0));
      gradient = oneDnn.gradient();
      if (!listeners().isEmpty()) {
        setBatch(batch);
        setScore(loss + regularization());
        listeners().forEach(listener -> listener.onBackwardPass(model()));
      }
    } else {
      setBatch(batch);
      model().computeGradientAndScore(updateMemory);
      loss = model().score() - regularization();
      gradient = model().gradient();
    }
  }

  /** Makes ready for batches such as this. */
  public final void prepare(Batch batch) {
    isOneDnns(batch);
  }

  @Override
  public final String computedBy() {
    return oneDnn == null ? "Deeplearning4j" : oneDnn.summary();
  }

  private boolean isOneDnns(Batch batch) {
    return oneDnn != null
        && batch.isSingle()
        && !batch.hasMasks()
        && listeners().stream().noneMatch(NetworkModel::readsActivations)
        && oneDnn.takes(batch.features().get(0));
  }

  /** Whether a listener wants to know what the layers compute, which only they themselves tell. */
  private static boolean readsActivations(TrainingListener listener) {
    return Arrays.stream(listener.getClass().getMethods())
        .filter(method -> method.getName().equals("onForwardPass"))
        .anyMatch(
            method ->
                method.getDeclaringClass() != TrainingListener.class
                    && method.getDeclaringClass() != BaseTrainingListener.class);
  }

  /**
   * Computes the gradient as {@link #computeGradient(Batch)} does, the batch in parts, which needs
   * memory for one of them only.
   *
   * <p>Batch normalization sees each part for itself. Its running statistics move by the mean over
   * the parts: their entries in the gradient view are no sums over examples.
   */
  public final void computeGradient(Batch batch, int parts) {
    if (parts == 1) {
      computeGradient(batch);
      return;
    }
    int all = batch.examples();
    int size = (all + parts - 1) / parts;
    INDArray flattened = updater().getFlattenedGradientsView();
    INDArray sum = Nd4j.zeros(flattened.dataType(), flattened.shape());
    double lossSum = 0;
    for (int from = 0; from < all; from += size) {
      computePart(batch.range(from, Math.min(all, from + size)));
      double share = examples / (double) all;
      lossSum += loss * share;
      for (Map.Entry<String, INDArray> entry : gradient.gradientForVariable().entrySet()) {
        if (isRunningStatistic(entry.getKey())) {
          entry.getValue().muli(share);
        }
      }
      sum.addi(flattened);
    }
    flattened.assign(sum);
    loss = lossSum;
    examples = all;
    notifyOfGradient();
  }

  private boolean isRunningStatistic(String parameter) {
    int end = parameter.lastIndexOf('_');
    return layer(parameter.substring(0, end)) instanceof BatchNormalization
        && RUNNING_STATISTICS.contains(parameter.substring(end + 1));
  }

  /** The mean loss of the last batch, without a penalty for weight decay. */
  public final double loss() {
    return loss;
  }

  /** The gradient of a parameter on the last batch; a view. */
  public final INDArray gradientOf(String parameter) {
    return gradient.getGradientFor(parameter);
  }

  abstract double regularization();

  abstract void setScore(double score);

  /**
   * Turns the gradient into an update through the network's updater and subtracts it from the
   * parameters; then forgets the batch and counts the step.
   */
  public final void update() {
    if (flatUpdate == null || !flatUpdate.map(update -> update.isOf(updater())).orElse(true)) {
      flatUpdate = FlatUpdate.forUpdater(updater());
    }
    flatUpdate.ifPresentOrElse(update -> update.apply(examples), this::updateByDeeplearning4j);
    BaseOptimizer.incrementIterationCount(model(), 1);
    BaseOptimizer.applyConstraints(model());
    clearBatch();
  }

  /** Whether all parameters are finite after {@link #update}. */
  public final boolean isFinite() {
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

  /** Tells Deeplearning4j's listeners that a step was done. */
  public final void notifyListeners() {
    int iteration = BaseOptimizer.getIterationCount(model()) - 1;
    int epoch = BaseOptimizer.getEpochCount(model());
    for (TrainingListener listener : listeners()) {
      listener.iterationDone(model(), iteration, epoch);
    }
  }

  /** Tells Deeplearning4j's listeners that an epoch starts. */
  public final void notifyOfEpochStart() {
    listeners().forEach(listener -> listener.onEpochStart(model()));
  }

  /** Tells Deeplearning4j's listeners that an epoch ends, before it is counted. */
  public final void notifyOfEpochEnd() {
    listeners().forEach(listener -> listener.onEpochEnd(model()));
  }

  private static final class Layers extends NetworkModel {

    private final MultiLayerNetwork network;

    Layers(MultiLayerNetwork network) {
      super(network);
      this.network = network;
    }

    @Override
    public Model model() {
      return network;
    }

    @Override
    public Layer layer(String key) {
      return network.getLayer(Integer.parseInt(key));
    }

    @Override
    public BaseMultiLayerUpdater<?> updater() {
      return (MultiLayerUpdater) network.getUpdater();
    }

    @Override
    public NetworkDescription description() {
      return NetworkDescription.of(network.getLayerWiseConfigurations());
    }

    @Override
    public NetworkModel convertedTo(DataType type) {
      MultiLayerNetwork copy =
          type == network.params().dataType() ? network.clone() : network.convertDataType(type);
      // The unfolded images of all convolutions, kept from forward to backward, take gigabytes.
      copy.setCacheMode(CacheMode.NONE);
      return new Layers(copy);
    }

    @Override
    INDArray plainOutput(INDArray features, boolean training) {
      return network.output(features, training);
    }

    @Override
    public Map<String, INDArray> activations(Batch batch) {
      List<INDArray> outputs = network.feedForward(batch.features().get(0), true);
      Map<String, INDArray> byLayer = new LinkedHashMap<>();
      for (int layer = 0; layer < network.getnLayers(); layer++) {
        byLayer.put(String.valueOf(layer), outputs.get(layer + 1));
      }
      return byLayer;
    }

    @Override
    Evaluation plainEvaluation(DataSetIterator data) {
      return network.evaluate(data);
    }

    @Override
    public void setCounts(int steps, int epochs) {
      network.setIterationCount(steps);
      network.setEpochCount(epochs);
    }

    @Override
    Collection<TrainingListener> listeners() {
      return network.getListeners();
    }

    @Override
    void setBatch(Batch batch) {
      DataSet single = batch.toDataSet();
      network.setInput(single.getFeatures());
      network.setLabels(single.getLabels());
      network.setLayerMaskArrays(single.getFeaturesMaskArray(), single.getLabelsMaskArray());
    }

    @Override
    void clearBatch() {
      network.clearLayerMaskArrays();
      network.clearLayersStates();
    }

    @Override
    double regularization() {
      return network.calcRegularizationScore(true);
    }

    @Override
    void setScore(double score) {
      network.setScore(score);
    }
  }

  private static final class Graph extends NetworkModel {

    private final ComputationGraph network;

    Graph(ComputationGraph network) {
      super(network);
      this.network = network;
      if (network.getNumInputArrays() != 1 || network.getNumOutputArrays() != 1) {
        throw new IllegalArgumentException(
            "the network has "
                + network.getNumInputArrays()
                + " inputs and "
                + network.getNumOutputArrays()
                + " outputs; a training class feeds one input and one output");
      }
    }

    @Override
    public Model model() {
      return network;
    }

    @Override
    public Layer layer(String key) {
      return network.getLayer(key);
    }

    @Override
    public BaseMultiLayerUpdater<?> updater() {
      return network.getUpdater();
    }

    @Override
    public NetworkDescription description() {
      return NetworkDescription.of(network.getConfiguration());
    }

    @Override
    public NetworkModel convertedTo(DataType type) {
      ComputationGraph copy =
          type == network.params().dataType() ? network.clone() : network.convertDataType(type);
      // The unfolded images of all convolutions, kept from forward to backward, take gigabytes.
      copy.setCacheMode(CacheMode.NONE);
      return new Graph(copy);
    }

    @Override
    INDArray plainOutput(INDArray features, boolean training) {
      return network.outputSingle(training, features);
    }

    @Override
    public Map<String, INDArray> activations(Batch batch) {
      return network.feedForward(batch.features().toArray(INDArray[]::new), true);
    }

    @Override
    Evaluation plainEvaluation(DataSetIterator data) {
      return network.evaluate(data);
    }

    @Override
    public void setCounts(int steps, int epochs) {
      network.getConfiguration().setIterationCount(steps);
      network.getConfiguration().setEpochCount(epochs);
    }

    @Override
    Collection<TrainingListener> listeners() {
      return network.getListeners();
    }

    @Override
    void setBatch(Batch batch) {
      network.setInputs(batch.features().toArray(INDArray[]::new));
      network.setLabels(batch.labels().toArray(INDArray[]::new));
      network.setLayerMaskArrays(orNull(batch.featureMasks()), orNull(batch.labelMasks()));
    }

    @Override
    void clearBatch() {
      network.clearLayerMaskArrays();
      network.clearLayersStates();
    }

    @Override
    double regularization() {
      return network.calcRegularizationScore(true);
    }

    @Override
    void setScore(double score) {
      network.setScore(score);
    }

    private static INDArray[] orNull(List<INDArray> masks) {
      return masks.isEmpty() ? null : masks.toArray(INDArray[]::new);
    }
  }
}
