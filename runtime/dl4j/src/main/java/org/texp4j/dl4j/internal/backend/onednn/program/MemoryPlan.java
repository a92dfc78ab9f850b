package org.texp4j.dl4j.internal.backend.onednn.program;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;

/**
 * Where in an arena each buffer lies: buffers whose live ranges overlap do not overlap in memory.
 *
 * @param offsets the first byte of each buffer that is used, a multiple of {@link #ALIGNMENT}
 * @param guards the first byte of each guard, which is as long as the alignment
 * @param bytes the size of the arena
 */
record MemoryPlan(Map<ArenaBuffer, Long> offsets, List<Long> guards, long bytes) {

  private static final byte GUARD = 0x5a;

  /** The width of a cache line, to which oneDNN's vector instructions are aligned. */
  static final long ALIGNMENT = 64;

  static MemoryPlan of(List<ArenaBuffer> buffers, Placement placement) {
    return placement == Placement.SHARED ? shared(buffers) : guarded(buffers);
  }

  private static MemoryPlan guarded(List<ArenaBuffer> buffers) {
    Map<ArenaBuffer, Long> offsets = new LinkedHashMap<>();
    List<Long> guards = new ArrayList<>(List.of(0L));
    long end = ALIGNMENT;
    for (ArenaBuffer buffer : buffers) {
      if (!buffer.liveRange().isEmpty()) {
        offsets.put(buffer, end);
        end += aligned(buffer.bytes());
        guards.add(end);
        end += ALIGNMENT;
      }
    }
    return new MemoryPlan(offsets, guards, end);
  }

  /**
   * Plans greedily: places the largest buffer first, each at the lowest offset where it fits
   * between those that are live at the same time.
   */
  static MemoryPlan shared(List<ArenaBuffer> buffers) {
    List<ArenaBuffer> largestFirst =
        buffers.stream()
            .filter(buffer -> !buffer.liveRange().isEmpty())
            .sorted(Comparator.comparingLong(ArenaBuffer::bytes).reversed())
            .toList();
    Map<ArenaBuffer, Long> offsets = new LinkedHashMap<>();
    long bytes = 0;
    for (ArenaBuffer buffer : largestFirst) {
      long offset = lowestFreeOffset(buffer, offsets);
      offsets.put(buffer, offset);
      bytes = Math.max(bytes, offset + aligned(buffer.bytes()));
    }
    return new MemoryPlan(offsets, List.of(), bytes);
  }

  private static long lowestFreeOffset(ArenaBuffer buffer, Map<ArenaBuffer, Long> placed) {
    List<Map.Entry<ArenaBuffer, Long>> conflicts = new ArrayList<>(placed.entrySet());
    conflicts.removeIf(entry -> !entry.getKey().liveRange().overlaps(buffer.liveRange()));
    conflicts.sort(Map.Entry.comparingByValue());
    long offset = 0;
    for (Map.Entry<ArenaBuffer, Long> conflict : conflicts) {
      if (offset + aligned(buffer.bytes()) <= conflict.getValue()) {
        break;
      }
      offset = Math.max(offset, conflict.getValue() + aligned(conflict.getKey().bytes()));
    }
    return offset;
  }

  private static long aligned(long bytes) {
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /**
   * Points every tensor to its place.
   *
   * @param arena its first byte, aligned
   */
  void place(BytePointer arena) {
    offsets.forEach((buffer, offset) -> buffer.place(arena, offset));
  }

  /** Writes the guards. */
  void guard(BytePointer arena) {
    for (long guard : guards) {
      BytePointer.memset(arena.getPointer(guard), GUARD, ALIGNMENT);
    }
  }

  /** Throws IllegalStateException if a guard has changed since {@link #guard}. */
  void requireGuards(BytePointer arena) {
    for (long guard : guards) {
      for (long i = guard; i < guard + ALIGNMENT; i++) {
        if (arena.get(i) != GUARD) {
          throw new IllegalStateException("a step wrote beside its tensors, at byte " + i);
        }
      }
    }
  }
}
