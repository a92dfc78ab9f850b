package org.texp4j.dl4j.internal.backend.onednn;

import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.BytePointer;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;

/** Images with rows and columns of zeros around them. */
final class Padding implements Operation {

  private final Value input;
  private final long[] shape;
  private final long[] offsets;
  private memory.desc layout;
  private Value output;

  private Padding(Value input, long[] shape, int[] sides) {
    this.input = input;
    this.shape = shape;
    offsets = new long[] {0, 0, sides[0], sides[2]};
  }

  /**
   * What a layer pads.
   *
   * @param shape of the result
   */
  static Padding of(Value input, long[] shape, Layer layer) {
    // Above, below, before, behind.
    int[] sides = ((ZeroPaddingLayer) layer.conf().getLayer()).getPadding();
    return new Padding(input, shape, sides);
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
