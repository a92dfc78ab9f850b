package org.texp4j.dl4j.internal.backend.onednn;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.function.Supplier;

/** A small tensor that steps in Java read and write, through an array of their own. */
final class Table {

  private final Tensor tensor;
  private final Supplier<FloatBuffer> floats;
  private final float[] numbers;

  private Table(Assembly assembly, Tensor tensor) {
    this.tensor = tensor;
    floats = assembly.floats(tensor);
    numbers = new float[(int) (tensor.layout().get_size() / Float.BYTES)];
  }

  /** A new tensor of one dimension. */
  static Table create(Assembly assembly, int size) {
    return new Table(assembly, assembly.tensor(OneDnn.plain(size)));
  }

  /** A tensor in a plain layout, or a copy of it if it lies in another place at each run. */
  static Table of(Assembly assembly, Tensor tensor) {
    return new Table(assembly, assembly.placed(tensor));
  }

  Tensor tensor() {
    return tensor;
  }

  /** The array, with what was last read or written. */
  float[] numbers() {
    return numbers;
  }

  /** The array, with what the tensor holds. */
  float[] read() {
    floats.get().get(0, numbers);
    return numbers;
  }

  /** Copies the array to the tensor. */
  void write() {
    floats.get().put(0, numbers);
  }

  /** Sets all numbers, of the tensor too. */
  void fill(float number) {
    Arrays.fill(numbers, number);
    write();
  }
}
