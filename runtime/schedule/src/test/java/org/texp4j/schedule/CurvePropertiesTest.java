package org.texp4j.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a curve says of itself, against a walk over its steps and what is known otherwise. */
class CurvePropertiesTest {

  private static final int DRAWS = 30;

  static Stream<String> curves() {
    return Stream.concat(RandomCurves.shapes().stream(), RandomCurves.combinations().stream());
  }

  @ParameterizedTest
  @MethodSource("curves")
  void breaksAreThoseOfTheShape(String shape) {
    forEach(
        shape,
        known -> {
          List<Long> breaks = new ArrayList<>();
          Curve curve = known.curve();
          long end = RandomCurves.HORIZON;
          for (long step = curve.nextBreak(0); step <= end; step = curve.nextBreak(step)) {
            breaks.add(step);
          }
          assertThat(breaks).as("%s", curve).isEqualTo(known.breaks());
          // From any step the next break is the first after it.
          long following = end + 1;
          for (long step = end; step >= 0; step--) {
            long next = Math.min(curve.nextBreak(step), end + 1);
            if (next != following) {
              fail("after %s of %s: %s, not %s", step, curve, next, following);
            }
            following = breaks.contains(step) ? step : following;
          }
        });
  }

  @ParameterizedTest
  @MethodSource("curves")
  void isConstantWhereItSaysSoAndNowhereElse(String shape) {
    forEach(
        shape,
        known -> {
          Curve curve = known.curve();
          for (long step = 0; step < RandomCurves.HORIZON; step++) {
            double value = curve.at(step);
            long next = Math.min(curve.nextBreak(step), step + RandomCurves.HORIZON);
            boolean constant =
                LongStream.range(step, next).allMatch(later -> curve.at(later) == value);
            // Of one or two steps nothing can be told; bounds are met unannounced.
            boolean telling = next - step >= 3 && !shape.equals("clamped");
            if (curve.isConstantFrom(step) ? !constant : constant && telling) {
              fail("from %s of %s", step, curve);
            }
          }
        });
  }

  @ParameterizedTest
  @MethodSource("curves")
  void rangeHoldsEveryValueAndNoMoreThanItMust(String shape) {
    forEach(
        shape,
        known -> {
          Curve curve = known.curve();
          Range range = curve.range();
          LongStream far = LongStream.of(100_000, 1_000_000_000_000L, Long.MAX_VALUE / 2);
          LongStream.concat(LongStream.range(0, 3 * RandomCurves.HORIZON), far)
              .filter(step -> !holds(range, curve.at(step)))
              .forEach(step -> fail("step %s of %s: %s", step, curve, curve.at(step)));
          assertThat(range).as("%s", curve).isEqualTo(known.range());
        });
  }

  private static boolean holds(Range range, double value) {
    return value >= range.minimum() && value <= range.maximum()
        || Double.isNaN(value) && range.equals(Range.UNKNOWN);
  }

  private static void forEach(String shape, Consumer<RandomCurves.Known> check) {
    RandomCurves curves = new RandomCurves(shape.hashCode());
    for (int i = 0; i < DRAWS; i++) {
      check.accept(curves.draw(shape));
    }
  }
}
