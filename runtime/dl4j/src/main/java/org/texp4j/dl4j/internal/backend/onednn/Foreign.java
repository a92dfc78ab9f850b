package org.texp4j.dl4j.internal.backend.onednn;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.memory;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A stage that Deeplearning4j computes, on arrays of its own. */
final class Foreign implements Operation {

  /** What Deeplearning4j computes. */
  interface Body {

    /** The stage's value. */
    INDArray forward(List<INDArray> inputs);

    /**
     * Computes the gradients by the stage's parameters, and returns those by its inputs.
     *
     * @param gradient by the stage's value
     */
    List<INDArray> backward(INDArray gradient);
  }

  private final List<Value> inputs;
  private final long[] shape;
  private final Body body;
  private Value output;
  private INDArray latest;
  private List<INDArray> latestGradients;

  Foreign(List<Value> inputs, long[] shape, Body body) {
    this.inputs = inputs;
    this.shape = shape;
    this.body = body;
  }

  @Override
  public Value forward(Assembly assembly) {
    List<Boundary> arguments = new ArrayList<>();
    for (Value input : inputs) {
      arguments.add(Boundary.to(assembly, input.tensor(assembly), input.shape()));
    }
    Tensor result = assembly.outside(OneDnn.plain(shape));
    assembly.run(
        () -> {
          latest =
              FloatArrays.plain(body.forward(arguments.stream().map(Boundary::array).toList()));
          point(result, latest);
        });
    output = Value.computed(result, shape);
    return output;
  }

  @Override
  public void backward(Assembly assembly) {
    Boundary gradient = Boundary.to(assembly, output.gradient(), shape);
    List<Tensor> results = new ArrayList<>();
    for (Value input : inputs) {
      results.add(assembly.outside(OneDnn.plain(input.shape())));
    }
    assembly.run(
        () -> {
          latestGradients = new ArrayList<>();
          List<INDArray> gradients = body.backward(gradient.array());
          for (int i = 0; i < results.size(); i++) {
            if (inputs.get(i).isDifferentiable()) {
              INDArray array = FloatArrays.plain(gradients.get(i));
              point(results.get(i), array);
              latestGradients.add(array);
            }
          }
        });
    for (int i = 0; i < results.size(); i++) {
      Value input = inputs.get(i);
      if (input.isDifferentiable()) {
        input.contribute(assembly, results.get(i));
      }
    }
  }

  private static void point(Tensor tensor, INDArray array) {
    tensor.memory().set_data_handle(array.data().addressPointer());
  }

  /** An array of Deeplearning4j's into which a program copies a tensor. */
  private static final class Boundary {

    private final long[] shape;
    private final Tensor tensor;
    private INDArray array;

    private Boundary(Assembly assembly, long[] shape) {
      this.shape = shape;
      memory.desc layout = OneDnn.plain(shape);
      tensor = assembly.outside(layout);
    }

    static Boundary to(Assembly assembly, Tensor source, long[] shape) {
      Boundary boundary = new Boundary(assembly, shape);
      assembly.run(boundary::create);
      assembly.copy(source, boundary.tensor);
      return boundary;
    }

    private void create() {
      if (array == null) {
        array = FloatArrays.create(shape);
        point(tensor, array);
      }
    }

    INDArray array() {
      return array;
    }
  }
}
