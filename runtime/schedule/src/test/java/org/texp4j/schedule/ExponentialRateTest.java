package org.texp4j.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExponentialRateTest {

  private static final double MOMENTUM = 0.9;

  /** The paper's own example: 1.481 an epoch of 391 steps is weight decay 5e-4 at rate 0.1. */
  @Test
  void findsTheUsualCifarRecipe() {
    double initial = 0.1 / (1 - 0.0005022716321081519);
    ExponentialRate rate =
        new ExponentialRate(initial, 1.4812333562871194, 391, MOMENTUM, Sgd.HEAVY_BALL);

    assertThat(rate.learningRate()).isCloseTo(0.1, withinPercentage(1e-12));
    // The growth over an epoch is given to 1e-16, that is 5e-16 of its logarithm.
    assertThat(rate.weightDecay()).isCloseTo(5e-4, withinPercentage(1e-10));
  }

  static Stream<Sgd> rules() {
    return Stream.of(Velocity.values())
        .flatMap(
            velocity ->
                Stream.of(Coupling.values()).map(coupling -> new Sgd(velocity, coupling, 0)));
  }

  /** There and back: the recipe's own exponential form grows as was asked for, from step 0. */
  @ParameterizedTest
  @MethodSource("rules")
  void isTheRateOfTheRecipeItHides(Sgd rule) {
    ExponentialRate rate = new ExponentialRate(0.3, 1.02, 1, MOMENTUM, rule);

    Plan plan = Plan.of(rate.recipe(100), RecipeForm.EXPONENTIAL);

    for (int step = 0; step < 100; step++) {
      assertThat(plan.at(step).rate().toDouble())
          .isCloseTo(0.3 * Math.pow(1.02, step), withinPercentage(1e-10));
    }
  }

  @Test
  void aRateThatDoesNotGrowHidesNothing() {
    assertThat(ExponentialRate.of(0.1, 1, MOMENTUM).weightDecay()).isZero();
    assertThat(ExponentialRate.of(0.1, 1, MOMENTUM).learningRate()).isEqualTo(0.1);
  }

  @Test
  void theLimitOfTheHeavyBallIsOneOverTheMomentum() {
    assertThat(ExponentialRate.limit(Sgd.HEAVY_BALL, 0.9)).isCloseTo(1 / 0.9, within(1e-15));
    assertThat(ExponentialRate.limit(Sgd.HEAVY_BALL, 0)).isInfinite();
    assertThat(ExponentialRate.of(0.1, 100, 0).weightDecay() * 0.01)
        .as("λη without momentum is 1 − α")
        .isCloseTo(0.9, within(1e-15));
  }

  @Test
  void moreGrowthThanTheLimitIsRefused() {
    ExponentialRate.of(0.1, 1.111, 0.9);
    assertThatThrownBy(() -> ExponentialRate.of(0.1, 1.112, 0.9))
        .isInstanceOf(InconvertibleRecipeException.class)
        .hasMessageContaining("grows by 1.112 per step")
        .hasMessageContaining("at most 1.1111");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.99, Double.NaN, Double.POSITIVE_INFINITY})
  void aGrowthOutOfRangeIsRefused(double growth) {
    assertThatThrownBy(() -> ExponentialRate.of(0.1, growth, 0.9))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 1");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN})
  void anInitialRateOutOfRangeIsRefused(double initial) {
    assertThatThrownBy(() -> ExponentialRate.of(initial, 1.01, 0.9))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("greater than 0");
  }
}
