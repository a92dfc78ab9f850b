package org.texp4j.dl4j.internal.backend.onednn;

import java.util.List;
import org.bytedeco.dnnl.memory;

/** Several values behind each other: their channels, or the columns of their rows. */
final class Concatenation implements Operation {

  private final List<Value> inputs;
  private final long[] shape;
  private memory.desc layout;
  private Value output;

  /**
   * A concatenation.
   *
   * @param inputs all of one shape, but for the second dimension
   */
  Concatenation(List<Value> inputs) {
    this.inputs = inputs;
    shape = inputs.get(0).shape().clone();
    shape[1] = inputs.stream().mapToLong(input -> input.shape()[1]).sum();
  }

  @Override
  public Value forward(Assembly assembly) {
    layout = layout(assembly);
    Tensor whole = assembly.tensor(layout);
    long from = 0;
    for (Value input : inputs) {
      assembly.copy(input.tensor(assembly), part(assembly, whole, input, from));
      from += input.shape()[1];
    }
    output = Value.computed(whole, shape);
    return output;
  }

  /** Channels in blocks where no block is divided, and where an input has such blocks already. */
  private memory.desc layout(Assembly assembly) {
    for (int block : OneDnn.BLOCKS) {
      if (shape.length == 4
          && inputs.stream().allMatch(input -> input.shape()[1] % block == 0)
          && inputs.stream().anyMatch(input -> isBlocked(input, assembly, block))) {
        return OneDnn.blocked(block, shape);
      }
    }
    return OneDnn.plain(shape);
  }

  private static boolean isBlocked(Value input, Assembly assembly, int block) {
    return input.tensor(assembly).hasLayout(OneDnn.blocked(block, input.shape()));
  }

  private Tensor part(Assembly assembly, Tensor whole, Value input, long from) {
    long[] offsets = new long[shape.length];
    offsets[1] = from;
    return assembly.view(whole, layout.submemory_desc(input.shape(), offsets));
  }

  @Override
  public void backward(Assembly assembly) {
    Tensor whole = output.gradient(assembly, layout);
    long from = 0;
    for (Value input : inputs) {
      if (input.isDifferentiable()) {
        Tensor gradient = assembly.tensor(input.tensor(assembly).layout());
        assembly.copy(part(assembly, whole, input, from), gradient);
        input.contribute(assembly, gradient);
      }
      from += input.shape()[1];
    }
  }
}
