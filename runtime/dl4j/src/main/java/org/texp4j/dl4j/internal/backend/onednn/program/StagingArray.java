package org.texp4j.dl4j.internal.backend.onednn.program;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.function.Supplier;

/** A small tensor with a Java array through which steps written in Java read and write it. */
public final class StagingArray {

  private final Tensor tensor;
  private final Supplier<FloatBuffer> floats;
  private final float[] values;

  private StagingArray(ProgramBuilder builder, Tensor tensor) {
    this.tensor = tensor;
    floats = builder.floats(tensor);
    values = new float[(int) (tensor.layout().get_size() / Float.BYTES)];
  }

  /** A new tensor of one dimension. */
  public static StagingArray create(ProgramBuilder builder, int size) {
    return new StagingArray(builder, builder.tensor(Layouts.plain(size)));
  }

  /** A tensor in a plain layout, or a copy in the arena if it lies elsewhere. */
  public static StagingArray of(ProgramBuilder builder, Tensor tensor) {
    return new StagingArray(builder, builder.inArena(tensor));
  }

  /** The tensor. */
  public Tensor tensor() {
    return tensor;
  }

  /** The array, with what was last read or written; not a copy. */
  public float[] values() {
    return values;
  }

  /** Copies the tensor to the array and returns the array. */
  public float[] read() {
    floats.get().get(0, values);
    return values;
  }

  /** Copies the array to the tensor. */
  public void write() {
    floats.get().put(0, values);
  }

  /** Sets all elements of both. */
  public void fill(float value) {
    Arrays.fill(values, value);
    write();
  }
}
