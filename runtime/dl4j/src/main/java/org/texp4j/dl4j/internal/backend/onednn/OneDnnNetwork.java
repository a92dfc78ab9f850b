package org.texp4j.dl4j.internal.backend.onednn;

import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.layers.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A Deeplearning4j network whose gradients and outputs oneDNN computes.
 *
 * <p>The network stays as it is: parameters and gradients are its own arrays, and whatever is done
 * to them or to its configuration counts at the next computation. Layers that oneDNN does not know
 * are computed by Deeplearning4j in between. In float only. Not safe for use by several threads.
 */
public final class OneDnnNetwork implements AutoCloseable {

  /** How many batch sizes and directions are kept ready: training, last batch, evaluation, more. */
  private static final int PROGRAMS = 6;

  /** What a program was compiled for. */
  private record Key(boolean training, List<Long> shape) {}

  private final Model model;
  private final List<Stage> stages;
  private final Gradient gradient;
  private final Map<Key, Program> programs = new LinkedHashMap<>(16, 0.75f, true);
  private final ForeignMemory foreignMemory = new ForeignMemory();
  private Slab memory = new Slab(0);
  private List<String> foreign = List.of();
  private String refusal;

  private OneDnnNetwork(Model model, List<Stage> stages, INDArray flattenedGradient) {
    this.model = model;
    this.stages = stages;
    this.gradient = gradient(stages, flattenedGradient);
  }

  /** Why oneDNN computes no layers in this process; empty if it does. */
  public static Optional<String> obstacle() {
    return Availability.OBSTACLE;
  }

  /** The network, if it can be told without data that oneDNN can take it over. */
  public static Optional<OneDnnNetwork> of(Model model) {
    if (obstacle().isPresent()
        || model.params() == null
        || model.params().dataType() != DataType.FLOAT) {
      return Optional.empty();
    }
    return model instanceof MultiLayerNetwork layers ? of(layers) : of((ComputationGraph) model);
  }

  private static Optional<OneDnnNetwork> of(MultiLayerNetwork network) {
    List<Stage> stages = Stage.of(network);
    BackpropType backprop = network.getLayerWiseConfigurations().getBackpropType();
    return isOrdinary(stages, backprop)
        ? Optional.of(new OneDnnNetwork(network, stages, gradientOf(network)))
        : Optional.empty();
  }

  private static Optional<OneDnnNetwork> of(ComputationGraph network) {
    List<Stage> stages = Stage.of(network);
    BackpropType backprop = network.getConfiguration().getBackpropType();
    return isOrdinary(stages, backprop)
            && network.getNumInputArrays() == 1
            && network.getNumOutputArrays() == 1
        ? Optional.of(new OneDnnNetwork(network, stages, gradientOf(network)))
        : Optional.empty();
  }

  private static INDArray gradientOf(MultiLayerNetwork network) {
    if (network.getGradientsViewArray() == null) {
      network.initGradientsView();
    }
    return network.getGradientsViewArray();
  }

  private static INDArray gradientOf(ComputationGraph network) {
    if (network.getGradientsViewArray() == null) {
      network.initGradientsView();
    }
    return network.getGradientsViewArray();
  }

  private static boolean isOrdinary(List<Stage> stages, BackpropType backprop) {
    Stage last = stages.get(stages.size() - 1);
    return backprop == BackpropType.Standard
        && stages.stream()
            .noneMatch(
                stage ->
                    stage instanceof Stage.OfLayer layer
                        && isSpecial(layer.layer(), stage == last));
  }

  private static boolean isSpecial(Layer layer, boolean last) {
    return layer instanceof RecurrentLayer
        || layer instanceof FrozenLayer
        || layer instanceof FrozenLayerWithBackprop
        || layer instanceof BaseWrapperLayer
        || layer instanceof IOutputLayer != last;
  }

  private static Gradient gradient(List<Stage> stages, INDArray flattened) {
    Gradient gradient = new DefaultGradient(flattened);
    for (Stage stage : stages) {
      if (stage instanceof Stage.OfLayer layer && layer.layer().numParams() > 0) {
        for (String name : layer.layer().paramTable().keySet()) {
          gradient.setGradientFor(stage.key() + "_" + name, Weights.gradient(layer.layer(), name));
        }
      }
    }
    return gradient;
  }

  /** Whether oneDNN takes over the network for such a batch. */
  public boolean takes(INDArray features) {
    if (refusal == null) {
      try {
        program(true, features);
      } catch (NotSupportedException e) {
        refusal = e.getMessage();
      }
    }
    return refusal == null;
  }

  /** Which layers are computed by what, as far as batches so far have shown; one line. */
  public String summary() {
    if (refusal != null) {
      return "Deeplearning4j, since " + refusal;
    }
    return foreign.isEmpty()
        ? "oneDNN"
        : "oneDNN, but for these by Deeplearning4j: " + String.join(", ", foreign);
  }

  /** The gradient of the last batch; views of the network's own array. */
  public Gradient gradient() {
    return gradient;
  }

  /**
   * Computes the gradient of the loss on a batch, summed over it, into the network's own array.
   *
   * @return the mean loss, without a penalty for weight decay
   */
  public double gradient(INDArray features, INDArray labels) {
    try {
      Program program = program(true, features);
      return foreignMemory.within(program, stages, model, () -> program.gradient(features, labels))
          / features.size(0);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** The output for a batch, as in training or as in evaluation; a new array. */
  public INDArray output(INDArray features, boolean training) {
    try {
      Program program = program(training, features);
      INDArray scores =
          foreignMemory.within(program, stages, model, () -> program.scores(features));
      return lastActivation().getActivation(scores, training);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  private IActivation lastActivation() {
    Stage.OfLayer last = (Stage.OfLayer) stages.get(stages.size() - 1);
    return ((org.deeplearning4j.nn.conf.layers.BaseLayer) last.layer().conf().getLayer())
        .getActivationFn();
  }

  private Program program(boolean training, INDArray features) {
    long[] shape = features.shape();
    Key key = new Key(training, Arrays.stream(shape).boxed().toList());
    Program program = programs.get(key);
    if (program == null) {
      program = compile(training, shape);
      programs.put(key, program);
      if (programs.size() > PROGRAMS) {
        Key eldest = programs.keySet().iterator().next();
        programs.remove(eldest).close();
      }
    }
    return program;
  }

  private Program compile(boolean training, long[] shape) {
    PointerScope natives = scope();
    natives.extend();
    Compiler.Result result;
    try (natives) {
      Shapes shapes =
          model instanceof MultiLayerNetwork layers
              ? Shapes.of(layers, shape)
              : Shapes.of((ComputationGraph) model, shape);
      Compiler compiler = new Compiler(stages, shapes, training, foreignMemory.manager());
      result = compiler.compile();
      foreign = compiler.foreign();
    } catch (NotSupportedException e) {
      natives.close();
      throw e;
    } catch (RuntimeException e) {
      natives.close();
      throw new NotSupportedException("oneDNN cannot compute it: " + e.getMessage(), e);
    }
    MemoryPlan plan = result.assembly().memory();
    if (plan.bytes() > memory.bytes()) {
      close();
      memory = new Slab(plan.bytes());
    }
    plan.place(memory.block());
    return Program.of(result, natives, memory);
  }

  @SuppressWarnings("unchecked") // No class to restrict it to: the array is empty.
  private static PointerScope scope() {
    return new PointerScope();
  }

  /** Frees the native memory; a later computation allocates it anew. */
  @Override
  public void close() {
    programs.values().forEach(Program::close);
    programs.clear();
    memory.close();
    memory = new Slab(0);
  }
}
