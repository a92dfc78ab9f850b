package org.texp4j.dl4j.internal.backend.onednn.program;

import java.util.Arrays;
import org.bytedeco.dnnl.memory;

/**
 * What an operation computes and later operations read, and the gradient of the loss with respect
 * to it.
 *
 * <p>Both come to be while the program is built: the tensor in the forward direction, the gradient
 * in the backward direction as the sum of the contributions of those that read the value. A value
 * may be another one in another shape, element for element in Deeplearning4j's order.
 */
public final class Value {

  private final long[] shape;
  private final Value original;
  private final boolean differentiable;
  private Tensor tensor;
  private Tensor gradient;

  private Value(long[] shape, Value original, boolean differentiable, Tensor tensor) {
    this.shape = shape;
    this.original = original;
    this.differentiable = differentiable;
    this.tensor = tensor;
  }

  /** The network's input, whose gradient is never needed. */
  public static Value input(Tensor tensor, long... shape) {
    return new Value(shape, null, false, tensor);
  }

  /** A value that an operation computes. */
  public static Value computed(Tensor tensor, long... shape) {
    return new Value(shape, null, true, tensor);
  }

  /** This value in another shape of as many elements. */
  public Value reshaped(long... shape) {
    if (elements(shape) != elements(this.shape)) {
      throw new MismatchException(
          "activations of shape "
              + Arrays.toString(this.shape)
              + " cannot be read in shape "
              + Arrays.toString(shape));
    }
    return new Value(shape, this, differentiable, null);
  }

  private static long elements(long[] shape) {
    return Arrays.stream(shape).reduce(1, (first, second) -> first * second);
  }

  /** The shape, the examples first; not a copy. */
  public long[] shape() {
    return shape;
  }

  /** The value of which this is a {@link #reshaped} one; null if it is none. */
  public Value original() {
    return original;
  }

  /** Whether the gradient with respect to it is needed. */
  public boolean isDifferentiable() {
    return differentiable;
  }

  /** The value in whichever layout it has. */
  public Tensor tensor(ProgramBuilder builder) {
    if (tensor == null) {
      Tensor plain = original.tensor(builder, Layouts.plain(original.shape));
      tensor = builder.view(plain, Layouts.plain(shape));
    }
    return tensor;
  }

  /** The value in that layout. */
  public Tensor tensor(ProgramBuilder builder, memory.desc layout) {
    return builder.inLayout(tensor(builder), layout);
  }

  /** The sum of all contributions, in that layout. */
  public Tensor gradient(ProgramBuilder builder, memory.desc layout) {
    return builder.inLayout(gradient(), layout);
  }

  /**
   * The sum of all contributions, in whichever layout it has.
   *
   * @throws IllegalStateException if there are none
   */
  public Tensor gradient() {
    if (gradient == null) {
      throw new IllegalStateException("no operation reads this value");
    }
    return gradient;
  }

  /** Whether anything was contributed. */
  public boolean hasGradient() {
    return gradient != null;
  }

  /**
   * Adds to the gradient.
   *
   * @param shared whether the tensor is the gradient of other values too, and so is only read;
   *     otherwise it becomes this value's
   */
  public void contribute(ProgramBuilder builder, Tensor contribution, boolean shared) {
    if (original != null) {
      Tensor plain = builder.inLayout(contribution, Layouts.plain(shape));
      original.contribute(builder, builder.view(plain, Layouts.plain(original.shape)), shared);
    } else if (gradient == null) {
      gradient = contribution;
    } else {
      Tensor sum = shared ? builder.tensor(contribution.layout()) : contribution;
      builder.add(gradient, contribution, sum);
      gradient = sum;
    }
  }

  /** Adds a tensor to the gradient, which becomes this value's own. */
  public void contribute(ProgramBuilder builder, Tensor contribution) {
    contribute(builder, contribution, false);
  }
}
