package org.texp4j.dl4j.internal.network;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.impl.InputVertex;
import org.deeplearning4j.nn.graph.vertex.impl.LayerVertex;
import org.deeplearning4j.nn.layers.samediff.SameDiffOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.MultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.deeplearning4j.nn.updater.graph.ComputationGraphUpdater;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.internal.backend.NetworkGraph;
import org.texp4j.dl4j.internal.backend.NetworkNode;
import org.texp4j.dl4j.internal.backend.m21.GraphCopy;
import org.texp4j.dl4j.internal.backend.m21.ParameterOrder;
import org.texp4j.dl4j.internal.backend.m21.UncachedLayers;
import org.texp4j.dl4j.internal.update.ScaledClipping;

/**
 * One of Deeplearning4j's two kinds of network: all in which they differ for this project, as
 * {@link NetworkDescription} is for their configurations.
 */
public sealed interface Deeplearning4jNetwork extends NetworkGraph {

  /** The layer with that key in the description. */
  Layer layer(String key);

  /** The updater, which owns the velocities. */
  BaseMultiLayerUpdater<?> updater();

  /** Replaces the updater by {@link TensorwiseUpdaters}. */
  void setUpdater(Map<String, TensorTraining> exceptions, ScaledClipping clipping);

  /** Whether it has an updater with a state other than 0, of an earlier training. */
  default boolean hasUpdaterState() {
    return presentUpdater()
        .map(BaseMultiLayerUpdater::getStateViewArray)
        .filter(Deeplearning4jNetwork::isNonzero)
        .isPresent();
  }

  /**
   * Gives an updater the state of the one before it. Within a block, a state is that of the
   * parameters element by element; if the blocks are others, it stays 0.
   */
  private static <U extends BaseMultiLayerUpdater<?>> U withStateOf(
      BaseMultiLayerUpdater<?> before, U updater) {
    if (before.getStateViewArray() != null && blockEnds(before).equals(blockEnds(updater))) {
      updater.getStateViewArray().assign(before.getStateViewArray());
    }
    return updater;
  }

  private static List<Integer> blockEnds(BaseMultiLayerUpdater<?> updater) {
    return updater.getUpdaterBlocks().stream().map(UpdaterBlock::getParamOffsetEnd).toList();
  }

  private static boolean isNonzero(INDArray state) {
    return !state.isEmpty() && state.amaxNumber().doubleValue() != 0;
  }

  /** The updater that the network has; empty if it was never trained. */
  Optional<BaseMultiLayerUpdater<?>> presentUpdater();

  /** Describes the network; a copy. */
  NetworkDescription description();

  /** The configuration in Deeplearning4j's JSON. */
  String toJson();

  /** The same network, with the same parameters, in another data type; a copy. */
  Deeplearning4jNetwork convertedTo(DataType type);

  /** The output for the features of some examples, by Deeplearning4j. */
  INDArray output(INDArray features, boolean training);

  /** The outputs of all layers for a batch, as in training, by their keys and in their order. */
  Map<String, INDArray> activations(Batch batch);

  /** The outputs for a batch, with its masks, by Deeplearning4j. */
  List<INDArray> outputs(Batch batch, boolean training);

  /** The mean loss on a batch as in evaluation, without a penalty for weight decay. */
  double evaluationLoss(Batch batch);

  /** Sets the numbers of steps and epochs done in the configuration. */
  void setCounts(int steps, int epochs);

  /** Deeplearning4j's listeners. */
  Collection<TrainingListener> listeners();

  /** Gives the network a batch to compute on. */
  void setBatch(Batch batch);

  /** Forgets the batch. */
  void clearBatch();

  /** The penalty for weight decay in the score of a batch of some examples. */
  default double penalty(int examples) {
    // Of this output layer Deeplearning4j takes the mean over the batch of loss and penalty.
    return firstOutput() instanceof SameDiffOutputLayer
        ? regularization() / examples
        : regularization();
  }

  /** The penalty for weight decay of all layers. */
  double regularization();

  /** The layer of the first output, with whose loss Deeplearning4j adds the penalty. */
  Layer firstOutput();

  /** Keeps all arrays outside of workspaces, where some layers leave them too early. */
  void useNoWorkspaces();

  /** Sets the loss that listeners read. */
  void setScore(double score);

  /**
   * Returns an initialized network as one of the two kinds.
   *
   * @throws IllegalArgumentException if it is of neither, or not initialized
   */
  static Deeplearning4jNetwork of(Model model) {
    if (model instanceof MultiLayerNetwork network && !network.isInitCalled()
        || model instanceof ComputationGraph graph && graph.getVertices() == null) {
      throw new IllegalArgumentException("it has no weights yet: call init()");
    }
    if (model instanceof MultiLayerNetwork network) {
      return new Layers(network);
    } else if (model instanceof ComputationGraph network) {
      return new Graph(network);
    }
    throw new IllegalArgumentException(
        "not a MultiLayerNetwork or a ComputationGraph: " + model.getClass().getName());
  }

  /** Makes a network and initializes its parameters from the configuration's seed. */
  static Deeplearning4jNetwork create(MultiLayerConfiguration configuration) {
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    UncachedLayers.in(network.getLayers());
    return new Layers(network);
  }

  /** Makes a network and initializes its parameters from the configuration's seed. */
  static Deeplearning4jNetwork create(ComputationGraphConfiguration configuration) {
    ComputationGraph network = new ComputationGraph(configuration);
    network.init();
    UncachedLayers.in(network.getLayers());
    return new Graph(network);
  }

  /** Makes a network with given parameters, which it takes over. */
  static Deeplearning4jNetwork create(MultiLayerConfiguration configuration, INDArray parameters) {
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init(parameters.reshape(1, parameters.length()), /* cloneParametersArray= */ false);
    UncachedLayers.in(network.getLayers());
    return requireSound(new Layers(network));
  }

  /** Makes a network with given parameters, which it takes over. */
  static Deeplearning4jNetwork create(
      ComputationGraphConfiguration configuration, INDArray parameters) {
    ComputationGraph network = new ComputationGraph(configuration);
    network.init(parameters.reshape(1, parameters.length()), /* cloneParametersArray= */ false);
    UncachedLayers.in(network.getLayers());
    return requireSound(new Graph(network));
  }

  /**
   * Refuses a network whose tensors do not lie in its parameters: ND4J multiplies sizes without a
   * check for overflow, so a tensor of 2^62 + 1 rows and 4 columns passes for one of 4 elements.
   */
  private static Deeplearning4jNetwork requireSound(Deeplearning4jNetwork network) {
    network
        .model()
        .paramTable()
        .forEach(
            (name, tensor) -> {
              long length = 1;
              for (long size : tensor.shape()) {
                length = Math.multiplyExact(length, size);
              }
              if (length != tensor.length() || length > network.model().params().length()) {
                throw new IllegalArgumentException("the parameter " + name + " is too large");
              }
            });
    return network;
  }

  /** A network of layers in a row. */
  record Layers(MultiLayerNetwork network) implements Deeplearning4jNetwork {

    /** Takes a network, whose parameter tables it puts in the order of memory. */
    public Layers {
      if (ParameterOrder.restore(network.getLayers())
          && network.getUpdater(false) instanceof BaseMultiLayerUpdater<?> present) {
        network.setUpdater(withStateOf(present, new MultiLayerUpdater(network)));
      }
    }

    @Override
    public Model model() {
      return network;
    }

    @Override
    public List<NetworkNode> nodes() {
      List<NetworkNode> nodes = new ArrayList<>();
      String previous = NetworkNode.NETWORK_INPUT;
      for (int i = 0; i < network.getnLayers(); i++) {
        String key = String.valueOf(i);
        InputPreProcessor preprocessor = network.getLayerWiseConfigurations().getInputPreProcess(i);
        nodes.add(
            new NetworkNode.OfLayer(key, network.getLayer(i), preprocessor, List.of(previous)));
        previous = key;
      }
      return nodes;
    }

    @Override
    public int inputs() {
      return 1;
    }

    @Override
    public int outputs() {
      return 1;
    }

    @Override
    public BackpropType backpropType() {
      return network.getLayerWiseConfigurations().getBackpropType();
    }

    @Override
    public Map<String, InputType> activationTypes(InputType... inputs) {
      List<InputType> layers =
          network.getLayerWiseConfigurations().getLayerActivationTypes(inputs[0]);
      Map<String, InputType> types = new HashMap<>();
      for (int i = 0; i < layers.size(); i++) {
        types.put(String.valueOf(i), layers.get(i));
      }
      return types;
    }

    @Override
    public <T> T reading(INDArray features, Supplier<T> computation) {
      return computation.get(); // Its layers do not refer to it.
    }

    @Override
    public INDArray gradientView() {
      if (network.getGradientsViewArray() == null) {
        network.initGradientsView();
      }
      return network.getGradientsViewArray();
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
    public Optional<BaseMultiLayerUpdater<?>> presentUpdater() {
      return Optional.ofNullable((MultiLayerUpdater) network.getUpdater(false));
    }

    @Override
    public void setUpdater(Map<String, TensorTraining> exceptions, ScaledClipping clipping) {
      network.setUpdater(TensorwiseUpdaters.create(network, exceptions, clipping));
    }

    @Override
    public NetworkDescription description() {
      return NetworkDescription.of(network.getLayerWiseConfigurations());
    }

    @Override
    public String toJson() {
      return network.getLayerWiseConfigurations().toJson();
    }

    @Override
    public Deeplearning4jNetwork convertedTo(DataType type) {
      MultiLayerNetwork copy =
          type == network.params().dataType() ? network.clone() : network.convertDataType(type);
      // The unfolded images of all convolutions, kept from forward to backward, take gigabytes.
      copy.setCacheMode(CacheMode.NONE);
      return new Layers(copy);
    }

    @Override
    public INDArray output(INDArray features, boolean training) {
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
    public List<INDArray> outputs(Batch batch, boolean training) {
      DataSet single = batch.toDataSet();
      return List.of(
          network.output(
              single.getFeatures(),
              training,
              single.getFeaturesMaskArray(),
              single.getLabelsMaskArray()));
    }

    @Override
    public double evaluationLoss(Batch batch) {
      return network.score(batch.toDataSet(), false) - penalty(batch.examples());
    }

    @Override
    public void setCounts(int steps, int epochs) {
      network.setIterationCount(steps);
      network.setEpochCount(epochs);
    }

    @Override
    public Collection<TrainingListener> listeners() {
      return network.getListeners();
    }

    @Override
    public void setBatch(Batch batch) {
      DataSet single = batch.toDataSet();
      network.setInput(single.getFeatures());
      network.setLabels(single.getLabels());
      network.setLayerMaskArrays(single.getFeaturesMaskArray(), single.getLabelsMaskArray());
    }

    @Override
    public void clearBatch() {
      network.clearLayerMaskArrays();
      network.clearLayersStates();
    }

    @Override
    public double regularization() {
      return network.calcRegularizationScore(true);
    }

    @Override
    public Layer firstOutput() {
      return network.getOutputLayer();
    }

    @Override
    public void useNoWorkspaces() {
      network.getLayerWiseConfigurations().setTrainingWorkspaceMode(WorkspaceMode.NONE);
      network.getLayerWiseConfigurations().setInferenceWorkspaceMode(WorkspaceMode.NONE);
    }

    @Override
    public void setScore(double score) {
      network.setScore(score);
    }
  }

  /** A network of vertices in a graph. */
  record Graph(ComputationGraph network) implements Deeplearning4jNetwork {

    /** Takes a network, whose parameter tables it puts in the order of memory. */
    public Graph {
      if (ParameterOrder.restore(network.getLayers())) {
        BaseMultiLayerUpdater<?> present = network.getUpdater(false);
        if (present != null) {
          network.setUpdater(withStateOf(present, new ComputationGraphUpdater(network)));
        }
      }
    }

    @Override
    public Model model() {
      return network;
    }

    @Override
    public List<NetworkNode> nodes() {
      Deque<NetworkNode> waiting = new ArrayDeque<>();
      for (GraphVertex vertex : network.getVertices()) {
        if (!(vertex instanceof InputVertex)) {
          waiting.add(node(vertex));
        }
      }
      List<NetworkNode> ordered = new ArrayList<>();
      Set<String> done = new HashSet<>(Set.of(NetworkNode.NETWORK_INPUT));
      while (!waiting.isEmpty()) {
        NetworkNode node = waiting.poll();
        if (done.containsAll(node.inputs())) {
          done.add(node.key());
          ordered.add(node);
        } else {
          waiting.add(node);
        }
      }
      return ordered;
    }

    private NetworkNode node(GraphVertex vertex) {
      String key = vertex.getVertexName();
      ComputationGraphConfiguration configuration = network.getConfiguration();
      List<String> inputs =
          configuration.getVertexInputs().get(key).stream()
              .map(
                  input ->
                      configuration.getNetworkInputs().contains(input)
                          ? NetworkNode.NETWORK_INPUT
                          : input)
              .toList();
      return vertex instanceof LayerVertex layer
          ? new NetworkNode.OfLayer(key, layer.getLayer(), layer.getLayerPreProcessor(), inputs)
          : new NetworkNode.OfVertex(key, vertex, configuration.getVertices().get(key), inputs);
    }

    @Override
    public int inputs() {
      return network.getNumInputArrays();
    }

    @Override
    public int outputs() {
      return network.getNumOutputArrays();
    }

    @Override
    public BackpropType backpropType() {
      return network.getConfiguration().getBackpropType();
    }

    @Override
    public Map<String, InputType> activationTypes(InputType... inputs) {
      // Deeplearning4j adds preprocessors to the configuration that it is asked about.
      return network.getConfiguration().clone().getLayerActivationTypes(true, false, inputs);
    }

    @Override
    public <T> T reading(INDArray features, Supplier<T> computation) {
      INDArray[] inputs = network.getInputs();
      network.setInputs(features);
      network.setLabels(
          (INDArray[]) null); // Else it counts the examples by those of a batch before.
      try {
        return computation.get();
      } finally {
        network.setInputs(inputs);
      }
    }

    @Override
    public INDArray gradientView() {
      if (network.getGradientsViewArray() == null) {
        network.initGradientsView();
      }
      return network.getGradientsViewArray();
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
    public Optional<BaseMultiLayerUpdater<?>> presentUpdater() {
      return Optional.ofNullable(network.getUpdater(false));
    }

    @Override
    public void setUpdater(Map<String, TensorTraining> exceptions, ScaledClipping clipping) {
      network.setUpdater(TensorwiseUpdaters.create(network, exceptions, clipping));
    }

    @Override
    public NetworkDescription description() {
      return NetworkDescription.of(network.getConfiguration());
    }

    @Override
    public String toJson() {
      return network.getConfiguration().toJson();
    }

    @Override
    public Deeplearning4jNetwork convertedTo(DataType type) {
      ComputationGraph copy =
          type == network.params().dataType() ? copy() : network.convertDataType(type);
      // The unfolded images of all convolutions, kept from forward to backward, take gigabytes.
      copy.setCacheMode(CacheMode.NONE);
      return new Graph(copy);
    }

    private ComputationGraph copy() {
      ComputationGraph copy = new ComputationGraph(GraphCopy.of(network.getConfiguration()));
      copy.init(network.params().dup(), /* cloneParametersArray= */ false);
      return copy;
    }

    @Override
    public INDArray output(INDArray features, boolean training) {
      return network.outputSingle(training, features);
    }

    @Override
    public Map<String, INDArray> activations(Batch batch) {
      return network.feedForward(batch.features().toArray(INDArray[]::new), true);
    }

    @Override
    public List<INDArray> outputs(Batch batch, boolean training) {
      MultiDataSet arrays = batch.toMultiDataSet();
      return List.of(
          network.output(
              training,
              arrays.getFeatures(),
              arrays.getFeaturesMaskArrays(),
              arrays.getLabelsMaskArrays()));
    }

    @Override
    public double evaluationLoss(Batch batch) {
      return network.score(batch.toMultiDataSet(), false) - penalty(batch.examples());
    }

    @Override
    public void setCounts(int steps, int epochs) {
      network.getConfiguration().setIterationCount(steps);
      network.getConfiguration().setEpochCount(epochs);
    }

    @Override
    public Collection<TrainingListener> listeners() {
      return network.getListeners();
    }

    @Override
    public void setBatch(Batch batch) {
      MultiDataSet arrays = batch.toMultiDataSet();
      network.setInputs(arrays.getFeatures());
      network.setLabels(arrays.getLabels());
      network.setLayerMaskArrays(arrays.getFeaturesMaskArrays(), arrays.getLabelsMaskArrays());
    }

    @Override
    public void clearBatch() {
      network.clearLayerMaskArrays();
      network.clearLayersStates();
    }

    @Override
    public double regularization() {
      return network.calcRegularizationScore(true);
    }

    @Override
    public Layer firstOutput() {
      return network.getOutputLayer(0);
    }

    @Override
    public void useNoWorkspaces() {
      network.getConfiguration().setTrainingWorkspaceMode(WorkspaceMode.NONE);
      network.getConfiguration().setInferenceWorkspaceMode(WorkspaceMode.NONE);
    }

    @Override
    public void setScore(double score) {
      network.setScore(score);
    }
  }
}
