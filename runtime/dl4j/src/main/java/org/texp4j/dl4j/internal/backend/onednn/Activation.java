package org.texp4j.dl4j.internal.backend.onednn;

/** An activation function by itself; the identity if there is none. */
final class Activation implements Operation {

  private final Value input;
  private final Elementwise function;
  private Value output;

  Activation(Value input, Elementwise function) {
    this.input = input;
    this.function = function;
  }

  @Override
  public Value forward(Assembly assembly) {
    Tensor result = function.forward(assembly, input.tensor(assembly));
    output = Value.computed(result, input.shape());
    return output;
  }

  @Override
  public void backward(Assembly assembly) {
    if (input.isDifferentiable()) {
      Tensor known = function.ofOutput() ? output.tensor(assembly) : input.tensor(assembly);
      input.contribute(assembly, function.backward(assembly, known, output.gradient()));
    }
  }
}
