package org.texp4j.dl4j.internal.backend.onednn.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class MemoryPlanTest {

  private static final int PROGRAMS = 300;

  @Test
  void buffersThatAreLiveAtTheSameTimeDoNotOverlapInMemory() {
    int conflicts = 0;
    for (long seed = 0; seed < PROGRAMS; seed++) {
      List<ArenaBuffer> buffers = draw(new Random(seed));
      Map<ArenaBuffer, Long> offsets = MemoryPlan.shared(buffers).offsets();
      assertThat(offsets).containsOnlyKeys(buffers.toArray(ArenaBuffer[]::new));
      for (ArenaBuffer first : buffers) {
        for (ArenaBuffer second : buffers) {
          if (first != second && liveAtTheSameTime(first, second)) {
            conflicts++;
            assertThat(
                    end(first, offsets) <= offsets.get(second)
                        || end(second, offsets) <= offsets.get(first))
                .as("seed %d: %s and %s", seed, first.liveRange(), second.liveRange())
                .isTrue();
          }
        }
      }
    }
    assertThat(conflicts).isGreaterThan(10 * PROGRAMS);
  }

  @Test
  void everyBufferIsAlignedAndInsideTheArena() {
    for (long seed = 0; seed < PROGRAMS; seed++) {
      List<ArenaBuffer> buffers = draw(new Random(seed));
      MemoryPlan plan = MemoryPlan.shared(buffers);
      for (ArenaBuffer buffer : buffers) {
        long offset = plan.offsets().get(buffer);
        assertThat(offset % MemoryPlan.ALIGNMENT).isZero();
        assertThat(offset).isNotNegative();
        assertThat(end(buffer, plan.offsets())).isLessThanOrEqualTo(plan.bytes());
      }
    }
  }

  @Test
  void buffersThatAreNeverLiveTogetherShareMemory() {
    List<ArenaBuffer> buffers = List.of(buffer(1000, 0, 1), buffer(600, 2, 5), buffer(900, 6, 9));

    assertThat(MemoryPlan.shared(buffers).bytes()).isEqualTo(1024);
  }

  @Test
  void aGapBetweenLiveBuffersIsUsed() {
    ArenaBuffer before = buffer(640, 0, 1);
    ArenaBuffer whole = buffer(512, 0, 9);
    ArenaBuffer small = buffer(128, 1, 9);
    ArenaBuffer gap = buffer(320, 5, 9);

    MemoryPlan plan = MemoryPlan.shared(List.of(small, gap, whole, before));

    assertThat(plan.offsets())
        .containsExactlyInAnyOrderEntriesOf(Map.of(before, 0L, whole, 640L, gap, 0L, small, 1152L));
  }

  @Test
  void aBufferThatNoStepUsesHasNoPlace() {
    ArenaBuffer unused = new ArenaBuffer(1 << 20);
    ArenaBuffer used = buffer(1, 3, 3);

    MemoryPlan plan = MemoryPlan.shared(List.of(unused, used));

    assertThat(plan.offsets()).containsOnlyKeys(used);
    assertThat(plan.bytes()).isEqualTo(MemoryPlan.ALIGNMENT);
  }

  /** Buffers of a program of some twenty steps: most live shortly, some to the end. */
  private static List<ArenaBuffer> draw(Random random) {
    int steps = 5 + random.nextInt(30);
    List<ArenaBuffer> buffers = new ArrayList<>();
    int count = 8 + random.nextInt(40);
    for (int i = 0; i < count; i++) {
      int first = random.nextInt(steps);
      int length = random.nextInt(4) == 0 ? random.nextInt(steps) : random.nextInt(4);
      int last = random.nextInt(20) == 0 ? Integer.MAX_VALUE : first + length;
      long bytes = random.nextBoolean() ? 1 + random.nextInt(5000) : 64 * random.nextInt(8) + 64;
      buffers.add(buffer(bytes, first, last));
    }
    return buffers;
  }

  private static ArenaBuffer buffer(long bytes, int first, int last) {
    ArenaBuffer buffer = new ArenaBuffer(bytes);
    buffer.useAt(last);
    buffer.useAt(first);
    return buffer;
  }

  /** From the definition, since the plan relies on {@link LiveRange#overlaps}. */
  private static boolean liveAtTheSameTime(ArenaBuffer first, ArenaBuffer second) {
    int begin = Math.max(first.liveRange().first(), second.liveRange().first());
    int end = Math.min(first.liveRange().last(), second.liveRange().last());
    return begin <= end;
  }

  private static long end(ArenaBuffer buffer, Map<ArenaBuffer, Long> offsets) {
    return offsets.get(buffer) + buffer.bytes();
  }
}
