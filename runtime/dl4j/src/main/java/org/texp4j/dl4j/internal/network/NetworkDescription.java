package org.texp4j.dl4j.internal.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffVertex;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.TrainingException;
import org.texp4j.dl4j.internal.backend.m21.GraphCopy;
import org.texp4j.dl4j.internal.update.ScaledClipping;

/**
 * A network's configuration, whichever of Deeplearning4j's two kinds of network it describes.
 *
 * <p>Holds a copy of the configuration, since Deeplearning4j's networks share the layer objects
 * they were built from, and an author may use one object for several layers or networks. Changes to
 * a {@link Node#layer} change the network that {@link #build} makes.
 */
public sealed interface NetworkDescription {

  /**
   * A layer or vertex and what it reads.
   *
   * @param key the name of a vertex, or the index of a layer in a row; the names of its parameters
   *     start with it
   * @param layer the layer's configuration; null for a vertex that is no layer
   * @param vertex the vertex's configuration; null for a layer
   * @param preprocessor what is applied to the input before it reaches the layer; null for nothing
   * @param inputs the keys of the nodes or network inputs it reads
   */
  record Node(
      String key,
      Layer layer,
      GraphVertex vertex,
      InputPreProcessor preprocessor,
      List<String> inputs) {

    /** The node as its author knows it. */
    public String label() {
      if (layer == null) {
        return "vertex " + key;
      }
      String name = layer.getLayerName();
      // Deeplearning4j names the layers in a row that have no name "layer0", "layer1", …
      boolean named = name != null && !name.equals(key) && !name.equals("layer" + key);
      return "layer " + key + (named ? " (" + name + ")" : "");
    }
  }

  /** The nodes in the order of the configuration. */
  List<Node> nodes();

  /** The names of the network's inputs. */
  List<String> inputs();

  /** The keys of the nodes whose activations are the network's outputs. */
  List<String> outputs();

  /**
   * Refuses a batch that has not as many arrays of features and labels as the network has inputs
   * and outputs.
   *
   * @param data the annotation of the method that opened the data, for the message
   * @throws TrainingException if it has more or fewer
   */
  default void requireArrays(Batch batch, String data) {
    if (batch.features().size() != inputs().size() || batch.labels().size() != outputs().size()) {
      throw new TrainingException(
          "the network has "
              + counted(inputs(), "input")
              + " and "
              + counted(outputs(), "output")
              + ", but a batch has "
              + arrays(batch.features().size())
              + " of features and "
              + arrays(batch.labels().size())
              + " of labels: let the "
              + data
              + " iterator give one for each");
    }
  }

  private static String counted(List<String> names, String what) {
    return names.size() == 1
        ? "one " + what
        : names.size() + " " + what + "s (" + String.join(", ", names) + ")";
  }

  private static String arrays(int number) {
    return number == 1 ? "one array" : number + " arrays";
  }

  /** The data type of parameters and activations. */
  DataType dataType();

  /** The settings common to all layers. */
  NeuralNetConfiguration base();

  /** How gradients go back through time. */
  BackpropType backpropType();

  /** The number of time steps after which truncated backpropagation through time truncates. */
  int truncationLength();

  /**
   * The number of time steps of a segment through which gradients go back, according to the
   * configuration; Deeplearning4j lets them go back through all of a segment.
   */
  int backwardLength();

  /** Sets how gradients go back through time. */
  void setBackpropType(BackpropType type);

  /**
   * Whether it was taken from an initialized network, which Deeplearning4j notes in the list of
   * variables.
   */
  boolean isOfInitializedNetwork();

  /** Sets the numbers of steps and epochs done to 0. */
  void resetCounts();

  /** Sets the seed of initial parameters. */
  void setSeed(long seed);

  /** Lets gradients be means over batches. */
  void averageOverBatches();

  /** Sets the data type of parameters and activations. */
  void setDataType(DataType type);

  /** The configuration in Deeplearning4j's JSON. */
  String toJson();

  /**
   * Makes the network and initializes its parameters from the configuration's seed.
   *
   * @param exceptions how tensors are trained whose training differs from their layers'
   *     configurations, by name
   * @param clipping how gradients of tensors held at powers of P are clipped
   */
  NetworkModel build(Map<String, TensorTraining> exceptions, ScaledClipping clipping);

  /** Makes the network as it is configured. */
  default NetworkModel build() {
    return build(Map.of(), new ScaledClipping(Map.of()));
  }

  /**
   * Makes the network as it is configured, with given parameters.
   *
   * @param parameters all parameters as one row, which the network takes over
   * @throws IllegalArgumentException if the network has another number of them
   */
  NetworkModel build(INDArray parameters);

  /** The number of parameters of the network, running statistics among them. */
  default long parameterCount() {
    return nodes().stream().mapToLong(NetworkDescription::parameterCount).sum();
  }

  private static long parameterCount(Node node) {
    return node.layer() == null
        ? node.vertex().numParams(/* backprop= */ true)
        : node.layer().initializer().numParams(node.layer());
  }

  private static void resetCounts(NeuralNetConfiguration layer) {
    layer.setIterationCount(0);
    layer.setEpochCount(0);
  }

  /** Describes a network of layers in a row. */
  static NetworkDescription of(MultiLayerConfiguration configuration) {
    return new Layers(configuration.clone());
  }

  /** Describes a network of vertices in a graph. */
  static NetworkDescription of(ComputationGraphConfiguration configuration) {
    Graph graph = new Graph(GraphCopy.of(configuration));
    graph.tellVerticesTheirDataType();
    return graph;
  }

  /** A network of layers in a row. */
  record Layers(MultiLayerConfiguration configuration) implements NetworkDescription {

    private static final String INPUT = "input";

    @Override
    public List<Node> nodes() {
      List<Node> nodes = new ArrayList<>();
      String previous = INPUT;
      for (int i = 0; i < configuration.getConfs().size(); i++) {
        Layer layer = configuration.getConf(i).getLayer();
        String key = String.valueOf(i);
        InputPreProcessor preprocessor = configuration.getInputPreProcess(i);
        nodes.add(new Node(key, layer, null, preprocessor, List.of(previous)));
        previous = key;
      }
      return nodes;
    }

    @Override
    public List<String> inputs() {
      return List.of(INPUT);
    }

    @Override
    public List<String> outputs() {
      return List.of(String.valueOf(configuration.getConfs().size() - 1));
    }

    @Override
    public DataType dataType() {
      return configuration.getDataType();
    }

    @Override
    public NeuralNetConfiguration base() {
      return configuration.getConf(0);
    }

    @Override
    public BackpropType backpropType() {
      return configuration.getBackpropType();
    }

    @Override
    public int truncationLength() {
      return configuration.getTbpttFwdLength();
    }

    @Override
    public int backwardLength() {
      return configuration.getTbpttBackLength();
    }

    @Override
    public void setBackpropType(BackpropType type) {
      configuration.setBackpropType(type);
    }

    @Override
    public boolean isOfInitializedNetwork() {
      return configuration.getConfs().stream().anyMatch(layer -> !layer.getVariables().isEmpty());
    }

    @Override
    public void resetCounts() {
      configuration.setIterationCount(0);
      configuration.setEpochCount(0);
      configuration.getConfs().forEach(NetworkDescription::resetCounts);
    }

    @Override
    public void setSeed(long seed) {
      configuration.getConfs().forEach(layer -> layer.setSeed(seed));
    }

    @Override
    public void averageOverBatches() {
      configuration.getConfs().forEach(layer -> layer.setMiniBatch(true));
    }

    @Override
    public void setDataType(DataType type) {
      configuration.setDataType(type);
      configuration.getConfs().forEach(layer -> layer.setDataType(type));
    }

    @Override
    public String toJson() {
      return configuration.toJson();
    }

    @Override
    public NetworkModel build(Map<String, TensorTraining> exceptions, ScaledClipping clipping) {
      return NetworkModel.create(Deeplearning4jNetwork.create(configuration), exceptions, clipping);
    }

    @Override
    public NetworkModel build(INDArray parameters) {
      return new NetworkModel(Deeplearning4jNetwork.create(configuration, parameters));
    }
  }

  /** A network of vertices in a graph. */
  record Graph(ComputationGraphConfiguration configuration) implements NetworkDescription {

    @Override
    public List<Node> nodes() {
      List<Node> nodes = new ArrayList<>();
      for (Map.Entry<String, GraphVertex> entry : configuration.getVertices().entrySet()) {
        List<String> inputs = configuration.getVertexInputs().get(entry.getKey());
        if (entry.getValue() instanceof LayerVertex vertex) {
          Layer layer = vertex.getLayerConf().getLayer();
          nodes.add(new Node(entry.getKey(), layer, null, vertex.getPreProcessor(), inputs));
        } else {
          nodes.add(new Node(entry.getKey(), null, entry.getValue(), null, inputs));
        }
      }
      return nodes;
    }

    @Override
    public List<String> inputs() {
      return configuration.getNetworkInputs();
    }

    @Override
    public List<String> outputs() {
      return configuration.getNetworkOutputs();
    }

    @Override
    public DataType dataType() {
      return configuration.getDataType();
    }

    @Override
    public NeuralNetConfiguration base() {
      return configuration.getDefaultConfiguration();
    }

    @Override
    public BackpropType backpropType() {
      return configuration.getBackpropType();
    }

    @Override
    public int truncationLength() {
      return configuration.getTbpttFwdLength();
    }

    @Override
    public int backwardLength() {
      return configuration.getTbpttBackLength();
    }

    @Override
    public void setBackpropType(BackpropType type) {
      configuration.setBackpropType(type);
    }

    @Override
    public boolean isOfInitializedNetwork() {
      return layers().anyMatch(layer -> !layer.getVariables().isEmpty());
    }

    @Override
    public void resetCounts() {
      configuration.setIterationCount(0);
      configuration.setEpochCount(0);
      NetworkDescription.resetCounts(configuration.getDefaultConfiguration());
      layers().forEach(NetworkDescription::resetCounts);
    }

    @Override
    public void setSeed(long seed) {
      configuration.getDefaultConfiguration().setSeed(seed);
      layers().forEach(layer -> layer.setSeed(seed));
    }

    @Override
    public void averageOverBatches() {
      configuration.getDefaultConfiguration().setMiniBatch(true);
      layers().forEach(layer -> layer.setMiniBatch(true));
    }

    @Override
    public void setDataType(DataType type) {
      configuration.setDataType(type);
      configuration.getDefaultConfiguration().setDataType(type);
      layers().forEach(layer -> layer.setDataType(type));
      tellVerticesTheirDataType();
    }

    /**
     * Deeplearning4j does so on initialization, but asks vertices of the user's own for their
     * parameters before, as when it writes them as JSON; they cannot tell without it.
     */
    private void tellVerticesTheirDataType() {
      configuration.getVertices().values().stream()
          .filter(SameDiffVertex.class::isInstance)
          .forEach(vertex -> vertex.setDataType(dataType()));
    }

    private Stream<NeuralNetConfiguration> layers() {
      return configuration.getVertices().values().stream()
          .filter(LayerVertex.class::isInstance)
          .map(vertex -> ((LayerVertex) vertex).getLayerConf());
    }

    @Override
    public String toJson() {
      return configuration.toJson();
    }

    @Override
    public NetworkModel build(Map<String, TensorTraining> exceptions, ScaledClipping clipping) {
      return NetworkModel.create(Deeplearning4jNetwork.create(configuration), exceptions, clipping);
    }

    @Override
    public NetworkModel build(INDArray parameters) {
      return new NetworkModel(Deeplearning4jNetwork.create(configuration, parameters));
    }
  }
}
