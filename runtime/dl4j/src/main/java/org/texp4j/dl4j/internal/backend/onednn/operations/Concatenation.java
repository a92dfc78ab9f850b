package org.texp4j.dl4j.internal.backend.onednn.operations;

import java.util.List;
import org.bytedeco.dnnl.memory;
import org.texp4j.dl4j.internal.backend.onednn.program.Layouts;
import org.texp4j.dl4j.internal.backend.onednn.program.Operation;
import org.texp4j.dl4j.internal.backend.onednn.program.ProgramBuilder;
import org.texp4j.dl4j.internal.backend.onednn.program.Tensor;
import org.texp4j.dl4j.internal.backend.onednn.program.Value;

/** Several values concatenated along their channels, or along the columns of rows. */
final class Concatenation implements Operation {

  private final List<Value> inputs;
  private final long[] shape;
  private memory.desc layout;
  private Value output;

  /**
   * Creates a concatenation.
   *
   * @param inputs of one shape, except for the second dimension
   */
  Concatenation(List<Value> inputs) {
    this.inputs = inputs;
    shape = inputs.get(0).shape().clone();
    shape[1] = inputs.stream().mapToLong(input -> input.shape()[1]).sum();
  }

  @Override
  public Value forward(ProgramBuilder builder) {
    layout = layout(builder);
    Tensor whole = builder.tensor(layout);
    long from = 0;
    for (Value input : inputs) {
      builder.copy(input.tensor(builder), part(builder, whole, input, from));
      from += input.shape()[1];
    }
    output = Value.computed(whole, shape);
    return output;
  }

  /** Blocks of channels where an input has them already and no block is split between inputs. */
  private memory.desc layout(ProgramBuilder builder) {
    for (int block : Layouts.blocks()) {
      if (shape.length == 4
          && inputs.stream().allMatch(input -> input.shape()[1] % block == 0)
          && inputs.stream().anyMatch(input -> isBlocked(input, builder, block))) {
        return Layouts.blocked(block, shape);
      }
    }
    return Layouts.plain(shape);
  }

  private static boolean isBlocked(Value input, ProgramBuilder builder, int block) {
    return input.tensor(builder).hasLayout(Layouts.blocked(block, input.shape()));
  }

  private Tensor part(ProgramBuilder builder, Tensor whole, Value input, long from) {
    long[] offsets = new long[shape.length];
    offsets[1] = from;
    return builder.view(whole, layout.submemory_desc(input.shape(), offsets));
  }

  @Override
  public void backward(ProgramBuilder builder) {
    Tensor whole = output.gradient(builder, layout);
    long from = 0;
    for (Value input : inputs) {
      if (input.isDifferentiable()) {
        Tensor gradient = builder.tensor(input.tensor(builder).layout());
        builder.copy(part(builder, whole, input, from), gradient);
        input.contribute(builder, gradient);
      }
      from += input.shape()[1];
    }
  }
}
