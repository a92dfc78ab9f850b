package org.texp4j.dl4j.internal.backend.onednn;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.dnnl.memory;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.texp4j.dl4j.internal.backend.onednn.program.FloatArrays;
import org.texp4j.dl4j.internal.backend.onednn.program.Layouts;
import org.texp4j.dl4j.internal.backend.onednn.program.Operation;
import org.texp4j.dl4j.internal.backend.onednn.program.ProgramBuilder;
import org.texp4j.dl4j.internal.backend.onednn.program.Tensor;
import org.texp4j.dl4j.internal.backend.onednn.program.Value;

/** A node of the network that Deeplearning4j computes, on arrays of its own. */
final class Fallback implements Operation {

  /** What Deeplearning4j computes in a fallback. */
  interface Kernel {

    /** Returns the node's value, in any shape: the fallback compares it with the planned one. */
    INDArray forward(List<INDArray> inputs);

    /**
     * Computes the gradients with respect to the node's parameters, and returns those with respect
     * to its inputs, in any shape, or null where it computes none.
     *
     * @param gradient with respect to the node's value
     */
    List<INDArray> backward(INDArray gradient);
  }

  private final String label;
  private final List<Value> inputs;
  private final long[] shape;
  private final Kernel kernel;
  private Value output;
  private INDArray latest;
  private List<INDArray> latestGradients;

  /**
   * Creates a fallback.
   *
   * @param label the node as its author knows it
   * @param shape the shape of its value
   */
  Fallback(String label, List<Value> inputs, long[] shape, Kernel kernel) {
    this.label = label;
    this.inputs = inputs;
    this.shape = shape;
    this.kernel = kernel;
  }

  @Override
  public Value forward(ProgramBuilder builder) {
    List<InputArray> arguments = new ArrayList<>();
    for (Value input : inputs) {
      arguments.add(InputArray.copying(builder, input.tensor(builder), input.shape()));
    }
    Tensor result = builder.external(Layouts.plain(shape));
    builder.addStep(
        () -> {
          List<INDArray> arrays = arguments.stream().map(InputArray::array).toList();
          latest = computed(() -> FloatArrays.plain(kernel.forward(arrays)));
          result.pointTo("the activations of " + label, latest, shape);
        });
    output = Value.computed(result, shape);
    return output;
  }

  @Override
  public void backward(ProgramBuilder builder) {
    InputArray gradient = InputArray.copying(builder, output.gradient(), shape);
    List<Tensor> results = new ArrayList<>();
    for (Value input : inputs) {
      results.add(builder.external(Layouts.plain(input.shape())));
    }
    builder.addStep(
        () -> {
          latestGradients = new ArrayList<>();
          List<INDArray> gradients = computed(() -> kernel.backward(gradient.array()));
          for (int i = 0; i < results.size(); i++) {
            Value input = inputs.get(i);
            if (input.isDifferentiable()) {
              INDArray array = plainOrNull(gradients.get(i));
              results.get(i).pointTo("the gradients of " + label, array, input.shape());
              latestGradients.add(array);
            }
          }
        });
    for (int i = 0; i < results.size(); i++) {
      Value input = inputs.get(i);
      if (input.isDifferentiable()) {
        input.contribute(builder, results.get(i));
      }
    }
  }

  private static INDArray plainOrNull(INDArray array) {
    return array == null ? null : FloatArrays.plain(array);
  }

  /**
   * Computes something by Deeplearning4j's code, which may expect what a program does not offer.
   */
  private <T> T computed(Supplier<T> computation) {
    try {
      return computation.get();
    } catch (RuntimeException e) {
      throw new NotSupportedException(label + " fails in a program: " + e, e);
    }
  }

  /** An array of Deeplearning4j's into which a program copies an input. */
  private static final class InputArray {

    private final long[] shape;
    private final Tensor tensor;
    private INDArray array;

    private InputArray(ProgramBuilder builder, long[] shape) {
      this.shape = shape;
      memory.desc layout = Layouts.plain(shape);
      tensor = builder.external(layout);
    }

    static InputArray copying(ProgramBuilder builder, Tensor source, long[] shape) {
      InputArray copy = new InputArray(builder, shape);
      builder.addStep(copy::create);
      builder.copy(source, copy.tensor);
      return copy;
    }

    private void create() {
      if (array == null) {
        array = FloatArrays.create(shape);
        tensor.pointTo("an input of Deeplearning4j", array, shape);
      }
    }

    INDArray array() {
      return array;
    }
  }
}
