package org.texp4j.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RecipeTest {

  private static final Curve RATE = Curve.constant(0.1);
  private static final Curve GAMMA = Curve.constant(0.9);

  private static double firstNonzero(long steps, Curve decay) {
    return new Recipe(steps, RATE, decay, GAMMA).firstNonzeroWeightDecay();
  }

  @Test
  void theFirstWeightDecayThatIsNotZero() {
    assertThat(firstNonzero(10, Curve.constant(5e-4))).isEqualTo(5e-4);
    assertThat(firstNonzero(10, Curve.piecewiseConstant(List.of(0.0, 0.0, 2e-4, 5e-4), 3, 6, 8)))
        .isEqualTo(2e-4);
    assertThat(firstNonzero(10, Curve.linearWarmup(0, 4, Curve.constant(8e-4)))).isEqualTo(2e-4);
    assertThat(firstNonzero(10, step -> step == 9 ? 3e-4 : 0)).isEqualTo(3e-4);
  }

  @Test
  void itIsZeroIfItComesAfterTheRunOrNever() {
    assertThat(firstNonzero(10, Curve.constant(0))).isZero();
    assertThat(firstNonzero(10, Curve.piecewiseConstant(List.of(0.0, 5e-4), 10))).isZero();
    assertThat(firstNonzero(11, Curve.piecewiseConstant(List.of(0.0, 5e-4), 10))).isEqualTo(5e-4);
  }

  @Test
  void aConstantZeroIsNotWalked() {
    AtomicLong asked = new AtomicLong();
    Curve zero = Curve.constant(0);
    Curve counted =
        new Curve() {
          @Override
          public double at(long step) {
            asked.incrementAndGet();
            return zero.at(step);
          }

          @Override
          public boolean isConstantFrom(long step) {
            return true;
          }
        };
    assertThat(firstNonzero(1L << 50, counted)).isZero();
    assertThat(asked).hasValueLessThan(3);
  }

  @Test
  void isConstantUpToTheStepOfItsFirstChange() {
    Curve drop = Curve.piecewiseConstant(List.of(0.1, 0.1, 0.01), 4, 7);
    Recipe recipe = new Recipe(10, drop, GAMMA, GAMMA);
    assertThat(recipe.firstChange()).isEqualTo(7);
    assertThat(recipe.isConstant()).isFalse();
    assertThat(new Recipe(7, drop, GAMMA, GAMMA).isConstant()).isTrue();
  }

  @Test
  void withoutDropsTheDecayFallsInPlaceOfTheRate() {
    Recipe recipe =
        new Recipe(10, Curve.stepDecay(0.4, 0.5, 3), Curve.constant(0.25), GAMMA).withoutDrops();
    assertThat(recipe.learningRate()).isEqualTo(Curve.constant(0.4));
    assertThat(recipe.weightDecay().at(2)).isEqualTo(0.25);
    assertThat(recipe.weightDecay().at(3)).isEqualTo(0.125);
    assertThat(recipe.weightDecay().nextBreak(0)).isEqualTo(3);
    assertThat(recipe.weightDecay().isConstantFrom(3)).isTrue();
    Recipe fromZero = new Recipe(10, Curve.linearWarmup(0, 5, RATE), GAMMA, GAMMA);
    assertThatThrownBy(fromZero::withoutDrops)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at step 0 is 0.0");
  }
}
