package org.texp4j.processor.write;

import com.palantir.javapoet.CodeBlock;
import org.texp4j.processor.model.DeclaredCurve;
import org.texp4j.processor.model.DeclaredCurve.Warmup;
import org.texp4j.processor.model.DeclaredRecipe;
import org.texp4j.processor.model.Hyperparameter;
import org.texp4j.processor.model.Term;
import org.texp4j.schedule.Rule;

/** A declared recipe in code: the expressions that {@link DeclaredRecipe#inSteps} computes. */
final class RecipeCode {

  private final DeclaredRecipe recipe;

  RecipeCode(DeclaredRecipe recipe) {
    this.recipe = recipe;
  }

  /** The body of a method that takes {@code stepsPerEpoch} and returns the recipe. */
  CodeBlock body() {
    CodeBlock.Builder code = CodeBlock.builder();
    code.addStatement("long steps = $L", TermCode.of(Term.of(recipe.length(), Term.STEPS)));
    add(code, Hyperparameter.LEARNING_RATE, "learningRate", "warmup", "rise", "main");
    add(code, Hyperparameter.WEIGHT_DECAY, "weightDecay", "decayWarmup", "decayRise", "mainDecay");
    add(
        code,
        Hyperparameter.MOMENTUM,
        "momentum",
        "momentumWarmup",
        "momentumRise",
        "mainMomentum");
    if (recipe.rule().equals(Rule.HEAVY_BALL)) {
      code.addStatement("return new $T(steps, learningRate, weightDecay, momentum)", Names.RECIPE);
    } else {
      code.addStatement("$T rule = $L", Names.schedule("Rule"), TermCode.of(recipe.ruleCode()));
      code.addStatement(
          "return new $T(steps, learningRate, weightDecay, momentum, rule)", Names.RECIPE);
    }
    return code.build();
  }

  private void add(
      CodeBlock.Builder code,
      Hyperparameter of,
      String name,
      String warmup,
      String options,
      String main) {
    DeclaredCurve curve = recipe.of(of);
    if (curve.warmup().isEmpty()) {
      code.addStatement("$T $L = $L", Names.CURVE, name, shape(curve, Term.STEPS));
      return;
    }
    Warmup rise = curve.warmup().get();
    Term taken = new Term.Variable(warmup);
    Term left = rise.isBefore() ? new Term.Difference(Term.STEPS, taken) : Term.STEPS;
    code.addStatement("long $L = $L", warmup, TermCode.of(Term.of(rise.length(), Term.STEPS)));
    code.addStatement("$T $L = $L", Names.CURVE, main, shape(curve, left));
    if (rise.isPlain()) {
      code.addStatement(
          "$1T $2L = $1T.linearWarmup($3L, $4L, $5L)",
          Names.CURVE,
          name,
          Literals.real(rise.from()),
          warmup,
          main);
    } else {
      code.addStatement(
          "$T $L = $L", Names.schedule("Warmup"), options, TermCode.of(options(rise, taken)));
      code.addStatement("$1T $2L = $1T.warmup($3L, $4L)", Names.CURVE, name, options, main);
    }
  }

  private static CodeBlock shape(DeclaredCurve curve, Term steps) {
    return TermCode.of(curve.shape().code(curve.initial(), steps));
  }

  private static Term options(Warmup rise, Term taken) {
    return Term.created(
        "Warmup", taken, Term.of(rise.from()), Term.of(rise.shape()), Term.of(rise.placement()));
  }
}
