package org.texp4j.dl4j.internal.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.texp4j.dl4j.chart.LineChart.Point;

/** A curve kept small shows of each stretch what the whole curve shows. */
class EnvelopeTest {

  private static final int STRETCHES = 10;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 9, 10, 11, 20, 21, 39, 40, 41, 1000, 4097})
  void keepsTheExtremesAndTheMeanOfEachStretch(int steps) {
    double[] values = new Random(steps).doubles(steps, -1, 1).toArray();
    Envelope envelope = new Envelope(STRETCHES);
    for (int s = 0; s < steps; s++) {
      envelope.add(s, values[s]);
    }

    int length = 1;
    while (STRETCHES * length < steps) {
      length *= 2;
    }
    List<Point> extremes = new ArrayList<>();
    List<Point> means = new ArrayList<>();
    for (int from = 0; from < steps; from += length) {
      List<Point> stretch = new ArrayList<>();
      for (int s = from; s < Math.min(steps, from + length); s++) {
        stretch.add(new Point(s, values[s]));
      }
      means.add(
          new Point(
              stretch.stream().mapToDouble(Point::x).average().orElseThrow(),
              stretch.stream().mapToDouble(Point::y).average().orElseThrow()));
      Comparator<Point> byValue = Comparator.comparingDouble(Point::y);
      Point low = stretch.stream().min(byValue).orElseThrow();
      Point high = stretch.stream().max(byValue).orElseThrow();
      extremes.add(low.x() < high.x() ? low : high);
      if (low != high) {
        extremes.add(low.x() < high.x() ? high : low);
      }
    }
    assertThat(envelope.points(1)).isEqualTo(extremes);
    List<Point> kept = envelope.means(1);
    assertThat(kept).hasSameSizeAs(means);
    for (int i = 0; i < kept.size(); i++) {
      // The sum of at most 512 numbers below 1.
      assertThat(kept.get(i).y()).isCloseTo(means.get(i).y(), within(512 * 0x1p-53));
      assertThat(kept.get(i).x()).as("steps are whole numbers").isEqualTo(means.get(i).x());
    }
  }

  @Test
  void aSpikeOfOneStepInAMillionStaysVisible() {
    Envelope envelope = new Envelope(RunCurves.FINE);
    for (int s = 0; s < 1_000_000; s++) {
      envelope.add(s, s == 654_321 ? 1e9 : 1);
    }

    assertThat(envelope.points(1000)).hasSizeLessThanOrEqualTo(2 * RunCurves.FINE);
    assertThat(envelope.points(1000)).contains(new Point(654.321, 1e9));
    assertThat(envelope.means(1000)).extracting(Point::y).doesNotContain(1e9);
  }

  @Test
  void stepsThatAreMissingOrNotFiniteAreAGap() {
    Envelope envelope = new Envelope(STRETCHES);
    envelope.add(0, 5);
    envelope.add(1, Double.NaN);
    envelope.add(3, Double.NEGATIVE_INFINITY);
    envelope.add(4, 7);

    assertThat(envelope.points(1))
        .containsExactly(
            new Point(0, 5),
            new Point(1, Double.NaN),
            new Point(2, Double.NaN),
            new Point(3, Double.NaN),
            new Point(4, 7));
  }
}
