package org.texp4j.dl4j.internal.backend.onednn;

/** The product of two values of one shape, element by element. */
final class Product implements Operation {

  private final Value first;
  private final Value second;
  private Value output;

  Product(Value first, Value second) {
    this.first = first;
    this.second = second;
  }

  @Override
  public Value forward(Assembly assembly) {
    output = Value.computed(times(assembly, second, first.tensor(assembly)), first.shape());
    return output;
  }

  private static Tensor times(Assembly assembly, Value factor, Tensor tensor) {
    Tensor product = assembly.tensor(tensor.layout());
    assembly.multiply(factor.tensor(assembly), tensor, product);
    return product;
  }

  @Override
  public void backward(Assembly assembly) {
    if (first.isDifferentiable()) {
      first.contribute(assembly, times(assembly, second, output.gradient()));
    }
    if (second.isDifferentiable()) {
      second.contribute(assembly, times(assembly, first, output.gradient()));
    }
  }
}
