package org.texp4j.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Values computed apart from this code, in higher precision, and printed to 16 digits.
 *
 * <p>The usual recipe for CIFAR: η = 0.1, λ = 5e-4, γ = 0.9, 391 steps an epoch.
 */
class ReferenceValuesTest {

  /** Two units in the last place: one for the printed digits, one for the value. */
  private static final Percentage ROUNDING = withinPercentage(100 * 0x1p-51);

  private static final long EPOCH = 391;

  private static Recipe usual(long steps) {
    return new Recipe(steps, Curve.constant(0.1), Curve.constant(5e-4), Curve.constant(0.9));
  }

  @ParameterizedTest
  @CsvSource({
    "0.1, 0.0005022716321081519",
    "0.01, 5.002252140040253e-05",
    "0.001, 5.000225021377538e-06"
  })
  void fixedPoint(double eta, double oneMinusAlpha) {
    assertThat(FixedPoint.of(eta, 5e-4, 0.9).oneMinusAlpha()).isCloseTo(oneMinusAlpha, ROUNDING);
  }

  @Test
  void fixedPointOfTheUsualRecipe() {
    FixedPoint usual = FixedPoint.of(0.1, 5e-4, 0.9);
    assertThat(usual.kappa()).isCloseTo(0.005025240356757244, ROUNDING);
    // 391 steps multiply the rounding of ln α, which is 0.39 in all: below one unit.
    assertThat(usual.growthOver(EPOCH)).isCloseTo(1.4812333562871194, ROUNDING);
    assertThat(usual.growth()).isCloseTo(1.0010053, offset(5e-8));
  }

  @Test
  void growthOfTheUsualRecipePrintsAsInThePaper() {
    assertThat(print(FixedPoint.of(0.1, 5e-4, 0.9).growthOver(EPOCH))).isEqualTo("1.48123");
    for (RecipeForm form : List.of(RecipeForm.EXPONENTIAL, RecipeForm.TEXP_PLUS_PLUS)) {
      Phase phase = Plan.of(usual(10 * EPOCH), form).phases().get(0);
      assertThat(print(phase.growthOver(EPOCH))).isEqualTo("1.48123");
    }
  }

  private static String print(double growth) {
    return String.format(Locale.ROOT, "%.5f", growth);
  }

  @Test
  void firstStepsOfTheUsualRecipe() {
    List<Double> alphas = new ArrayList<>();
    List<Double> rates = new ArrayList<>();
    PlanCursor cursor = Plan.of(usual(5), RecipeForm.TEXP_PLUS_PLUS).cursor();
    while (cursor.hasNext()) {
      Step step = cursor.next();
      alphas.add(step.alpha());
      rates.add(step.rate().toDouble());
    }
    assertClose(
        alphas,
        0.99995,
        0.9999049977498875,
        0.9998644898512422,
        0.9998280243371778,
        0.9997951952808158);
    assertClose(rates.subList(0, 3), 0.10000500025001252, 0.10001950282787381, 0.10004256259104094);
  }

  @Test
  void everythingVaries() {
    long[] steps = {1, 2, 3, 4};
    Recipe recipe =
        new Recipe(
            5,
            Curve.piecewiseConstant(List.of(0.0, 0.05, 0.1, 0.01, 0.0), steps),
            Curve.piecewiseConstant(List.of(0.02, 0.02, 0.01, 0.01, 0.03), steps),
            Curve.piecewiseConstant(List.of(0.9, 0.9, 0.8, 0.9, 0.9), steps));
    List<Double> scales = new ArrayList<>();
    PlanCursor cursor = Plan.of(recipe, RecipeForm.TEXP_PLUS_PLUS).cursor();
    while (cursor.hasNext()) {
      scales.add(cursor.next().after().scale().toDouble());
    }
    assertClose(
        scales, 1, 1.001903616872057, 1.0059735716659093, 1.0064421711097564, 1.0064421711097564);
    // The reference value has 16 decimals, 15 digits.
    assertThat(cursor.coordinates().kappa()).isCloseTo(0.0719235168140637, offset(1e-16));
  }

  /** The paper's second experiment: 300 epochs, a tenth of the rate at epochs 80 and 120. */
  @Test
  void ratesOfAStepDecay() {
    Recipe recipe =
        new Recipe(
            300 * EPOCH,
            Curve.stepDecay(0.1, 0.1, 80 * EPOCH, 120 * EPOCH),
            Curve.constant(5e-4),
            Curve.constant(0.9));
    Plan plan = Plan.of(recipe, RecipeForm.TEXP_PLUS_PLUS);
    List<Double> rates = new ArrayList<>();
    for (Phase phase : plan.phases()) {
      rates.add(phase.first().rate().log2() * Math.log10(2));
      rates.add(phase.last().rate().log2() * Math.log10(2));
    }
    // log₁₀ of TEXP's rate at the end of each phase and after each drop, by its closed form.
    double[] texp = {12.64966, 11.64990, 12.32942, 11.32944, 11.63511};
    for (int i = 0; i < texp.length; i++) {
      // TEXP++ starts at κ = 0, TEXP on its fixed point: 9.1e-3 in ln, which a drop hardly changes.
      assertThat(rates.get(i + 1)).isCloseTo(texp[i] - 9.1e-3 * Math.log10(Math.E), offset(5e-5));
    }
  }

  /** TEXP++ starts slower than the fixed point: 9.1e-3 in ln of the rate, made up in 100 steps. */
  @Test
  void startsBelowTheFixedPoint() {
    PlanCursor slow = Plan.of(usual(2000), RecipeForm.TEXP_PLUS_PLUS).cursor();
    PlanCursor steady = Plan.of(usual(2000), RecipeForm.EXPONENTIAL).cursor();
    while (slow.hasNext()) {
      Step step = slow.next();
      double difference = Math.log(2) * (step.rate().log2() - steady.next().rate().log2());
      if (step.index() >= 100) {
        assertThat(difference).isCloseTo(-9.1e-3, offset(5e-5));
      }
    }
  }

  /** 0.1 · 1.48123^160 = 2.0e26, and a little less for the slow start. */
  @Test
  void rateAfter160Epochs() {
    Step last = Plan.of(usual(160 * EPOCH), RecipeForm.TEXP_PLUS_PLUS).phases().get(0).last();
    assertThat(last.rate().toDouble()).isBetween(1.97e26, 1.98e26);
  }

  private static void assertClose(List<Double> actual, double... expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual.get(i)).as("value %s", i).isCloseTo(expected[i], ROUNDING);
    }
  }
}
