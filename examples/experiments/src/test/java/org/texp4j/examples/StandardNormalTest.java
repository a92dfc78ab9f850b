package org.texp4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class StandardNormalTest {

  /** What JDK 17 and 25 draw; figures of docs/paper.md rest on it. */
  @Test
  void aSeedGivesTheSameValuesOnEveryJdk() {
    StandardNormal random = new StandardNormal(1);

    assertThat(DoubleStream.generate(random::next).limit(4).toArray())
        .containsExactly(
            -0.35229325065106537, -0.12491383489125261, 1.0757079375917797, -0.9882268498342774);
  }

  @Test
  void theValuesAreNormalAndIndependent() {
    int count = 100_000;
    StandardNormal random = new StandardNormal(2);
    double[] values = DoubleStream.generate(random::next).limit(count).toArray();
    double product = 0;
    for (int i = 1; i < count; i++) {
      product += values[i] * values[i - 1];
    }
    Arrays.sort(values);

    // Five standard errors: √(1/n) of a mean or product, √(q(1 − q)/n)/φ(x) of the quantile q at x.
    assertThat(DoubleStream.of(values).average().orElseThrow()).isCloseTo(0, offset(0.016));
    assertThat(product / count).isCloseTo(0, offset(0.016));
    assertThat(values[(int) (0.15866 * count)]).isCloseTo(-1, offset(0.024));
    assertThat(values[(int) (0.5 * count)]).isCloseTo(0, offset(0.020));
    assertThat(values[(int) (0.97725 * count)]).isCloseTo(2, offset(0.044));
    assertThat(values[(int) (0.99865 * count)]).isCloseTo(3, offset(0.131));
  }
}
