package org.texp4j.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlanTest {

  private static final Curve LAMBDA = Curve.constant(5e-4);
  private static final Curve GAMMA = Curve.constant(0.9);

  private static Plan plan(Recipe recipe) {
    return Plan.of(recipe, RecipeForm.TEXP_PLUS_PLUS);
  }

  private static Recipe draw(int seed) {
    RandomRecipes random = new RandomRecipes(seed);
    return random.draw(random.drawRule(), 300, 0.9);
  }

  private static Recipe drawPhases(int seed) {
    RandomRecipes random = new RandomRecipes(seed);
    return random.drawPhases(random.drawRule(), 300, 0.9);
  }

  private static List<Step> steps(PlanCursor cursor) {
    List<Step> steps = new ArrayList<>();
    while (cursor.hasNext()) {
      steps.add(cursor.next());
    }
    return steps;
  }

  @ParameterizedTest
  @EnumSource(RecipeForm.class)
  void aWalkFromAnyStepHasTheBitsOfTheWholeWalk(RecipeForm form) {
    for (int seed = 0; seed < 20; seed++) {
      Recipe recipe =
          switch (form) {
            case EXPONENTIAL -> new Recipe(300, Curve.constant(0.1), LAMBDA, GAMMA);
            case TEXP, TEXP_MINUS_MINUS -> drawPhases(seed);
            default -> draw(seed);
          };
      Plan plan = Plan.of(recipe, form);
      List<Step> all = steps(plan.cursor());
      assertThat(all).hasSize(300);
      for (int step : new int[] {0, 1, 57, 299, 300}) {
        assertThat(plan.cursorAt(step).position()).isEqualTo(step);
        assertThat(steps(plan.cursorAt(step))).isEqualTo(all.subList(step, 300));
        assertThat(plan.coordinatesAt(step))
            .isEqualTo(step < 300 ? all.get(step).before() : all.get(299).after());
      }
    }
  }

  @Test
  void stepsJoin() {
    List<Step> steps = steps(plan(new RandomRecipes(3).draw(300, 0.9)).cursor());
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      assertThat(step.index()).isEqualTo(i);
      assertThat(step.before()).isEqualTo(i == 0 ? Coordinates.IDENTITY : steps.get(i - 1).after());
    }
  }

  @Test
  void advancingAndReadingTakeTheSameWalk() {
    Plan plan = plan(new RandomRecipes(5).draw(100, 0.5));
    PlanCursor advanced = plan.cursor();
    steps(plan.cursor()).forEach(step -> advanced.advance());
    assertThat(advanced.coordinates()).isEqualTo(plan.coordinatesAt(100));
    assertThat(advanced.hasNext()).isFalse();
  }

  @Test
  void aWalkEndsWithTheRun() {
    PlanCursor cursor = plan(new Recipe(1, GAMMA, LAMBDA, GAMMA)).cursor();
    cursor.advance();
    assertThatThrownBy(cursor::advance)
        .isInstanceOf(NoSuchElementException.class)
        .hasMessageContaining("after 1 steps");
    assertThatThrownBy(cursor::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void phasesCoverTheRun() {
    Curve rate = Curve.linearWarmup(0, 10, Curve.stepDecay(0.1, 0.1, 20, 21, 200));
    Curve lambda = Curve.piecewiseConstant(List.of(5e-4, 1e-3), 50);
    List<Phase> phases = plan(new Recipe(100, rate, lambda, GAMMA)).phases();
    assertThat(phases)
        .extracting(phase -> phase.first().index())
        .containsExactly(0L, 10L, 30L, 31L, 50L);
    assertThat(phases)
        .extracting(phase -> phase.last().index())
        .containsExactly(9L, 29L, 30L, 49L, 99L);
    assertThat(phases).extracting(Phase::length).containsExactly(10L, 20L, 1L, 19L, 50L);
    assertThat(phases).extracting(Phase::constant).containsExactly(false, true, true, true, true);
    assertThat(phases.get(2).first()).as("a phase of one step").isEqualTo(phases.get(2).last());
  }

  @Test
  void aCosineIsAPhaseThatIsNotConstant() {
    Plan plan = plan(new Recipe(100, Curve.cosineDecay(0.1, 0, 100), LAMBDA, GAMMA));
    assertThat(plan.phases()).hasSize(1);
    Phase phase = plan.phases().get(0);
    assertThat(phase.constant()).isFalse();
    double log2Scale = plan.coordinatesAt(100).scale().log2();
    // P² over the phase is the mean growth to the power of its length; logarithms below 1.
    assertThat(Math.log(phase.growthOver(100)) / Math.log(2))
        .isCloseTo(2 * log2Scale, within(1e-14));
  }

  @Test
  void aPhaseIsWalkedOnce() {
    AtomicLong asked = new AtomicLong();
    Curve cosine = Curve.cosineDecay(0.1, 0, 10_000);
    Curve counted =
        step -> {
          asked.incrementAndGet();
          return cosine.at(step);
        };
    Plan plan = plan(new Recipe(10_000, counted, LAMBDA, GAMMA));
    List<Phase> phases = plan.phases();
    asked.set(0);
    assertThat(plan.phases()).isEqualTo(phases);
    // From the last place kept, which is at most so many steps before the end.
    assertThat(asked).hasValueLessThanOrEqualTo(CursorCache.SPACING + 2);
  }

  @Test
  void aConstantPhaseSettlesOnTheFixedPoint() {
    Phase phase = plan(new Recipe(1000, Curve.constant(0.1), LAMBDA, GAMMA)).phases().get(0);
    // α is a double next to 1: its distance from 1 is known to 1e-16.
    assertThat(phase.growth()).isCloseTo(FixedPoint.of(0.1, 5e-4, 0.9).growth(), within(5e-16));
  }

  @Test
  void asDeclaredNothingGrows() {
    Recipe recipe = new Recipe(100, Curve.stepDecay(0.1, 0.1, 50), LAMBDA, GAMMA);
    assertThat(Plan.of(recipe, RecipeForm.WEIGHT_DECAY).phases())
        .allSatisfy(phase -> assertThat(phase.growth()).isEqualTo(1));
  }

  @Test
  void keepsWhatItWasMadeOf() {
    Recipe recipe = new Recipe(7, Curve.constant(0.1), LAMBDA, GAMMA);
    Plan plan = plan(recipe);
    assertThat(plan.recipe()).isEqualTo(recipe);
    assertThat(plan.form()).isEqualTo(RecipeForm.TEXP_PLUS_PLUS);
    assertThat(plan.steps()).isEqualTo(7);
  }

  @Test
  void aRateOfAnySizeIsConverted() {
    for (double eta : new double[] {Double.MIN_VALUE, 1e-310, 1e308}) {
      Recipe recipe = new Recipe(3, Curve.constant(eta), Curve.constant(0), GAMMA);
      assertThat(steps(plan(recipe).cursor()))
          .allSatisfy(step -> assertThat(step.rate().toDouble()).isEqualTo(eta));
    }
  }

  @ParameterizedTest
  @EnumSource(RecipeForm.class)
  void refusesValuesOutOfRange(RecipeForm form) {
    Curve one = Curve.constant(0.01);
    assertRefused(form, "learning rate", new Recipe(5, Curve.constant(-0.1), one, one));
    assertRefused(form, "weight decay", new Recipe(5, one, Curve.constant(-1e-9), one));
    assertRefused(form, "momentum", new Recipe(5, one, one, Curve.constant(1)));
    assertRefused(form, "momentum", new Recipe(5, one, one, Curve.constant(-0.5)));
  }

  private static void assertRefused(RecipeForm form, String name, Recipe recipe) {
    assertThatThrownBy(() -> Plan.of(recipe, form))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name)
        .hasMessageMatching(".*must be (at least|greater than) 0.*");
  }

  @Test
  void namesTheStepOfAValueOutOfRange() {
    Curve falling = Curve.piecewiseConstant(List.of(0.1, -0.1), 3);
    assertThatThrownBy(() -> plan(new Recipe(5, falling, LAMBDA, GAMMA)))
        .hasMessage("learning rate at step 3 is -0.1; it must be at least 0 and finite");
    assertThat(plan(new Recipe(3, falling, LAMBDA, GAMMA)).steps()).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource(names = {"WEIGHT_DECAY", "TEXP_PLUS_PLUS"})
  void refusesACurveThatContradictsItself(RecipeForm form) {
    Curve rate = Curve.cosineRestarts(0.1, 0.05, 4, 1, 0.1);
    Curve decay = Curve.constant(5e-4);

    assertThat(Plan.of(new Recipe(4, rate, decay, decay), form).steps()).isEqualTo(4);
    assertThatThrownBy(() -> Plan.of(new Recipe(5, rate, decay, decay), form))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the learning rate is 0.01")
        .hasMessageContaining("at step 4, below the minimum of its curve; use a lower minimum")
        .hasMessageContaining("minimum=0.05");
    assertThatThrownBy(() -> Plan.of(new Recipe(5, decay, decay, rate), form))
        .hasMessageStartingWith("the momentum is");
  }

  @Test
  void refusesARunWithoutSteps() {
    assertThatThrownBy(() -> new Recipe(0, GAMMA, LAMBDA, GAMMA))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("steps must be at least 1, but is 0");
  }

  @Test
  void refusesAStepOutsideTheRun() {
    Plan plan = plan(new Recipe(7, Curve.constant(0.1), LAMBDA, GAMMA));
    for (long step : new long[] {-1, 8}) {
      assertThatThrownBy(() -> plan.cursorAt(step))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("step " + step + " is outside the run's 0 … 7");
      assertThatThrownBy(() -> plan.coordinatesAt(step))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
