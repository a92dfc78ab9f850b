package org.texp4j.dl4j.internal.backend.onednn;

import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.bytedeco.javacpp.PointerScope;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.layers.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.internal.backend.NetworkEngine;
import org.texp4j.dl4j.internal.backend.NetworkGraph;
import org.texp4j.dl4j.internal.backend.NetworkNode;
import org.texp4j.dl4j.internal.backend.UnsupportedBatchException;
import org.texp4j.dl4j.internal.backend.onednn.program.Arena;
import org.texp4j.dl4j.internal.backend.onednn.program.MismatchException;
import org.texp4j.dl4j.internal.backend.onednn.program.Parameter;
import org.texp4j.dl4j.internal.backend.onednn.program.Placement;
import org.texp4j.dl4j.internal.backend.onednn.program.Program;

/**
 * A network whose gradients and outputs oneDNN computes.
 *
 * <p>It is compiled for each batch size, for training and for evaluation, when such a batch comes
 * first. Layers that oneDNN does not know are computed by Deeplearning4j in between. In float only.
 */
public final class OneDnnNetwork implements NetworkEngine {

  /** How many programs are kept: for training, the last batch of an epoch, evaluation, and more. */
  private static final int PROGRAMS = 6;

  /** How many refusals are kept; one that was dropped is found again. */
  private static final int REFUSALS = 1000;

  /** What a program was compiled for. */
  private record Key(boolean training, List<Long> shape) {

    static Key of(boolean training, INDArray features) {
      return new Key(training, Arrays.stream(features.shape()).boxed().toList());
    }
  }

  private final NetworkGraph network;
  private final List<NetworkNode> nodes;
  private final Set<String> left;
  private final Placement placement;
  private final Gradient gradient;
  private final Map<Key, CompiledNetwork> programs = new LinkedHashMap<>(16, 0.75f, true);
  private final FallbackWorkspace workspace;
  private Arena arena = new Arena(0);
  private List<String> fallbacks = List.of();

  /** What was asked about last; null before anything was. */
  private Key latest;

  /** Why batches of a shape are left to Deeplearning4j. */
  private final Map<Key, String> refusals = new LinkedHashMap<>();

  private OneDnnNetwork(
      NetworkGraph network, List<NetworkNode> nodes, Set<String> left, Placement placement) {
    this.left = left;
    this.placement = placement;
    this.network = network;
    this.nodes = nodes;
    this.gradient = gradient(nodes, network.gradientView());
    this.workspace = new FallbackWorkspace(network, nodes);
  }

  /** Why oneDNN computes no layers in this process; empty if it does. */
  public static Optional<String> unavailability() {
    return Availability.UNAVAILABILITY;
  }

  /** The engine of a network; empty if it is certain without data that oneDNN cannot compute it. */
  public static Optional<OneDnnNetwork> createIfSupported(NetworkGraph network) {
    return createIfSupported(network, Set.of());
  }

  /** The same for an engine that leaves the nodes with these keys to Deeplearning4j. */
  public static Optional<OneDnnNetwork> createIfSupported(NetworkGraph network, Set<String> left) {
    return createIfSupported(network, left, Placement.SHARED);
  }

  static Optional<OneDnnNetwork> createIfSupported(
      NetworkGraph network, Set<String> left, Placement placement) {
    INDArray parameters = network.model().params();
    if (unavailability().isPresent()
        || parameters == null
        || parameters.dataType() != DataType.FLOAT
        || network.backpropType() != BackpropType.Standard
        || network.inputs() != 1
        || network.outputs() != 1) {
      return Optional.empty();
    }
    List<NetworkNode> nodes = network.nodes();
    return hasOnlyOrdinaryLayers(nodes)
        ? Optional.of(new OneDnnNetwork(network, nodes, left, placement))
        : Optional.empty();
  }

  private static boolean hasOnlyOrdinaryLayers(List<NetworkNode> nodes) {
    NetworkNode last = nodes.get(nodes.size() - 1);
    return nodes.stream()
        .noneMatch(
            node ->
                node instanceof NetworkNode.OfLayer layer
                    && isSpecial(layer.layer(), node == last));
  }

  private static boolean isSpecial(Layer layer, boolean last) {
    return layer instanceof RecurrentLayer
        || layer instanceof FrozenLayer
        || layer instanceof FrozenLayerWithBackprop
        || layer instanceof BaseWrapperLayer
        || layer instanceof IOutputLayer != last;
  }

  private static Gradient gradient(List<NetworkNode> nodes, INDArray flattened) {
    Gradient gradient = new DefaultGradient(flattened);
    for (NetworkNode node : nodes) {
      if (node instanceof NetworkNode.OfLayer layer && layer.layer().numParams() > 0) {
        for (String name : layer.layer().paramTable().keySet()) {
          gradient.setGradientFor(node.key() + "_" + name, Parameter.gradient(layer.layer(), name));
        }
      }
    }
    return gradient;
  }

  @Override
  public boolean supports(Batch batch) {
    return batch.isSingle() && !batch.hasMasks() && supports(batch.features().get(0));
  }

  @Override
  public boolean supports(INDArray features) {
    Key key = Key.of(true, features);
    latest = key;
    if (!refusals.containsKey(key)) {
      try {
        compiled(key);
      } catch (NotSupportedException e) {
        refuse(key, e);
      }
    }
    return !refusals.containsKey(key);
  }

  private void refuse(Key key, RuntimeException reason) {
    if (refusals.size() == REFUSALS) {
      refusals.clear();
    }
    refusals.put(key, reason.getMessage());
  }

  @Override
  public String summary() {
    if (latest != null && refusals.containsKey(latest)) {
      return "Deeplearning4j, since " + refusals.get(latest);
    }
    return fallbacks.isEmpty()
        ? "oneDNN"
        : "oneDNN, except these by Deeplearning4j: " + String.join(", ", fallbacks);
  }

  @Override
  public Gradient gradient() {
    return gradient;
  }

  @Override
  public double computeGradient(Batch batch) {
    INDArray features = batch.features().get(0);
    INDArray labels = batch.labels().get(0);
    double loss = run(true, features, program -> program.gradient(features, labels));
    return loss / features.size(0);
  }

  @Override
  public INDArray output(INDArray features, boolean training) {
    INDArray scores = run(training, features, program -> program.scores(features));
    return lastActivation().getActivation(scores, training);
  }

  private <T> T run(boolean training, INDArray features, Function<Program, T> computation) {
    try {
      CompiledNetwork compiled = compiled(Key.of(training, features));
      return workspace.run(compiled, features, () -> computation.apply(compiled.program()));
    } catch (NotSupportedException | MismatchException e) {
      refuse(Key.of(true, features), e);
      throw new UnsupportedBatchException(e);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  private IActivation lastActivation() {
    NetworkNode.OfLayer last = (NetworkNode.OfLayer) nodes.get(nodes.size() - 1);
    return ((org.deeplearning4j.nn.conf.layers.BaseLayer) last.layer().conf().getLayer())
        .getActivationFn();
  }

  private CompiledNetwork compiled(Key key) {
    CompiledNetwork compiled = programs.get(key);
    if (compiled == null) {
      compiled = compile(key.training(), key.shape().stream().mapToLong(size -> size).toArray());
      programs.put(key, compiled);
      if (programs.size() > PROGRAMS) {
        Key eldest = programs.keySet().iterator().next();
        programs.remove(eldest).close();
      }
    }
    return compiled;
  }

  private CompiledNetwork compile(boolean training, long[] shape) {
    PointerScope natives = scope();
    natives.extend();
    CompiledNetwork compiled;
    try (natives) {
      Shapes shapes = Shapes.infer(network, nodes, shape);
      compiled =
          new NetworkCompiler(nodes, shapes, left, training, workspace.manager(), placement)
              .compile(natives);
    } catch (NotSupportedException e) {
      natives.close();
      throw e;
    } catch (RuntimeException e) {
      natives.close();
      throw new NotSupportedException("oneDNN cannot compute it: " + e.getMessage(), e);
    }
    fallbacks = compiled.fallbacks();
    Program program = compiled.program();
    if (program.bytes() > arena.bytes()) {
      close();
      arena = new Arena(program.bytes());
    }
    program.place(arena);
    return compiled;
  }

  @SuppressWarnings("unchecked") // No class to restrict it to: the array is empty.
  private static PointerScope scope() {
    return new PointerScope();
  }

  @Override
  public void close() {
    programs.values().forEach(CompiledNetwork::close);
    programs.clear();
    arena.close();
    arena = new Arena(0);
  }
}
