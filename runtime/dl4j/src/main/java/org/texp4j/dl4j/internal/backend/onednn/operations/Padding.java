package org.texp4j.dl4j.internal.backend.onednn.operations;

import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.BytePointer;
import org.texp4j.dl4j.internal.backend.onednn.program.Layouts;
import org.texp4j.dl4j.internal.backend.onednn.program.Operation;
import org.texp4j.dl4j.internal.backend.onednn.program.ProgramBuilder;
import org.texp4j.dl4j.internal.backend.onednn.program.Tensor;
import org.texp4j.dl4j.internal.backend.onednn.program.Value;

/** Images with rows and columns of zeros around them. */
final class Padding implements Operation {

  private final Value input;
  private final long[] shape;
  private final long[] offsets;
  private memory.desc layout;
  private Value output;

  /**
   * Creates a padding.
   *
   * @param input images
   * @param shape of the result
   * @param sides the numbers of rows above and below, and of columns to the left and right
   */
  Padding(Value input, long[] shape, int[] sides) {
    this.input = input;
    this.shape = shape;
    offsets = new long[] {0, 0, sides[0], sides[2]};
  }

  @Override
  public Value forward(ProgramBuilder builder) {
    layout = Layouts.like(input.tensor(builder).layout(), input.shape(), shape);
    Tensor padded = builder.tensor(layout);
    builder.addStep(() -> clear(padded), padded);
    builder.copy(input.tensor(builder), image(builder, padded));
    output = Value.computed(padded, shape);
    return output;
  }

  private static void clear(Tensor tensor) {
    BytePointer.memset(tensor.memory().get_data_handle(), 0, tensor.layout().get_size());
  }

  private Tensor image(ProgramBuilder builder, Tensor padded) {
    return builder.view(padded, layout.submemory_desc(input.shape(), offsets));
  }

  @Override
  public void backward(ProgramBuilder builder) {
    if (input.isDifferentiable()) {
      Tensor gradient = builder.tensor(input.tensor(builder).layout());
      builder.copy(image(builder, output.gradient(builder, layout)), gradient);
      input.contribute(builder, gradient);
    }
  }
}
