package org.texp4j.dl4j.internal.backend.onednn.operations;

import org.texp4j.dl4j.internal.backend.onednn.program.Operation;
import org.texp4j.dl4j.internal.backend.onednn.program.ProgramBuilder;
import org.texp4j.dl4j.internal.backend.onednn.program.Tensor;
import org.texp4j.dl4j.internal.backend.onednn.program.Value;

/** The elementwise product of two values of one shape. */
final class Product implements Operation {

  private final Value first;
  private final Value second;
  private Value output;

  Product(Value first, Value second) {
    this.first = first;
    this.second = second;
  }

  @Override
  public Value forward(ProgramBuilder builder) {
    output = Value.computed(times(builder, second, first.tensor(builder)), first.shape());
    return output;
  }

  private static Tensor times(ProgramBuilder builder, Value factor, Tensor tensor) {
    Tensor product = builder.tensor(tensor.layout());
    builder.multiply(factor.tensor(builder), tensor, product);
    return product;
  }

  @Override
  public void backward(ProgramBuilder builder) {
    if (first.isDifferentiable()) {
      first.contribute(builder, times(builder, second, output.gradient()));
    }
    if (second.isDifferentiable()) {
      second.contribute(builder, times(builder, first, output.gradient()));
    }
  }
}
