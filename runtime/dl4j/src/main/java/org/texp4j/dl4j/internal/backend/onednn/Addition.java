package org.texp4j.dl4j.internal.backend.onednn;

import java.util.List;

/** The sum of several values, such as the two paths of a residual block. */
final class Addition implements Operation {

  private final List<Value> inputs;
  private Value output;

  Addition(List<Value> inputs) {
    this.inputs = inputs;
  }

  @Override
  public Value forward(Assembly assembly) {
    Tensor sum = inputs.get(0).tensor(assembly);
    for (Value input : inputs.subList(1, inputs.size())) {
      Tensor next = assembly.tensor(sum.layout());
      assembly.add(sum, input.tensor(assembly, sum.layout()), next);
      sum = next;
    }
    output = Value.computed(sum, inputs.get(0).shape());
    return output;
  }

  @Override
  public void backward(Assembly assembly) {
    for (Value input : inputs) {
      if (input.isDifferentiable()) {
        input.contribute(assembly, output.gradient(), true);
      }
    }
  }
}
