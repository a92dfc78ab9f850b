package org.texp4j.processor;

import static com.google.testing.compile.CompilationSubject.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.testing.compile.Compilation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.texp4j.schedule.AdamW;
import org.texp4j.schedule.Coupling;
import org.texp4j.schedule.Curve;
import org.texp4j.schedule.LinearCoefficients;
import org.texp4j.schedule.Plan;
import org.texp4j.schedule.PlanCursor;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.RecipeForm;
import org.texp4j.schedule.Rule;
import org.texp4j.schedule.Sgd;
import org.texp4j.schedule.Step;
import org.texp4j.schedule.Velocity;

/** Every update rule in every form: that it compiles, and that the formulas shown are its own. */
final class UpdateRulesTest {

  /** A recursion of forty steps in double against one in twice its precision. */
  private static final double ROUNDING = 1e-13;

  private static final double TAU = 0.25;

  /** A rule, the formulas that its training class shows, and the same formulas in Java. */
  enum Shown {
    HEAVY_BALL(
        "@Momentum(0.9)",
        Sgd.HEAVY_BALL,
        "μ = λ + γκ    α = 1 − ημ    κ' = μ/α",
        "ṽ ← γṽ + g;  θ̃ ← θ̃ − η̃ṽ") {
      @Override
      double[] recursion(double eta, double lambda, double gamma, double kappa) {
        double mu = lambda + gamma * kappa;
        return new double[] {1 - eta * mu, mu};
      }

      @Override
      double[] update(double eta, double lambda, double gamma, double kappa) {
        return new double[] {eta * gamma, eta, gamma, 1};
      }
    },
    DAMPENED(
        "@Momentum(value = 0.9, dampening = 0.25)",
        new Sgd(Velocity.HEAVY_BALL, Coupling.IN_GRADIENT, TAU),
        "μ = 0.75λ + γκ    α = 1 − ημ    κ' = μ/α",
        "ṽ ← γṽ + 0.75g;  θ̃ ← θ̃ − η̃ṽ") {
      @Override
      double[] recursion(double eta, double lambda, double gamma, double kappa) {
        double mu = 0.75 * lambda + gamma * kappa;
        return new double[] {1 - eta * mu, mu};
      }

      @Override
      double[] update(double eta, double lambda, double gamma, double kappa) {
        return new double[] {eta * gamma, 0.75 * eta, gamma, 0.75};
      }
    },
    NESTEROV(
        "@Momentum(value = 0.9, rule = MomentumRule.NESTEROV)",
        new Sgd(Velocity.NESTEROV, Coupling.IN_GRADIENT, 0),
        "μ = λ + γκ    α = 1 − η(λ + γμ)    κ' = μ/α",
        "θ̃ ← θ̃ − PP'(ηγ²ṽ + η(1 + γ)g);  ṽ ← γ(1 − ηλ)ṽ + (1 + κηγ)g") {
      @Override
      double[] recursion(double eta, double lambda, double gamma, double kappa) {
        double mu = lambda + gamma * kappa;
        return new double[] {1 - eta * (lambda + gamma * mu), mu};
      }

      @Override
      double[] update(double eta, double lambda, double gamma, double kappa) {
        return new double[] {
          eta * gamma * gamma,
          eta * (1 + gamma),
          gamma * (1 - eta * lambda),
          1 + kappa * eta * gamma
        };
      }
    },
    RATE_IN_VELOCITY(
        "@Momentum(value = 0.9, rule = MomentumRule.RATE_IN_VELOCITY)",
        new Sgd(Velocity.RATE_IN_VELOCITY, Coupling.IN_GRADIENT, 0),
        "μ = ηλ + γκ    α = 1 − μ    κ' = μ/α",
        "ṽ ← γṽ + ηg;  θ̃ ← θ̃ − PP'ṽ") {
      @Override
      double[] recursion(double eta, double lambda, double gamma, double kappa) {
        double mu = eta * lambda + gamma * kappa;
        return new double[] {1 - mu, mu};
      }

      @Override
      double[] update(double eta, double lambda, double gamma, double kappa) {
        return new double[] {gamma, eta, gamma, eta};
      }
    },
    NESTEROV_RATE_IN_VELOCITY(
        "@Momentum(value = 0.9, rule = MomentumRule.NESTEROV_RATE_IN_VELOCITY)",
        new Sgd(Velocity.NESTEROV_RATE_IN_VELOCITY, Coupling.IN_GRADIENT, 0),
        "μ = ηλ + γκ    α = 1 − ηλ − γμ    κ' = μ/α",
        "θ̃ ← θ̃ − PP'(γ²ṽ + η(1 + γ)g);  ṽ ← γ(1 − ηλ)ṽ + (1 + κγ)ηg") {
      @Override
      double[] recursion(double eta, double lambda, double gamma, double kappa) {
        double mu = eta * lambda + gamma * kappa;
        return new double[] {1 - eta * lambda - gamma * mu, mu};
      }

      @Override
      double[] update(double eta, double lambda, double gamma, double kappa) {
        return new double[] {
          gamma * gamma, eta * (1 + gamma), gamma * (1 - eta * lambda), (1 + kappa * gamma) * eta
        };
      }
    },
    DECOUPLED(
        "@Momentum(0.9)",
        new Sgd(Velocity.HEAVY_BALL, Coupling.DECOUPLED, 0),
        "α = 1 − ηλ    P' = P/α",
        "u = γṽ + g;  θ̃ ← θ̃ − η̃u;  ṽ ← αu") {
      @Override
      double[] recursion(double eta, double lambda, double gamma, double kappa) {
        return new double[] {1 - eta * lambda, 0};
      }

      @Override
      double[] update(double eta, double lambda, double gamma, double kappa) {
        double alpha = 1 - eta * lambda;
        return new double[] {eta * gamma, eta, alpha * gamma, alpha};
      }
    },
    DECOUPLED_NESTEROV(
        "@Momentum(value = 0.9, rule = MomentumRule.NESTEROV)",
        new Sgd(Velocity.NESTEROV, Coupling.DECOUPLED, 0),
        "α = 1 − ηλ    P' = P/α",
        "θ̃ ← θ̃ − PP'(ηγ²ṽ + η(1 + γ)g);  ṽ ← α(γṽ + g)") {
      @Override
      double[] recursion(double eta, double lambda, double gamma, double kappa) {
        return new double[] {1 - eta * lambda, 0};
      }

      @Override
      double[] update(double eta, double lambda, double gamma, double kappa) {
        double alpha = 1 - eta * lambda;
        return new double[] {eta * gamma * gamma, eta * (1 + gamma), alpha * gamma, alpha};
      }
    },
    DECOUPLED_RATE_IN_VELOCITY(
        "@Momentum(value = 0.9, rule = MomentumRule.RATE_IN_VELOCITY)",
        new Sgd(Velocity.RATE_IN_VELOCITY, Coupling.DECOUPLED, 0),
        "α = 1 − ηλ    P' = P/α",
        "u = γṽ + ηg;  θ̃ ← θ̃ − PP'u;  ṽ ← αu") {
      @Override
      double[] recursion(double eta, double lambda, double gamma, double kappa) {
        return new double[] {1 - eta * lambda, 0};
      }

      @Override
      double[] update(double eta, double lambda, double gamma, double kappa) {
        double alpha = 1 - eta * lambda;
        return new double[] {gamma, eta, alpha * gamma, alpha * eta};
      }
    };

    private final String momentum;
    private final Sgd rule;
    private final String recursion;
    private final String update;

    Shown(String momentum, Rule rule, String recursion, String update) {
      this.momentum = momentum;
      this.rule = (Sgd) rule;
      this.recursion = recursion;
      this.update = update;
    }

    /** Short, so that it does not count when lines are measured. */
    private String id() {
      return "R" + ordinal();
    }

    /** α and μ. */
    abstract double[] recursion(double eta, double lambda, double gamma, double kappa);

    /** What ṽ and g are multiplied by in the step of θ̃, without PP', and in that of ṽ. */
    abstract double[] update(double eta, double lambda, double gamma, double kappa);
  }

  private static Compilation compiled;

  @BeforeAll
  static void compileAllAtOnce() {
    List<JavaFileObject> sources = new ArrayList<>();
    for (Shown shown : Shown.values()) {
      for (RecipeForm form : RecipeForm.values()) {
        sources.add(source(shown.id(), shown.momentum, shown.rule.coupling(), form));
      }
    }
    for (RecipeForm form :
        List.of(RecipeForm.WEIGHT_DECAY, RecipeForm.EXPONENTIAL, RecipeForm.TEXP_PLUS_PLUS)) {
      sources.add(source("ADAM", "@AdamW", Coupling.DECOUPLED, form));
    }
    compiled = Compile.strictly(sources.toArray(JavaFileObject[]::new));
  }

  @Test
  void everyRuleCompilesInEveryForm() {
    assertThat(compiled).succeeded();
    assertThat(compiled.generatedSourceFiles())
        .hasSize(8 * RecipeForm.values().length + 3)
        .allSatisfy(
            file ->
                assertThat(file.getCharContent(false).toString().lines())
                    .allMatch(line -> line.length() <= 100));
  }

  @ParameterizedTest
  @EnumSource
  void theFormulasShownAreThoseOfThePlan(Shown shown) {
    assertThat(text(shown.id(), RecipeForm.TEXP_PLUS_PLUS)).contains(shown.recursion);
    assertThat(text(shown.id(), RecipeForm.TEXP_PLUS_PLUS)).contains("// " + shown.update);

    Curve rate = step -> 0.1 + 0.05 * Math.sin(step);
    Curve decay = step -> 1e-2 * (1 + Math.cos(step)) / 2;
    Recipe recipe = new Recipe(40, rate, decay, step -> 0.9 - 0.01 * step, shown.rule);
    PlanCursor cursor = Plan.of(recipe, RecipeForm.TEXP_PLUS_PLUS).cursor();
    double kappa = 0;
    while (cursor.hasNext()) {
      Step step = cursor.next();
      double[] numbers =
          shown.recursion(step.learningRate(), step.weightDecay(), step.momentum(), kappa);
      double[] update =
          shown.update(step.learningRate(), step.weightDecay(), step.momentum(), kappa);
      LinearCoefficients form = step.converted();
      assertThat(step.alpha()).isCloseTo(numbers[0], within(ROUNDING));
      assertThat(
              Stream.of(
                  form.velocityToWeights(),
                  form.gradientToWeights(),
                  form.velocityToVelocity(),
                  form.gradientToVelocity()))
          .zipSatisfy(
              Arrays.stream(update).boxed().toList(),
              (actual, expected) -> assertThat(actual).isCloseTo(expected, within(ROUNDING)));
      kappa = numbers[1] / numbers[0];
      assertThat(step.after().kappa()).isCloseTo(kappa, within(ROUNDING));
    }
  }

  /** α of the fixed point solves the equation that is shown. */
  @ParameterizedTest
  @EnumSource
  void theEquationShownIsThatOfTheFixedPoint(Shown shown) {
    double x = 1e-3;
    Recipe recipe =
        new Recipe(9, Curve.constant(0.1), Curve.constant(10 * x), Curve.constant(0.9), shown.rule);
    double alpha = Plan.of(recipe, RecipeForm.EXPONENTIAL).at(0).alpha();
    String text = text(shown.id(), RecipeForm.EXPONENTIAL);
    double value;
    if (text.contains("α² − (1 + γ − (1 + γ)λη) α + γ(1 − λη) = 0")) {
      value = alpha * alpha - (1.9 - 1.9 * x) * alpha + 0.9 * (1 - x);
    } else if (text.contains("α² − (1 + γ − λη) α + γ = 0")) {
      value = alpha * alpha - (1.9 - x) * alpha + 0.9;
    } else if (text.contains("α² − (1 + γ − 0.75λη) α + γ = 0")) {
      value = alpha * alpha - (1.9 - 0.75 * x) * alpha + 0.9;
    } else {
      assertThat(text).contains("α = 1 − ηλ");
      value = alpha - 1 + x;
    }
    assertThat(value).isCloseTo(0, within(1e-15));
  }

  @Test
  void theRuleIsThatOfTheDeclaration() throws Exception {
    ClassLoader loader = Compile.loader(compiled);
    for (Shown shown : Shown.values()) {
      Class<?> training = loader.loadClass("demo." + shown.id() + "_TEXPTraining");
      assertThat(Compile.recipe(training, 7).rule()).isEqualTo(shown.rule);
    }
    Recipe adam = Compile.recipe(loader.loadClass("demo.ADAM_EXPONENTIALTraining"), 7);
    assertThat(adam.rule()).isEqualTo(new AdamW(0.999, 1e-8));
    assertThat(adam.momentum()).isEqualTo(Curve.constant(0.9));
    assertThat(text(Shown.HEAVY_BALL.id(), RecipeForm.TEXP)).doesNotContain("Sgd");
  }

  private static String text(String rule, RecipeForm form) {
    return Compile.generated(compiled, "demo." + rule + "_" + form + "Training");
  }

  private static JavaFileObject source(
      String rule, String momentum, Coupling coupling, RecipeForm form) {
    String name = rule + "_" + form;
    return Compile.source(
        name,
        "import org.texp4j.annotations.*;",
        momentum,
        "@Normalized(Normalization.LAYER)",
        "@WeightDecay(value = 5e-4, coupling = Coupling." + coupling + ")",
        "@Schedule(type = ScheduleType." + form + ", learningRate = 0.1, steps = 900)",
        "final class " + name + " {}");
  }
}
