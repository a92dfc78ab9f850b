package org.texp4j.processor.write;

import java.util.List;
import java.util.stream.Collectors;
import org.texp4j.processor.model.DeclaredRecipe;
import org.texp4j.processor.model.DeclaredRecipe.CosineDecay;
import org.texp4j.processor.model.DeclaredRecipe.Shape;
import org.texp4j.processor.model.DeclaredRecipe.StepDecay;
import org.texp4j.processor.model.Length;
import org.texp4j.processor.model.Training;
import org.texp4j.processor.model.Unit;

/** A declared recipe in words. */
final class RecipeWords {

  private static final int DIGITS = 6;

  private RecipeWords() {}

  static String of(Training training) {
    DeclaredRecipe recipe = training.recipe();
    return "SGD with "
        + (recipe.momentum() == 0 ? "" : "momentum " + Literals.real(recipe.momentum()) + " and ")
        + "weight decay "
        + Literals.real(recipe.weightDecay())
        + " for "
        + recipe.length()
        + (recipe.length().unit() == Unit.EPOCHS
            ? " of " + new Length(training.stepsPerEpoch(), Unit.STEPS)
            : "")
        + ", at a learning rate "
        + recipe
            .warmup()
            .map(warmup -> afterWarmup(recipe, warmup))
            .orElseGet(() -> fromStart(recipe.shape(), Literals.real(recipe.learningRate())))
        + ".";
  }

  private static String fromStart(Shape shape, String rate) {
    if (shape instanceof StepDecay decay) {
      return "of " + rate + " that is " + multiplied(decay) + " " + list(decay.boundaries());
    }
    if (shape instanceof CosineDecay cosine) {
      return "that falls from " + rate + " to " + minimum(cosine);
    }
    return "of " + rate;
  }

  private static String afterWarmup(DeclaredRecipe recipe, DeclaredRecipe.Warmup warmup) {
    double rate = recipe.learningRate();
    String rise =
        "that rises from "
            + Literals.shown(rate * warmup.from(), DIGITS)
            + " to "
            + Literals.shown(rate, DIGITS)
            + " over "
            + warmup.length();
    if (recipe.shape() instanceof StepDecay decay) {
      return rise + " and is " + multiplied(decay) + " another " + list(decay.boundaries());
    }
    if (recipe.shape() instanceof CosineDecay cosine) {
      return rise + " and then falls to " + minimum(cosine);
    }
    return rise + " and then stays";
  }

  private static String multiplied(StepDecay decay) {
    return "multiplied by " + Literals.real(decay.factor()) + " after";
  }

  private static String minimum(CosineDecay cosine) {
    return Literals.shown(cosine.minimum(), DIGITS) + " along half a cosine";
  }

  /** 8 and 12 epochs. */
  private static String list(List<Length> boundaries) {
    Length last = boundaries.get(boundaries.size() - 1);
    String others =
        boundaries.stream()
            .limit(boundaries.size() - 1)
            .map(boundary -> String.valueOf(boundary.count()))
            .collect(Collectors.joining(", "));
    return others.isEmpty() ? last.toString() : others + " and " + last;
  }
}
