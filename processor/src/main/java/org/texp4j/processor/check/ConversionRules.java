package org.texp4j.processor.check;

import java.util.stream.Stream;
import org.texp4j.processor.model.Declaration;
import org.texp4j.processor.model.DeclaredRecipe;
import org.texp4j.processor.model.Length;
import org.texp4j.processor.model.Position;
import org.texp4j.processor.model.Unit;
import org.texp4j.schedule.Conversion;
import org.texp4j.schedule.FixedPoint;
import org.texp4j.schedule.InconvertibleRecipeException;
import org.texp4j.schedule.Plan;
import org.texp4j.schedule.PlanCursor;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.Step;

/** Rules that need the arithmetic of the conversion. */
final class ConversionRules {

  /** A plan is walked step by step, here and whenever the training class is loaded. */
  private static final long LONGEST = 100_000_000;

  /** float32 ends at 2^128. */
  private static final int FLOAT_EXPONENT = 128;

  private final Declaration declaration;
  private final DeclaredRecipe declared;
  private final Conversion conversion;
  private final long stepsPerEpoch;
  private final Recipe recipe;

  ConversionRules(Declaration declaration, DeclaredRecipe declared, Conversion conversion) {
    this.declaration = declaration;
    this.declared = declared;
    this.conversion = conversion;
    this.stepsPerEpoch = declaration.stepsPerEpoch();
    this.recipe = declared.inSteps(stepsPerEpoch);
  }

  /** The first reason why there is no plan, or notes on the plan there is. */
  Stream<Diagnostic> find() {
    if (recipe.steps() > LONGEST) {
      return Stream.of(tooLong());
    }
    if (declared.largestRate(stepsPerEpoch) > Float.MAX_VALUE) {
      return Stream.of(factorTooLarge());
    }
    if (conversion == Conversion.EXPONENTIAL && !recipe.isConstant()) {
      return Stream.of(notConstant());
    }
    try {
      Plan plan = Plan.of(recipe, conversion);
      return conversion == Conversion.WEIGHT_DECAY
          ? Stream.empty()
          : Stream.concat(beyondBound(), floatRange(plan));
    } catch (InconvertibleRecipeException failure) {
      return Stream.of(tooStrong(failure.step()));
    }
  }

  private Diagnostic tooLong() {
    Length longest =
        declared.length().unit() == Unit.EPOCHS
            ? new Length(LONGEST / stepsPerEpoch, Unit.EPOCHS)
            : new Length(LONGEST, Unit.STEPS);
    return new Diagnostic(
        Code.RUN_TOO_LONG,
        lengthPosition(),
        "a run of " + declared.length() + " has " + recipe.steps() + " steps, too many to plan",
        "write at most " + longest + ", which has " + longest.steps(stepsPerEpoch) + " steps");
  }

  private Diagnostic factorTooLarge() {
    return new Diagnostic(
        Code.FACTOR_RANGE,
        declaration.shapes().get(0).position(),
        "the factor raises the learning rate to "
            + declared.largestRate(stepsPerEpoch)
            + ", which is no finite float",
        "write for example factor = 0.1");
  }

  private Diagnostic notConstant() {
    return new Diagnostic(
        Code.NOT_CONSTANT,
        declaration.schedule().type().position(),
        "EXPONENTIAL converts a constant learning rate only, and this one changes",
        "write type = TEXP_PLUS_PLUS, which converts every schedule");
  }

  private Diagnostic tooStrong(long step) {
    double gamma = declared.momentum();
    return new Diagnostic(
        Code.DECAY_TOO_STRONG,
        decayPosition(),
        "weight decay "
            + declared.weightDecay()
            + " at learning rate "
            + declared.largestRate(stepsPerEpoch)
            + " has no equivalent exponential rate: λη = "
            + Largest.rounded(strength())
            + " exceeds (1 − √γ)² = "
            + Largest.rounded(FixedPoint.bound(gamma))
            + " for γ = "
            + gamma
            + ", and the conversion fails at "
            + at(step),
        "write "
            + new Largest(declared, conversion, stepsPerEpoch).remedies()
            + ", each the largest that holds for a run of any length");
  }

  private Stream<Diagnostic> beyondBound() {
    double bound = FixedPoint.bound(declared.momentum());
    if (strength() <= bound) {
      return Stream.empty();
    }
    return Stream.of(
        new Diagnostic(
            Code.BEYOND_BOUND,
            decayPosition(),
            "λη = "
                + Largest.rounded(strength())
                + " exceeds (1 − √γ)² = "
                + Largest.rounded(bound)
                + "; this run ends before its conversion would fail, and is exact",
            "write "
                + new Largest(declared, conversion, stepsPerEpoch).remedies()
                + " if it is to go on"));
  }

  private Stream<Diagnostic> floatRange(Plan plan) {
    PlanCursor cursor = plan.cursor();
    while (cursor.hasNext()) {
      Step step = cursor.next();
      if (step.rate().exponent() >= FLOAT_EXPONENT
          || 2 * step.after().scale().exponent() >= FLOAT_EXPONENT) {
        return Stream.of(
            new Diagnostic(
                Code.FLOAT_RANGE,
                lengthPosition(),
                "the converted rate or scale leaves the range of float32 at " + at(step.index()),
                "nothing has to be changed: the run is rescaled by powers of two, exactly"));
      }
    }
    return Stream.empty();
  }

  /** The largest λη of the run. */
  private double strength() {
    return declared.weightDecay() * declared.largestRate(stepsPerEpoch);
  }

  private String at(long step) {
    return "step " + step + " in epoch " + step / stepsPerEpoch + " (counted from 0)";
  }

  private Position decayPosition() {
    return declaration.weightDecay().orElseThrow().value().position();
  }

  private Position lengthPosition() {
    return declaration.schedule().length().only().orElseThrow().position();
  }
}
