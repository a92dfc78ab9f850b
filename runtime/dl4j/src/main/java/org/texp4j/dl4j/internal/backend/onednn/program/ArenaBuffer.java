package org.texp4j.dl4j.internal.backend.onednn.program;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.BytePointer;

/**
 * A part of a program's arena: how large it is and when it is in use. Where it lies is decided by a
 * {@link MemoryPlan}.
 */
final class ArenaBuffer {

  private final long bytes;
  private final List<memory> tensors = new ArrayList<>();
  private LiveRange liveRange = LiveRange.EMPTY;

  ArenaBuffer(long bytes) {
    this.bytes = bytes;
  }

  long bytes() {
    return bytes;
  }

  LiveRange liveRange() {
    return liveRange;
  }

  /** Adds a tensor that lies in this buffer. */
  void add(memory tensor) {
    tensors.add(tensor);
  }

  /** Extends the live range to a step that reads or writes the buffer. */
  void useAt(int step) {
    liveRange = liveRange.including(step);
  }

  /** Points all tensors to the buffer's place in an arena. */
  void place(BytePointer arena, long offset) {
    BytePointer start = arena.getPointer(offset); // Closing it would free the arena.
    tensors.forEach(tensor -> tensor.set_data_handle(start));
  }
}
