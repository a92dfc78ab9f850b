package org.texp4j.processor.write;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.TypeName;
import org.texp4j.processor.model.DeclaredCurve;
import org.texp4j.processor.model.DeclaredCurve.Warmup;
import org.texp4j.processor.model.DeclaredRecipe;
import org.texp4j.processor.model.Hyperparameter;
import org.texp4j.processor.model.Term;

/** A declared recipe in code: the expressions that {@link DeclaredRecipe#inSteps} computes. */
final class RecipeCode {

  private final DeclaredRecipe recipe;
  private final CodeBlock.Builder code = CodeBlock.builder();

  RecipeCode(DeclaredRecipe recipe) {
    this.recipe = recipe;
  }

  /** The body of a method that takes {@code stepsPerEpoch} and returns the recipe. */
  CodeBlock body() {
    variable(TypeName.LONG, "steps", Term.of(recipe.length(), Term.STEPS));
    curve(Hyperparameter.LEARNING_RATE, "learningRate", "warmup", "rise", "main");
    curve(Hyperparameter.WEIGHT_DECAY, "weightDecay", "decayWarmup", "decayRise", "mainDecay");
    curve(Hyperparameter.MOMENTUM, "momentum", "momentumWarmup", "momentumRise", "mainMomentum");
    String rule = "";
    if (!UpdateWords.isOfPaper(recipe.rule())) {
      variable(Names.schedule("Rule"), "rule", recipe.ruleCode());
      rule = ", rule";
    }
    return code.addStatement(
            "return new $T(steps, learningRate, weightDecay, momentum$L)", Names.RECIPE, rule)
        .build();
  }

  private void curve(Hyperparameter of, String name, String warmup, String options, String main) {
    DeclaredCurve curve = recipe.of(of);
    if (curve.warmup().isEmpty()) {
      variable(Names.CURVE, name, shape(curve, Term.STEPS));
      return;
    }
    Warmup rise = curve.warmup().get();
    Term taken = new Term.Variable(warmup);
    Term left = rise.isBefore() ? new Term.Difference(Term.STEPS, taken) : Term.STEPS;
    variable(TypeName.LONG, warmup, Term.of(rise.length(), Term.STEPS));
    variable(Names.CURVE, main, shape(curve, left));
    Term risen = new Term.Variable(main);
    if (rise.isPlain()) {
      variable(Names.CURVE, name, Term.curve("linearWarmup", Term.of(rise.from()), taken, risen));
    } else {
      variable(Names.schedule("Warmup"), options, options(rise, taken));
      variable(Names.CURVE, name, Term.curve("warmup", new Term.Variable(options), risen));
    }
  }

  private void variable(TypeName type, String name, Term value) {
    code.add("$[$T $L = $L;\n$]", type, name, TermCode.of(value));
  }

  private static Term shape(DeclaredCurve curve, Term steps) {
    return curve.shape().code(curve.initial(), steps);
  }

  private static Term options(Warmup rise, Term taken) {
    return Term.created(
        "Warmup", taken, Term.of(rise.from()), Term.of(rise.shape()), Term.of(rise.placement()));
  }
}
