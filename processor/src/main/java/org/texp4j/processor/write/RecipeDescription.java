package org.texp4j.processor.write;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.texp4j.processor.model.DeclaredCurve;
import org.texp4j.processor.model.DeclaredCurve.Warmup;
import org.texp4j.processor.model.DeclaredRecipe;
import org.texp4j.processor.model.Training;
import org.texp4j.processor.model.value.Decimals;
import org.texp4j.processor.model.value.Length;
import org.texp4j.processor.model.value.ShapeDescription;
import org.texp4j.processor.model.value.Unit;
import org.texp4j.schedule.Rule;
import org.texp4j.schedule.WrittenRule;

/** A declared recipe in words. */
final class RecipeDescription {

  private static final int DIGITS = 6;

  private RecipeDescription() {}

  static String of(Training training) {
    DeclaredRecipe recipe = training.recipe();
    Rule rule = recipe.rule();
    Length epoch = new Length(training.stepsPerEpoch(), Unit.STEPS);
    List<String> numbers = new ArrayList<>();
    if (!(rule instanceof WrittenRule written) || written.text().momentum().isPresent()) {
      numbers.add(curve(rule.momentumName(), recipe.momentum()));
    }
    rule.constants()
        .forEach(constant -> numbers.add(constant.name() + " " + Decimals.shown(constant.value())));
    return rule.optimizer()
        + " with "
        + String.join(", ", numbers)
        + (numbers.isEmpty() ? "" : " and ")
        + curve(rule.weightDecayName(), recipe.weightDecay())
        + " for "
        + recipe.length()
        + (recipe.length().unit() == Unit.EPOCHS ? " of " + epoch : "")
        + ", at a learning rate "
        + description(recipe.learningRate())
        + training.experiment().rateFactors().stream()
            .map(
                factor ->
                    ", " + Decimals.shown(factor.value()) + " times that in " + layers(factor))
            .collect(Collectors.joining())
        + ".";
  }

  /** Their names are the author's, and could end a comment. */
  private static String layers(Training.RateFactor factor) {
    int layers = factor.layers().size();
    return layers == 1 ? "one layer" : layers + " layers";
  }

  private static String curve(String noun, DeclaredCurve curve) {
    return curve.isConstant()
        ? noun + " " + Decimals.shown(curve.initial())
        : "a " + noun + " " + description(curve) + ",";
  }

  /** What follows "a learning rate". */
  private static String description(DeclaredCurve curve) {
    ShapeDescription shape = curve.shape().describe(curve.initial());
    return curve
        .warmup()
        .map(warmup -> warmedUp(curve.initial(), warmup, shape))
        .orElse(shape.standalone());
  }

  private static String warmedUp(double initial, Warmup warmup, ShapeDescription shape) {
    return warmup.isBefore()
        ? rise(
                warmup,
                Decimals.rounded(initial * warmup.from(), DIGITS),
                Decimals.rounded(initial, DIGITS))
            + " and then "
            + shape.afterWarmup()
        : shape.standalone()
            + ", times a factor "
            + rise(warmup, Decimals.shown(warmup.from()), "1");
  }

  private static String rise(Warmup warmup, String from, String to) {
    String rises = "that rises from " + from + " to " + to;
    String over = " over " + warmup.length();
    return switch (warmup.shape()) {
      case LINEAR -> rises + over;
      case COSINE -> rises + " along half a cosine" + over;
      case EXPONENTIAL -> rises + " exponentially" + over;
      case CONSTANT -> "that is " + from + " for " + warmup.length() + ", then " + to + ",";
    };
  }
}
