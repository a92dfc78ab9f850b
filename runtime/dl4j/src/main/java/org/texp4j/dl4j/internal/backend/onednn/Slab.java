package org.texp4j.dl4j.internal.backend.onednn;

import org.bytedeco.javacpp.BytePointer;

/** One aligned block of native memory. */
final class Slab implements AutoCloseable {

  private final BytePointer memory;
  private final BytePointer block;
  private final long bytes;

  /**
   * Allocates a block.
   *
   * @throws OutOfMemoryError if there is no such memory
   */
  Slab(long bytes) {
    this.bytes = bytes;
    memory = new BytePointer(bytes + MemoryPlan.ALIGNMENT);
    block = memory.getPointer(MemoryPlan.ALIGNMENT - memory.address() % MemoryPlan.ALIGNMENT);
    // What was never written must not be read as infinities, which slow the processor down.
    BytePointer.memset(memory, 0, bytes + MemoryPlan.ALIGNMENT);
  }

  BytePointer block() {
    return block;
  }

  long bytes() {
    return bytes;
  }

  @Override
  public void close() {
    memory.deallocate();
  }
}
