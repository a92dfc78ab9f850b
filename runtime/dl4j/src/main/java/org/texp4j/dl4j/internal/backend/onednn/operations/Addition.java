package org.texp4j.dl4j.internal.backend.onednn.operations;

import java.util.List;
import org.texp4j.dl4j.internal.backend.onednn.program.Operation;
import org.texp4j.dl4j.internal.backend.onednn.program.ProgramBuilder;
import org.texp4j.dl4j.internal.backend.onednn.program.Tensor;
import org.texp4j.dl4j.internal.backend.onednn.program.Value;

/** The sum of several values, such as the two paths of a residual block. */
final class Addition implements Operation {

  private final List<Value> inputs;
  private Value output;

  Addition(List<Value> inputs) {
    this.inputs = inputs;
  }

  @Override
  public Value forward(ProgramBuilder builder) {
    Tensor sum = inputs.get(0).tensor(builder);
    for (Value input : inputs.subList(1, inputs.size())) {
      Tensor next = builder.tensor(sum.layout());
      builder.add(sum, input.tensor(builder, sum.layout()), next);
      sum = next;
    }
    output = Value.computed(sum, inputs.get(0).shape());
    return output;
  }

  @Override
  public void backward(ProgramBuilder builder) {
    for (Value input : inputs) {
      if (input.isDifferentiable()) {
        input.contribute(builder, output.gradient(), true);
      }
    }
  }
}
