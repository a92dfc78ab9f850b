package org.texp4j.dl4j.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RandomStreamTest {

  @Test
  void isSplitMix64() {
    RandomStream stream = new RandomStream(1234567);
    // The algorithm's customary test vector.
    assertThat(
            new String[] {
              Long.toUnsignedString(stream.next()),
              Long.toUnsignedString(stream.next()),
              Long.toUnsignedString(stream.next())
            })
        .containsExactly("6457827717110365317", "3203168211198807973", "9817491932198370423");
  }

  @Test
  void differsForEverySeedAndPath() {
    Set<Long> seen = new HashSet<>();
    for (long seed = -20; seed < 20; seed++) {
      for (long a = 0; a < 20; a++) {
        for (long b = 0; b < 20; b++) {
          seen.add(new RandomStream(seed, a, b).next());
        }
      }
    }
    assertThat(seen).hasSize(40 * 20 * 20);
  }

  @Test
  void permutes() {
    assertThat(new RandomStream(1).permutation(1000))
        .containsExactlyInAnyOrder(IntStream.range(0, 1000).toArray());
    assertThat(new RandomStream(1).permutation(0)).isEmpty();
  }

  @Test
  void permutesEvenly() {
    Map<String, Integer> counts = new HashMap<>();
    for (int trial = 0; trial < 24_000; trial++) {
      counts.merge(Arrays.toString(new RandomStream(99, trial).permutation(4)), 1, Integer::sum);
    }
    assertThat(counts).hasSize(24);
    // 1000 expected, deviation 31: six deviations leave a chance of 5e-8 for a fair generator.
    assertThat(counts.values()).allSatisfy(count -> assertThat(count).isBetween(814, 1186));
  }
}
