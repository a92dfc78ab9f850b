package org.texp4j.dl4j.internal.backend.onednn;

import org.bytedeco.dnnl.memory;

/**
 * What a stage computes and later stages read, and the gradient of the loss by it.
 *
 * <p>Both come to be while the program is put together: the tensor on the way forward, the gradient
 * on the way back as the sum of what its readers contribute. A value may be another one in another
 * shape, element for element in Deeplearning4j's order.
 */
final class Value {

  private final long[] shape;
  private final Value reshaped;
  private final boolean differentiable;
  private Tensor tensor;
  private Tensor gradient;

  private Value(long[] shape, Value reshaped, boolean differentiable, Tensor tensor) {
    this.shape = shape;
    this.reshaped = reshaped;
    this.differentiable = differentiable;
    this.tensor = tensor;
  }

  /** A value that the network is given: nobody asks for its gradient. */
  static Value given(Tensor tensor, long... shape) {
    return new Value(shape, null, false, tensor);
  }

  /** A value that a stage computes. */
  static Value computed(Tensor tensor, long... shape) {
    return new Value(shape, null, true, tensor);
  }

  /** This value in another shape. */
  Value reshaped(long... shape) {
    return new Value(shape, this, differentiable, null);
  }

  long[] shape() {
    return shape;
  }

  /** The value this one is in another shape; null if it is none. */
  Value original() {
    return reshaped;
  }

  /** Whether the loss's gradient by it is needed. */
  boolean isDifferentiable() {
    return differentiable;
  }

  /** The value in whichever layout it has. */
  Tensor tensor(Assembly assembly) {
    if (tensor == null) {
      Tensor plain = reshaped.tensor(assembly, OneDnn.plain(reshaped.shape));
      tensor = assembly.view(plain, OneDnn.plain(shape));
    }
    return tensor;
  }

  /** The value in that layout. */
  Tensor tensor(Assembly assembly, memory.desc layout) {
    return assembly.inLayout(tensor(assembly), layout);
  }

  /** The sum of all contributions, in that layout. */
  Tensor gradient(Assembly assembly, memory.desc layout) {
    return assembly.inLayout(gradient(), layout);
  }

  /** The sum of all contributions, in whichever layout it has. */
  Tensor gradient() {
    if (gradient == null) {
      throw new IllegalStateException("a stage whose output nobody reads");
    }
    return gradient;
  }

  /** Whether anything was contributed. */
  boolean hasGradient() {
    return gradient != null;
  }

  /**
   * Adds to the gradient. The tensor becomes the value's, unless {@code shared}: then it is read
   * only, since it is the gradient of other values too.
   */
  void contribute(Assembly assembly, Tensor contribution, boolean shared) {
    if (reshaped != null) {
      Tensor plain = assembly.inLayout(contribution, OneDnn.plain(shape));
      reshaped.contribute(assembly, assembly.view(plain, OneDnn.plain(reshaped.shape)), shared);
    } else if (gradient == null) {
      gradient = contribution;
    } else {
      Tensor sum = shared ? assembly.tensor(contribution.layout()) : contribution;
      assembly.add(gradient, contribution, sum);
      gradient = sum;
    }
  }

  void contribute(Assembly assembly, Tensor contribution) {
    contribute(assembly, contribution, false);
  }
}
