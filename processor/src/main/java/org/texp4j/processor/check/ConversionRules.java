package org.texp4j.processor.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.texp4j.processor.model.Declaration;
import org.texp4j.processor.model.Declaration.ShapeAnnotation;
import org.texp4j.processor.model.DeclaredRecipe;
import org.texp4j.processor.model.annotation.AttributeValue;
import org.texp4j.processor.model.annotation.Position;
import org.texp4j.processor.model.value.Decimals;
import org.texp4j.processor.model.value.FactoryClass;
import org.texp4j.processor.model.value.Hyperparameter;
import org.texp4j.processor.model.value.Span;
import org.texp4j.processor.model.value.Unit;
import org.texp4j.schedule.Correction;
import org.texp4j.schedule.Curve;
import org.texp4j.schedule.InconvertibleRecipeException;
import org.texp4j.schedule.Plan;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.RecipeForm;

/** Rules that need the curves of a recipe and the arithmetic of its conversion. */
final class ConversionRules {

  /** Up to this many steps, epochs, steps and their quotients are exact in double. */
  private static final long LONGEST = 1_000_000_000_000L;

  /** A curve that changes at every step is walked step by step, here and in training: seconds. */
  private static final long LONGEST_WALK = 100_000_000;

  private final Declaration declaration;
  private final DeclaredRecipe declared;
  private final RecipeForm form;
  private final Span run;

  ConversionRules(Declaration declaration, DeclaredRecipe declared, RecipeForm form) {
    this.declaration = declaration;
    this.declared = declared;
    this.form = form;
    this.run = declared.run(declaration.stepsPerEpoch());
  }

  /** The first reason why there is no plan, or the plan with notes on it. */
  Checked find() {
    if (run.steps() > LONGEST) {
      return Checked.withoutPlan(List.of(tooLong(LONGEST, "more than can be counted exactly")));
    }
    if (!declared.isKnown()) {
      return Checked.withoutPlan(unchecked());
    }
    Recipe recipe = declared.inSteps(run.stepsPerEpoch());
    RecipeWalk walk = new RecipeWalk(recipe);
    if (!walk.isAtMost(LONGEST_WALK)) {
      return Checked.withoutPlan(
          List.of(tooLong(LONGEST_WALK, "too many for rates that change at every step")));
    }
    List<Diagnostic> outside = new ArrayList<>();
    for (Hyperparameter of : Hyperparameter.values()) {
      outside.addAll(new CurveRange(declaration, of, curve(recipe, of), run.steps(), walk).find());
    }
    if (!outside.isEmpty()) {
      return Checked.withoutPlan(outside);
    }
    List<Diagnostic> unfit = unfit(recipe, walk);
    return unfit.isEmpty() ? converted(recipe, walk) : Checked.withoutPlan(unfit);
  }

  /** Notes on the curves that classes make: the compiler does not guess them. */
  private List<Diagnostic> unchecked() {
    List<Diagnostic> found = new ArrayList<>();
    for (ShapeAnnotation shape : declaration.shapes()) {
      if (!shape.shape().isKnown()) {
        AttributeValue<FactoryClass> maker = shape.values().type("value");
        found.add(
            new Diagnostic(
                Code.UNCHECKED_CURVE,
                maker.position(),
                "the curve of "
                    + maker.value().qualifiedName()
                    + " is not known at compile time, so neither its range nor the bound on the"
                    + " weight decay is checked now",
                "no change is needed: "
                    + declaration.type().trainingName()
                    + " checks both when it is loaded, and its schedule command shows the plan"));
      }
    }
    return found;
  }

  /** The first reason why the requested form cannot run the recipe. */
  private List<Diagnostic> unfit(Recipe recipe, RecipeWalk walk) {
    Position type = declaration.schedule().type().position();
    for (Hyperparameter of : Hyperparameter.values()) {
      Curve curve = curve(recipe, of);
      List<Diagnostic> found =
          switch (form) {
            case WEIGHT_DECAY, TEXP_PLUS_PLUS -> List.of();
            case EXPONENTIAL -> constant(type, of, curve, walk);
            case TEXP, TEXP_MINUS_MINUS -> inPhases(type, of, curve);
          };
      if (!found.isEmpty()) {
        return found;
      }
    }
    return startsAboveZero(type, recipe);
  }

  private List<Diagnostic> constant(
      Position type, Hyperparameter of, Curve curve, RecipeWalk walk) {
    double first = curve.at(0);
    if (walk.first(step -> curve.at(step) != first).isEmpty()) {
      return List.of();
    }
    return List.of(
        new Diagnostic(
            Code.NOT_CONSTANT,
            type,
            form + " converts only constant recipes, but the " + of.noun() + " changes",
            "write type = TEXP_PLUS_PLUS, which converts any schedule"));
  }

  private List<Diagnostic> inPhases(Position type, Hyperparameter of, Curve curve) {
    long step = 0;
    while (step < run.steps() && curve.isConstantFrom(step)) {
      step = curve.nextBreak(step);
    }
    if (step >= run.steps()) {
      return List.of();
    }
    return List.of(
        new Diagnostic(
            Code.NOT_IN_PHASES,
            type,
            form
                + " converts only piecewise constant recipes, but the "
                + of.noun()
                + " changes from step to step starting at step "
                + step,
            "write type = TEXP_PLUS_PLUS, which converts any schedule"));
  }

  private List<Diagnostic> startsAboveZero(Position type, Recipe recipe) {
    if (form.isEquivalent() || recipe.learningRate().at(0) > 0) {
      return List.of();
    }
    return List.of(
        new Diagnostic(
            Code.STARTS_AT_ZERO,
            type,
            form + " keeps the learning rate of step 0, which is 0",
            "start the warm-up above 0, or write type = TEXP"));
  }

  private Checked converted(Recipe recipe, RecipeWalk walk) {
    try {
      Plan plan = Plan.of(recipe, form);
      List<Diagnostic> found =
          form.isConverted()
              ? Diagnostic.all(beyondBound(recipe, walk), floatRange(plan), corrections(plan))
              : List.of();
      return new Checked(found, Optional.of(plan));
    } catch (InconvertibleRecipeException failure) {
      return Checked.withoutPlan(List.of(tooStrong(recipe, walk, failure.step())));
    }
  }

  private Diagnostic tooLong(long longest, String why) {
    Unit unit = declared.length().unit();
    long most = unit == Unit.EPOCHS ? longest / run.stepsPerEpoch() : longest;
    return new Diagnostic(
        Code.RUN_TOO_LONG,
        declaration.schedule().length().only().orElseThrow().position(),
        "a run of " + declared.length() + " has " + run.steps() + " steps, " + why,
        "write at most " + unit.attribute() + " = " + most);
  }

  private Diagnostic tooStrong(Recipe recipe, RecipeWalk walk, long failed) {
    long worst = worst(recipe, walk, failed);
    double initial = declared.of(Hyperparameter.LEARNING_RATE).initial();
    boolean risen = recipe.learningRate().at(worst) > initial;
    return new Diagnostic(
        Code.DECAY_TOO_STRONG,
        decayPosition(),
        "weight decay "
            + shown(recipe.weightDecay().at(worst))
            + " at learning rate "
            + shown(recipe.learningRate().at(worst))
            + (risen ? ", up from " + shown(initial) + "," : "")
            + " has no equivalent exponential rate: "
            + (hasBound(recipe, worst) ? exceeds(recipe, worst) + ", and " : "")
            + "the conversion fails at "
            + at(failed),
        (risen
                ? "if the learning rate is not meant to rise, change its shape; otherwise write "
                : "write ")
            + remedies());
  }

  private String remedies() {
    return new ConversionLimits(declared, form, run.stepsPerEpoch(), declaration::codeWith)
        .remedies();
  }

  private List<Diagnostic> beyondBound(Recipe recipe, RecipeWalk walk) {
    if (ConversionLimits.isWithinBound(recipe)) {
      return List.of();
    }
    OptionalLong beyond = walk.first(step -> strength(recipe, step) > bound(recipe, step));
    if (beyond.isEmpty()) {
      return List.of();
    }
    return List.of(
        new Diagnostic(
            Code.BEYOND_BOUND,
            decayPosition(),
            exceeds(recipe, beyond.getAsLong())
                + "; this run ends before its conversion would fail, so it is exact",
            "to lengthen the run, write " + remedies()));
  }

  private String exceeds(Recipe recipe, long step) {
    double gamma = recipe.momentum().at(step);
    String formula = recipe.rule().boundFormula();
    String bound = ConversionLimits.rounded(bound(recipe, step));
    return "λη = "
        + ConversionLimits.rounded(strength(recipe, step))
        + (!formula.contains("γ")
            ? " is not less than " + bound
            : " exceeds " + formula + " = " + bound + " for γ = " + shown(gamma));
  }

  /** The step that exceeds the bound most, among those up to where the conversion failed. */
  private static long worst(Recipe recipe, RecipeWalk walk, long failed) {
    double[] most = {-1};
    long[] worst = {0};
    walk.first(
        step -> {
          double beyond =
              strength(recipe, step) / (hasBound(recipe, step) ? bound(recipe, step) : 1);
          if (step <= failed && beyond > most[0]) {
            most[0] = beyond;
            worst[0] = step;
          }
          return step > failed;
        });
    return worst[0];
  }

  private List<Diagnostic> floatRange(Plan plan) {
    OptionalLong end = new FloatRange(plan).end();
    if (end.isEmpty()) {
      return List.of();
    }
    return List.of(
        new Diagnostic(
            Code.FLOAT_RANGE,
            declaration.schedule().length().only().orElseThrow().position(),
            "the converted rate or scale leaves the range of float32 at " + at(end.getAsLong()),
            "no change is needed: the run is rescaled by powers of two, which is exact"));
  }

  private List<Diagnostic> corrections(Plan plan) {
    if (declaration.schedule().momentumCorrections().value()) {
      return List.of();
    }
    List<Correction> felt =
        plan.corrections().stream().filter(correction -> correction.costOfOmission() != 0).toList();
    if (felt.isEmpty()) {
      return List.of(
          OptimizerRules.nothingToCorrect(
              declaration.schedule().momentumCorrections(),
              "this recipe needs no momentum corrections"));
    }
    Correction dearest =
        felt.stream()
            .max(Comparator.comparingDouble(correction -> Math.abs(correction.costOfOmission())))
            .orElseThrow();
    return List.of(
        new Diagnostic(
            Code.CORRECTIONS_LEFT_OUT,
            declaration.schedule().momentumCorrections().position(),
            "without "
                + (felt.size() == 1
                    ? "its momentum correction"
                    : "its " + felt.size() + " momentum corrections")
                + " this run is not exact: its weights are kicked by "
                + Decimals.rounded(100 * Math.abs(dearest.costOfOmission()), 2)
                + "% of their norm at "
                + at(dearest.step())
                + (felt.size() == 1 ? "" : ", and by less elsewhere"),
            "remove momentumCorrections = false for the exact run"));
  }

  private static double strength(Recipe recipe, long step) {
    return recipe.weightDecay().at(step) * recipe.learningRate().at(step);
  }

  private static double bound(Recipe recipe, long step) {
    return recipe.rule().bound(recipe.momentum().at(step));
  }

  /** Whether the rule knows from which λη on a run of any length may fail. */
  private static boolean hasBound(Recipe recipe, long step) {
    return !Double.isNaN(bound(recipe, step));
  }

  private static Curve curve(Recipe recipe, Hyperparameter of) {
    return switch (of) {
      case LEARNING_RATE -> recipe.learningRate();
      case WEIGHT_DECAY -> recipe.weightDecay();
      case MOMENTUM -> recipe.momentum();
    };
  }

  private static String shown(double value) {
    return Decimals.rounded(value, 6);
  }

  private String at(long step) {
    return "step " + step + " in epoch " + step / run.stepsPerEpoch() + " (counted from 0)";
  }

  private Position decayPosition() {
    return declaration.weightDecay().orElseThrow().value().position();
  }
}
