package org.texp4j.dl4j.backend.onednn;

import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.BytePointer;

/** Images with rows and columns of zeros around them. */
final class Padding implements Operation {

  private final Value input;
  private final long[] shape;
  private final long[] offsets;
  private memory.desc layout;
  private Value output;

  /**
   * A padding.
   *
   * @param shape of the result
   * @param top how many rows of zeros are above the image
   * @param left how many columns of zeros are before it
   */
  Padding(Value input, long[] shape, long top, long left) {
    this.input = input;
    this.shape = shape;
    offsets = new long[] {0, 0, top, left};
  }

  @Override
  public Value forward(Assembly assembly) {
    layout = OneDnn.like(input.tensor(assembly).layout(), input.shape(), shape);
    Tensor padded = assembly.tensor(layout);
    assembly.run(() -> clear(padded), padded);
    assembly.copy(input.tensor(assembly), image(assembly, padded));
    output = Value.computed(padded, shape);
    return output;
  }

  private static void clear(Tensor tensor) {
    BytePointer.memset(tensor.memory().get_data_handle(), 0, tensor.layout().get_size());
  }

  private Tensor image(Assembly assembly, Tensor padded) {
    return assembly.view(padded, layout.submemory_desc(input.shape(), offsets));
  }

  @Override
  public void backward(Assembly assembly) {
    if (input.isDifferentiable()) {
      Tensor gradient = assembly.tensor(input.tensor(assembly).layout());
      assembly.copy(image(assembly, output.gradient(assembly, layout)), gradient);
      input.contribute(assembly, gradient);
    }
  }
}
