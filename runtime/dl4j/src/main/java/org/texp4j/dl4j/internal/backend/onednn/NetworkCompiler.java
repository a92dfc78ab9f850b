package org.texp4j.dl4j.internal.backend.onednn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.bytedeco.javacpp.PointerScope;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.texp4j.dl4j.internal.backend.NetworkNode;
import org.texp4j.dl4j.internal.backend.onednn.operations.LayerContext;
import org.texp4j.dl4j.internal.backend.onednn.operations.LayerLowerings;
import org.texp4j.dl4j.internal.backend.onednn.operations.OutputLowering;
import org.texp4j.dl4j.internal.backend.onednn.operations.VertexContext;
import org.texp4j.dl4j.internal.backend.onednn.operations.VertexLowerings;
import org.texp4j.dl4j.internal.backend.onednn.program.Layouts;
import org.texp4j.dl4j.internal.backend.onednn.program.Operation;
import org.texp4j.dl4j.internal.backend.onednn.program.Placement;
import org.texp4j.dl4j.internal.backend.onednn.program.Program;
import org.texp4j.dl4j.internal.backend.onednn.program.ProgramBuilder;
import org.texp4j.dl4j.internal.backend.onednn.program.Tensor;
import org.texp4j.dl4j.internal.backend.onednn.program.Value;

/**
 * Compiles a network into a program for batches of one size.
 *
 * <p>Goes through the nodes in order and lowers each to operations; a node without a lowering
 * becomes a {@link Fallback}. Then adds the backward direction, operation by operation from the
 * last. Makes one program.
 */
final class NetworkCompiler {

  private final List<NetworkNode> nodes;
  private final Fusions fusions;
  private final Shapes shapes;
  private final Set<String> left;
  private final boolean training;
  private final LayerWorkspaceMgr workspaces;
  private final ProgramBuilder builder;
  private final Map<String, Value> values = new HashMap<>();
  private final Map<Operation, Value> operations = new LinkedHashMap<>();
  private final List<String> fallbacks = new ArrayList<>();

  /**
   * Creates a compiler.
   *
   * @param nodes the network's nodes, the output layer last
   * @param shapes of what each node computes
   * @param left the keys of nodes that Deeplearning4j has to compute
   * @param training whether the program computes gradients, or outputs as in evaluation
   * @param workspaces where Deeplearning4j's layers allocate
   * @param placement how tensors share memory
   */
  NetworkCompiler(
      List<NetworkNode> nodes,
      Shapes shapes,
      Set<String> left,
      boolean training,
      LayerWorkspaceMgr workspaces,
      Placement placement) {
    this.builder = new ProgramBuilder(placement);
    this.nodes = nodes;
    this.fusions = new Fusions(nodes);
    this.left = left;
    this.shapes = shapes;
    this.training = training;
    this.workspaces = workspaces;
  }

  /**
   * Compiles the network.
   *
   * @param natives the scope of the native objects that are created meanwhile
   * @throws NotSupportedException if it has to be left to Deeplearning4j as a whole
   */
  CompiledNetwork compile(PointerScope natives) {
    Tensor input = builder.external(Layouts.plain(shapes.input()));
    values.put(NetworkNode.NETWORK_INPUT, Value.input(input, shapes.input()));
    NetworkNode output = nodes.get(nodes.size() - 1);
    for (NetworkNode node : nodes.subList(0, nodes.size() - 1)) {
      if (!values.containsKey(node.key())) {
        values.put(node.key(), lower(node));
      }
    }
    LayerInCompilation outputLayer = outputLayer(output);
    Value scores = OutputLowering.scores(outputLayer).orElseThrow(() -> unsupportedOutput(output));
    Tensor plain = builder.inArena(scores.tensor(builder, Layouts.plain(scores.shape())));
    builder.beginBackward();
    if (training) {
      OutputLowering.addLoss(builder, outputLayer.layer(), scores);
      addBackward();
    } else {
      builder.keepAlive(plain);
    }
    return new CompiledNetwork(
        builder.build(natives, new Program.Input(input, shapes.input()), plain, scores.shape()),
        List.copyOf(fallbacks));
  }

  private void addBackward() {
    List<Operation> backwards = new ArrayList<>(operations.keySet());
    Collections.reverse(backwards);
    for (Operation operation : backwards) {
      if (operations.get(operation).hasGradient()) {
        operation.backward(builder);
      }
    }
  }

  private Value add(Operation operation) {
    Value value = operation.forward(builder);
    operations.put(operation, value);
    return value;
  }

  private Value lower(NetworkNode node) {
    if (left.contains(node.key())) {
      return fallback(node);
    }
    Optional<Value> value =
        node instanceof NetworkNode.OfLayer layer
            ? preprocessedInput(layer)
                .flatMap(input -> LayerLowerings.lower(new LayerInCompilation(layer, input)))
            : VertexLowerings.lower(new VertexInCompilation((NetworkNode.OfVertex) node));
    return value.orElseGet(() -> fallback(node));
  }

  /** What a layer reads; empty if its preprocessor is not known. */
  private Optional<Value> preprocessedInput(NetworkNode.OfLayer node) {
    Value input = values.get(node.inputs().get(0));
    InputPreProcessor preprocessor = node.preprocessor();
    if (preprocessor == null) {
      return Optional.of(input);
    }
    long[] shape = input.shape();
    if (preprocessor.getClass() == CnnToFeedForwardPreProcessor.class) {
      requireConfigured((CnnToFeedForwardPreProcessor) preprocessor, shape);
      return Optional.of(
          shape.length == 2 ? input : input.reshaped(shape[0], shape[1] * shape[2] * shape[3]));
    }
    if (preprocessor.getClass() == FeedForwardToCnnPreProcessor.class) {
      FeedForwardToCnnPreProcessor image = (FeedForwardToCnnPreProcessor) preprocessor;
      return Optional.of(
          shape.length == 4
              ? input
              : input.reshaped(
                  shape[0], image.getNumChannels(), image.getInputHeight(), image.getInputWidth()));
    }
    return Optional.empty();
  }

  /** An image of another shape may have as many elements. */
  private static void requireConfigured(CnnToFeedForwardPreProcessor rows, long[] shape) {
    long[] configured = {rows.getNumChannels(), rows.getInputHeight(), rows.getInputWidth()};
    boolean settled = Arrays.stream(configured).allMatch(size -> size > 0);
    if (shape.length == 4
        && settled
        && !Arrays.equals(configured, Arrays.copyOfRange(shape, 1, shape.length))) {
      throw new NotSupportedException(
          "images have shape "
              + Arrays.toString(shape)
              + " where the network was made for "
              + Arrays.toString(configured));
    }
  }

  private LayerInCompilation outputLayer(NetworkNode output) {
    if (output instanceof NetworkNode.OfLayer layer) {
      return preprocessedInput(layer)
          .map(input -> new LayerInCompilation(layer, input))
          .orElseThrow(() -> unsupportedOutput(output));
    }
    throw unsupportedOutput(output);
  }

  private static NotSupportedException unsupportedOutput(NetworkNode output) {
    return new NotSupportedException("its output is computed by " + output.label());
  }

  private Value fallback(NetworkNode node) {
    fallbacks.add(node.label());
    Fallback.Kernel kernel =
        node instanceof NetworkNode.OfLayer layer
            ? FallbackKernels.of(layer, (int) shapes.input()[0], training, workspaces)
            : FallbackKernels.of(((NetworkNode.OfVertex) node).vertex(), training, workspaces);
    return add(new Fallback(node.label(), inputs(node), shapes.of(node.key()), kernel));
  }

  private List<Value> inputs(NetworkNode node) {
    return node.inputs().stream().map(values::get).toList();
  }

  private final class LayerInCompilation implements LayerContext {

    private final NetworkNode.OfLayer node;
    private final Value input;

    LayerInCompilation(NetworkNode.OfLayer node, Value input) {
      this.node = node;
      this.input = input;
    }

    @Override
    public Layer layer() {
      return node.layer();
    }

    @Override
    public Value input() {
      return input;
    }

    @Override
    public Value droppedInput() {
      IDropout dropout = layer().conf().getLayer().getIDropout();
      if (dropout == null || !training) {
        return input;
      }
      String label = "dropout of " + node.label();
      fallbacks.add(label);
      Fallback.Kernel kernel = FallbackKernels.of(dropout, layer(), workspaces);
      return add(new Fallback(label, List.of(input), input.shape(), kernel));
    }

    @Override
    public long[] outputShape() {
      return shapes.of(node.key());
    }

    @Override
    public boolean isTraining() {
      return training;
    }

    @Override
    public ProgramBuilder builder() {
      return builder;
    }

    @Override
    public Value add(Operation operation) {
      return NetworkCompiler.this.add(operation);
    }

    @Override
    public Value addFusingRectifier(Function<Boolean, Operation> operation) {
      Optional<String> rectifier =
          fusions.rectifierAfter(node.key()).filter(key -> !left.contains(key));
      Value value = add(operation.apply(rectifier.isPresent()));
      rectifier.ifPresent(key -> values.put(key, value));
      return value;
    }

    @Override
    public Value addFusingSum(Function<Value, Operation> operation) {
      Optional<Fusions.Sum> sum =
          fusions
              .sumAfter(node.key())
              .filter(each -> !left.contains(each.key()))
              .filter(each -> hasOutputShape(values.get(each.addend())));
      Value addend = sum.map(each -> values.get(each.addend())).orElse(null);
      Value value = add(operation.apply(addend));
      sum.ifPresent(each -> values.put(each.key(), value));
      return value;
    }

    private boolean hasOutputShape(Value addend) {
      return addend != null && Arrays.equals(addend.shape(), outputShape());
    }
  }

  private final class VertexInCompilation implements VertexContext {

    private final NetworkNode.OfVertex node;
    private final List<Value> inputs;

    VertexInCompilation(NetworkNode.OfVertex node) {
      this.node = node;
      this.inputs = NetworkCompiler.this.inputs(node);
    }

    @Override
    public GraphVertex configuration() {
      return node.configuration();
    }

    @Override
    public List<Value> inputs() {
      return inputs;
    }

    @Override
    public Value add(Operation operation) {
      return NetworkCompiler.this.add(operation);
    }
  }
}
