package org.texp4j.dl4j.internal.backend.onednn.operations;

import org.texp4j.dl4j.internal.backend.onednn.program.Operation;
import org.texp4j.dl4j.internal.backend.onednn.program.ProgramBuilder;
import org.texp4j.dl4j.internal.backend.onednn.program.Tensor;
import org.texp4j.dl4j.internal.backend.onednn.program.Value;

/** A function applied to each element of a value, such as an activation function. */
final class Elementwise implements Operation {

  private final Value input;
  private final ElementwiseFunction function;
  private Value output;

  Elementwise(Value input, ElementwiseFunction function) {
    this.input = input;
    this.function = function;
  }

  @Override
  public Value forward(ProgramBuilder builder) {
    Tensor result = function.forward(builder, input.tensor(builder));
    output = Value.computed(result, input.shape());
    return output;
  }

  @Override
  public void backward(ProgramBuilder builder) {
    if (input.isDifferentiable()) {
      Tensor known = function.ofOutput() ? output.tensor(builder) : input.tensor(builder);
      input.contribute(builder, function.backward(builder, known, output.gradient()));
    }
  }
}
