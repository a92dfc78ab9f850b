package org.texp4j.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plans of any length: jumps that replay nothing and arrive in the bits of a walk. */
class PlanScaleTest {

  private static final MathContext DIGITS = new MathContext(60);
  private static final long BILLION = 1_000_000_000;

  /** A few half units in the last place, as in a walk. */
  private static final double BOUND = 9 * 0x1p-53;

  static Stream<Rule> rules() {
    return LockstepTest.rules().stream();
  }

  private static Recipe threePhases(Rule rule) {
    return new Recipe(
        BILLION,
        Curve.stepDecay(0.1, 0.1, BILLION / 2, 3 * BILLION / 4),
        Curve.constant(5e-4),
        Curve.constant(0.9),
        rule);
  }

  /**
   * The optimizer on one number, taken as a matrix by its effect on (1, 0) and (0, 1), to the power
   * of the phase's length in 60 digits.
   */
  @ParameterizedTest
  @MethodSource("rules")
  void aBillionStepsAreRightToTheLastPlace(Rule rule) {
    Plan plan = Plan.of(threePhases(rule), RecipeForm.TEXP_PLUS_PLUS);
    BigDecimal[] number = {BigDecimal.ONE, BigDecimal.ZERO};
    long[] lengths = {BILLION / 2, BILLION / 4, BILLION / 4};
    double eta = 0.1;
    long step = 0;
    for (long length : lengths) {
      number = image(power(matrix(rule, eta, 5e-4, 0.9), length), number);
      step += length;
      Coordinates coordinates = plan.coordinatesAt(step);
      assertThat(error(coordinates.scale(), BigDecimal.ONE.divide(number[0], DIGITS)))
          .as("P before step %s", step)
          .isLessThan(BOUND);
      BigDecimal kappa = number[1].divide(number[0], DIGITS);
      if (kappa.signum() > 0) {
        assertThat(error(ScaledDouble.of(coordinates.kappa(), 0), kappa)).isLessThan(BOUND);
      }
      eta = Curve.stepDecay(0.1, 0.1, 1, 2).at(step == BILLION / 2 ? 1 : 2);
    }
    // Far past double's range, and exact.
    assertThat(plan.coordinatesAt(BILLION).scale().log2()).isGreaterThan(10_000).isFinite();
  }

  private static BigDecimal[][] matrix(Rule rule, double eta, double lambda, double gamma) {
    Sgd sgd = (Sgd) rule;
    BigDecimal[][] columns = new BigDecimal[2][];
    for (int unit = 0; unit < 2; unit++) {
      BigDecimal q = BigDecimal.valueOf(1 - unit);
      BigDecimal u = BigDecimal.valueOf(unit);
      BigDecimal rate = new BigDecimal(eta);
      BigDecimal momentum = new BigDecimal(gamma);
      BigDecimal gradient = new BigDecimal(lambda).multiply(q);
      if (sgd.coupling() == Coupling.DECOUPLED) {
        q = q.subtract(rate.multiply(gradient));
        gradient = BigDecimal.ZERO;
      }
      BigDecimal dampened =
          gradient.multiply(BigDecimal.ONE.subtract(new BigDecimal(sgd.dampening())));
      BigDecimal entering = sgd.velocity().looksAhead() ? gradient : dampened;
      boolean inside = sgd.velocity().rateInside();
      BigDecimal scaled = inside ? rate.multiply(entering) : entering;
      u = momentum.multiply(u).add(scaled);
      BigDecimal descent = sgd.velocity().looksAhead() ? scaled.add(momentum.multiply(u)) : u;
      columns[unit] = new BigDecimal[] {q.subtract(inside ? descent : rate.multiply(descent)), u};
    }
    return new BigDecimal[][] {
      {columns[0][0], columns[1][0]},
      {columns[0][1], columns[1][1]}
    };
  }

  private static BigDecimal[][] power(BigDecimal[][] matrix, long exponent) {
    BigDecimal[][] result = {{BigDecimal.ONE, BigDecimal.ZERO}, {BigDecimal.ZERO, BigDecimal.ONE}};
    BigDecimal[][] square = matrix;
    for (long rest = exponent; rest > 0; rest >>= 1) {
      if ((rest & 1) != 0) {
        result = product(square, result);
      }
      square = product(square, square);
    }
    return result;
  }

  private static BigDecimal[][] product(BigDecimal[][] a, BigDecimal[][] b) {
    BigDecimal[][] product = new BigDecimal[2][2];
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 2; j++) {
        product[i][j] =
            a[i][0].multiply(b[0][j], DIGITS).add(a[i][1].multiply(b[1][j], DIGITS), DIGITS);
      }
    }
    return product;
  }

  private static BigDecimal[] image(BigDecimal[][] matrix, BigDecimal[] number) {
    BigDecimal[][] column = {{number[0], BigDecimal.ZERO}, {number[1], BigDecimal.ZERO}};
    BigDecimal[][] image = product(matrix, column);
    return new BigDecimal[] {image[0][0], image[1][0]};
  }

  private static double error(ScaledDouble actual, BigDecimal exact) {
    BigDecimal value =
        new BigDecimal(actual.mantissa())
            .multiply(new BigDecimal(2).pow((int) actual.exponent(), DIGITS), DIGITS);
    return value.divide(exact, DIGITS).subtract(BigDecimal.ONE).abs().doubleValue();
  }

  @Test
  void aJumpArrivesInTheBitsOfAWalk() {
    Random random = new Random(11);
    for (int trial = 0; trial < 60; trial++) {
      RandomRecipes recipes = new RandomRecipes(trial);
      Recipe recipe = recipes.draw(recipes.drawRule(), 20_000, 0.9);
      Plan walked = Plan.of(recipe, RecipeForm.TEXP_PLUS_PLUS);
      Plan jumped = Plan.of(recipe, RecipeForm.TEXP_PLUS_PLUS);
      long target = random.nextInt(20_000);
      PlanCursor walk = walked.cursor();
      while (walk.position() < target) {
        walk.advance();
      }
      Step expected = walk.next();
      assertThat(jumped.at(target)).as("%s at %s", recipe, target).isEqualTo(expected);
      jumped.coordinatesAt(20_000);
      assertThat(jumped.at(target)).as("with marks behind it").isEqualTo(expected);
      assertThat(jumped.at(target / 2).after()).isEqualTo(jumped.coordinatesAt(target / 2 + 1));
    }
  }

  /** A thousand phases, and a curve that changes at every one of three million steps. */
  @Test
  void longChangingPlansKeepAFewPlaces() {
    Curve gamma = Curve.constant(0.9);
    for (Curve rate :
        List.of(Curve.exponential(0.1, 0.999, 3_000, true), Curve.cosineDecay(0.1, 0, 3_000_000))) {
      Recipe recipe = new Recipe(3_000_000, rate, Curve.constant(5e-4), gamma);
      Plan plan = Plan.of(recipe, RecipeForm.TEXP_PLUS_PLUS);
      Coordinates end = plan.coordinatesAt(3_000_000);
      Coordinates middle = plan.coordinatesAt(1_234_567);
      PlanCursor walk = Plan.of(recipe, RecipeForm.TEXP_PLUS_PLUS).cursor();
      while (walk.hasNext()) {
        if (walk.position() == 1_234_567) {
          assertThat(walk.coordinates()).isEqualTo(middle);
        }
        walk.advance();
      }
      assertThat(walk.coordinates()).isEqualTo(end);
    }
  }

  /** Of a billion steps the one at which it fails is named without taking the others. */
  @Test
  void namesAFailureFarAlong() {
    double bound = FixedPoint.bound(0.9);
    for (double excess : new double[] {1e-3, 1e-6, 1e-9}) {
      Recipe recipe =
          new Recipe(
              BILLION,
              Curve.constant(1),
              Curve.constant(bound * (1 + excess)),
              Curve.constant(0.9));
      // Beyond the bound (q, u) turns at a constant pace; near it, π/√(discriminant) steps a half.
      assertThatThrownBy(() -> Plan.of(recipe, RecipeForm.TEXP_PLUS_PLUS))
          .isInstanceOfSatisfying(
              InconvertibleRecipeException.class,
              e -> {
                Recipe before =
                    new Recipe(
                        e.step(), recipe.learningRate(), recipe.weightDecay(), recipe.momentum());
                assertThat(Plan.of(before, RecipeForm.TEXP_PLUS_PLUS).steps()).isEqualTo(e.step());
                // The start is nearly half a turn from q = 0; the formula cancels to 1e-4.
                assertThat(e.step() / halfTurn(bound * excess)).isBetween(0.9, 1.001);
              });
    }
  }

  /** The steps of half a turn: π over the angle of the map's complex eigenvalues. */
  private static double halfTurn(double excess) {
    double gamma = 0.9;
    double trace = 1 + gamma - FixedPoint.bound(gamma) - excess;
    return Math.PI / Math.atan2(Math.sqrt(4 * gamma - trace * trace), trace);
  }

  @Test
  void anUnboundedCurveIsCheckedStepByStep() {
    Recipe recipe =
        new Recipe(1000, step -> step == 700 ? -1 : 0.1, Curve.constant(5e-4), Curve.constant(0.9));
    assertThatThrownBy(() -> Plan.of(recipe, RecipeForm.TEXP_PLUS_PLUS))
        .hasMessage("learning rate at step 700 is -1.0; it must be at least 0 and finite");
  }
}
