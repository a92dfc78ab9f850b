package org.texp4j.dl4j.internal.backend.onednn.program;

import org.bytedeco.javacpp.BytePointer;

/** A block of native memory, aligned to cache lines, that holds the tensors of a program. */
public final class Arena implements AutoCloseable {

  private final BytePointer memory;
  private final BytePointer block;
  private final long bytes;

  /**
   * Allocates a block.
   *
   * @param bytes its size
   * @throws OutOfMemoryError if there is not that much memory
   */
  public Arena(long bytes) {
    this.bytes = bytes;
    memory = new BytePointer(bytes + MemoryPlan.ALIGNMENT);
    block = memory.getPointer(MemoryPlan.ALIGNMENT - memory.address() % MemoryPlan.ALIGNMENT);
    // Memory that was never written must not be read as infinities, which slow the processor down.
    BytePointer.memset(memory, 0, bytes + MemoryPlan.ALIGNMENT);
  }

  BytePointer block() {
    return block;
  }

  /** The size in bytes. */
  public long bytes() {
    return bytes;
  }

  @Override
  public void close() {
    memory.deallocate();
  }
}
