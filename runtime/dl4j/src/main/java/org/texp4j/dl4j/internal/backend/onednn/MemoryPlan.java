package org.texp4j.dl4j.internal.backend.onednn;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;

/**
 * Where in one block of memory each space lies, such that those in use at the same time do not
 * overlap.
 *
 * @param offsets the first byte of each space
 * @param bytes how large the block has to be
 */
record MemoryPlan(Map<Space, Long> offsets, long bytes) {

  /** The width of a cache line, to which oneDNN's vector instructions are aligned. */
  static final long ALIGNMENT = 64;

  /** Places the largest first, each as far in front as those it meets let it. */
  static MemoryPlan of(List<Space> spaces) {
    List<Space> largestFirst =
        spaces.stream()
            .filter(Space::isUsed)
            .sorted(Comparator.comparingLong((Space space) -> space.bytes).reversed())
            .toList();
    Map<Space, Long> offsets = new LinkedHashMap<>();
    long bytes = 0;
    for (Space space : largestFirst) {
      long offset = freeOffset(space, offsets);
      offsets.put(space, offset);
      bytes = Math.max(bytes, offset + aligned(space.bytes));
    }
    return new MemoryPlan(offsets, bytes);
  }

  private static long freeOffset(Space space, Map<Space, Long> placed) {
    List<Map.Entry<Space, Long>> inTheWay = new ArrayList<>(placed.entrySet());
    inTheWay.removeIf(entry -> !entry.getKey().overlaps(space));
    inTheWay.sort(Map.Entry.comparingByValue());
    long offset = 0;
    for (Map.Entry<Space, Long> entry : inTheWay) {
      if (offset + aligned(space.bytes) <= entry.getValue()) {
        break;
      }
      offset = Math.max(offset, entry.getValue() + aligned(entry.getKey().bytes));
    }
    return offset;
  }

  private static long aligned(long bytes) {
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /** Points every tensor to its place in a block, whose first byte is aligned. */
  void place(BytePointer block) {
    offsets.forEach((space, offset) -> space.place(block, offset));
  }
}
