package org.texp4j.processor.write;

import org.texp4j.processor.model.DeclaredCurve;
import org.texp4j.processor.model.DeclaredCurve.Warmup;
import org.texp4j.processor.model.DeclaredRecipe;
import org.texp4j.processor.model.Hyperparameter;
import org.texp4j.processor.model.Term;
import org.texp4j.schedule.Rule;

/** A declared recipe in code: the expressions that {@link DeclaredRecipe#inSteps} computes. */
final class RecipeCode {

  private final DeclaredRecipe recipe;
  private final Imports imports;
  private final TermCode terms;
  private final StringBuilder code = new StringBuilder();

  RecipeCode(DeclaredRecipe recipe, Imports imports) {
    this.recipe = recipe;
    this.imports = imports;
    this.terms = new TermCode(imports);
  }

  /** The body of a method that takes {@code stepsPerEpoch} and returns the recipe. */
  String body() {
    variable("long", "steps", Term.of(recipe.length(), Term.STEPS));
    curve(Hyperparameter.LEARNING_RATE, "learningRate", "warmup", "rise", "main");
    curve(Hyperparameter.WEIGHT_DECAY, "weightDecay", "decayWarmup", "decayRise", "mainDecay");
    curve(Hyperparameter.MOMENTUM, "momentum", "momentumWarmup", "momentumRise", "mainMomentum");
    String rule = "";
    if (!recipe.rule().equals(Rule.HEAVY_BALL)) {
      variable(imports.name(TypeName.schedule("Rule")), "rule", recipe.ruleCode());
      rule = ", rule";
    }
    return code.append(" ".repeat(Members.BODY))
        .append("return new " + imports.name(TypeName.RECIPE))
        .append("(steps, learningRate, weightDecay, momentum" + rule + ");\n")
        .toString();
  }

  private void curve(Hyperparameter of, String name, String warmup, String options, String main) {
    String curveType = imports.name(TypeName.CURVE);
    DeclaredCurve curve = recipe.of(of);
    if (curve.warmup().isEmpty()) {
      variable(curveType, name, shape(curve, Term.STEPS));
      return;
    }
    Warmup rise = curve.warmup().get();
    Term taken = new Term.Variable(warmup);
    Term left = rise.isBefore() ? new Term.Difference(Term.STEPS, taken) : Term.STEPS;
    variable("long", warmup, Term.of(rise.length(), Term.STEPS));
    variable(curveType, main, shape(curve, left));
    Term risen = new Term.Variable(main);
    if (rise.isPlain()) {
      variable(curveType, name, Term.curve("linearWarmup", Term.of(rise.from()), taken, risen));
    } else {
      variable(imports.name(TypeName.schedule("Warmup")), options, options(rise, taken));
      variable(curveType, name, Term.curve("warmup", new Term.Variable(options), risen));
    }
  }

  private void variable(String type, String name, Term value) {
    code.append(Expression.assignment(type + " " + name, terms.of(value), Members.BODY));
  }

  private static Term shape(DeclaredCurve curve, Term steps) {
    return curve.shape().code(curve.initial(), steps);
  }

  private static Term options(Warmup rise, Term taken) {
    return Term.created(
        "Warmup", taken, Term.of(rise.from()), Term.of(rise.shape()), Term.of(rise.placement()));
  }
}
