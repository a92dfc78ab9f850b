package org.texp4j.schedule.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.texp4j.schedule.rule.CompiledRule.Decay;
import org.texp4j.schedule.rule.LoopProgram.Assignment;
import org.texp4j.schedule.rule.LoopProgram.Stage;
import org.texp4j.schedule.rule.LoopProgram.Store;
import org.texp4j.schedule.rule.LoopProgram.TensorNumber;

/** The loops that are written for a rule: no more work and memory than a reader would spend. */
class LoopProgramTest {

  private static LoopProgram program(String states, String step) {
    return CompiledRule.of(Texts.of(states, step), Decay.NONE).program(0);
  }

  private static List<String> locals(Stage stage) {
    return stage.assignments().stream().map(Assignment::name).toList();
  }

  private static List<String> stores(Stage stage) {
    return stage.stores().stream().map(Store::array).toList();
  }

  @Test
  void aRuleWithoutSumsIsOneLoop() {
    LoopProgram program = program("m", "u = sign(m + g); m = beta * m + g; w = w - rate * u");
    assertThat(program.stages()).hasSize(1);
    assertThat(locals(program.stages().get(0))).containsExactly("gradient", "u", "mNew", "update");
    assertThat(stores(program.stages().get(0))).containsExactlyInAnyOrder("m", "g", "w");
    assertThat(program.kept()).isEmpty();
    assertThat(program.sums()).isZero();
  }

  /** The same sum is added up once, whatever is computed from it. */
  @Test
  void sumsAreSharedAndKeepNothingThatIsComputedAgain() {
    LoopProgram program =
        program("", "n = norm(g)^2; w = w - rate * g / (n + norm(g) * rms(g) + dot(g, g))");
    assertThat(program.sums()).isEqualTo(1);
    assertThat(program.tensorNumbers())
        .extracting(TensorNumber::kind)
        .containsExactly(
            TensorNumber.Kind.ROOT, TensorNumber.Kind.ROOT_OF_MEAN, TensorNumber.Kind.SUM);
    assertThat(program.stages()).hasSize(2);
    assertThat(locals(program.stages().get(0))).containsExactly("gradient");
    assertThat(program.stages().get(0).stores()).isEmpty();
    assertThat(program.kept()).isEmpty();
  }

  /** A new state is read from its array by the loops after the one that stores it. */
  @Test
  void aStateIsItsOwnKeptArray() {
    LoopProgram program = program("m", "m = beta * m + g; w = w - rate * m / norm(m)");
    assertThat(program.kept()).isEmpty();
    assertThat(stores(program.stages().get(0))).containsExactly("m");
    assertThat(program.stages().get(1).reads()).contains("m").doesNotContain("mNew");
  }

  /** Unless the old state is still needed. */
  @Test
  void aStateIsStoredWhenItsOldValueWasRead() {
    LoopProgram program =
        program("m", "n = norm(g); u = m / n; m = beta * m + g; w = w - rate * (u + m / norm(m))");
    assertThat(stores(program.stages().get(0))).containsExactly("mNew");
    assertThat(stores(program.stages().get(1))).contains("m");
    assertThat(program.kept()).containsExactly("mNew");
  }

  @Test
  void longWorkOnElementsIsKept() {
    LoopProgram program =
        program("m", "m = beta * m + g; u = m / (abs(m) + epsilon); w = w - rate * u / norm(u)");
    assertThat(program.kept()).containsExactly("u");
  }

  /** What is the same for all elements is computed where it is used. */
  @Test
  void numbersOfATensorAreNotKept() {
    LoopProgram program =
        program(
            "", "n = norm(g) / norm(w); u = g / n + w; w = w - rate * n * u / norm(u) / norm(w)");
    assertThat(program.stages()).hasSize(3);
    assertThat(locals(program.stages().get(1))).contains("n");
    assertThat(locals(program.stages().get(2))).contains("n");
    assertThat(program.kept()).containsExactly("u");
  }

  /** Locals that are written out where they are used are not computed beside it. */
  @Test
  void nothingIsComputedInVain() {
    LoopProgram program = program("", "a = w - rate * g; b = norm(g) * a; w = where(t > 0, a, b)");
    assertThat(program.stages()).hasSize(1);
    assertThat(program.tensorNumbers()).isEmpty();
    assertThat(locals(program.stages().get(0))).containsExactly("gradient", "update");
    CompiledRule linear =
        CompiledRule.of(
            Texts.of("m", "u = 2 * g; m = beta * m + u; w = w - rate * m"), Decay.IN_GRADIENT);
    assertThat(locals(linear.program(0).stages().get(0)))
        .containsExactly("gradient", "update", "mNew");
  }

  @Test
  void theSameTermIsComputedOnce() {
    LoopProgram program =
        program("", "a = g * g; b = g * g; w = w - rate * (a + sqrt(b) + (g + w)^2 * (g + w)^2)");
    assertThat(locals(program.stages().get(0))).containsExactly("gradient", "a", "base", "update");
  }

  /** Formulas are read by people, so sums in products have parentheses. */
  @Test
  void numbersAreFormulas() {
    CompiledRule adamW =
        CompiledRule.of(
            Texts.of(
                "m n",
                "m = beta * m + (1 - beta) * g; n = beta * n + (1 - beta) * g^2;"
                    + " w = w - (rate / (1 - beta^t)) * m / (sqrt(n) + epsilon)"),
            Decay.DECOUPLED);
    assertThat(adamW.formulas(0))
        .containsExactly(
            "1/examples",
            "α * beta",
            "α * (1 - beta)",
            "α^(2) * beta",
            "α^(2) * (1 - beta)",
            "ηλ, or 0 without decay",
            "P'^(−1) * epsilon",
            "P' * rate / (1 - beta^t)");
  }
}
