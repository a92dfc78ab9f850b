package org.texp4j.dl4j.internal.backend.onednn;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.BytePointer;

/** A stretch of a program's memory, and the steps of the program between which it is in use. */
final class Space {

  final long bytes;

  private final List<memory> tensors = new ArrayList<>();
  private int first = Integer.MAX_VALUE;
  private int last = -1;

  Space(long bytes) {
    this.bytes = bytes;
  }

  void holds(memory tensor) {
    tensors.add(tensor);
  }

  /** Says that a step reads or writes it. */
  void usedAt(int step) {
    first = Math.min(first, step);
    last = Math.max(last, step);
  }

  boolean overlaps(Space other) {
    return first <= other.last && other.first <= last;
  }

  boolean isUsed() {
    return last >= 0;
  }

  void place(BytePointer slab, long offset) {
    BytePointer start = slab.getPointer(offset); // Closing it would free the slab.
    tensors.forEach(tensor -> tensor.set_data_handle(start));
  }
}
