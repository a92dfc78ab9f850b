package org.texp4j.processor.write;

import org.texp4j.processor.model.DeclaredCurve;
import org.texp4j.processor.model.DeclaredCurve.Warmup;
import org.texp4j.processor.model.DeclaredRecipe;
import org.texp4j.processor.model.Figures;
import org.texp4j.processor.model.Training;
import org.texp4j.processor.model.Unit;
import org.texp4j.processor.model.Words;
import org.texp4j.schedule.AdamW;
import org.texp4j.schedule.Rule;
import org.texp4j.schedule.WarmupShape;

/** A declared recipe in words. */
final class RecipeWords {

  private static final int DIGITS = 6;

  private RecipeWords() {}

  static String of(Training training) {
    DeclaredRecipe recipe = training.recipe();
    Rule rule = recipe.rule();
    return UpdateWords.of(rule).optimizer()
        + " with "
        + momentum(recipe)
        + curve("weight decay", recipe.weightDecay())
        + " for "
        + recipe.length()
        + (recipe.length().unit() == Unit.EPOCHS
            ? " of "
                + training.stepsPerEpoch()
                + (training.stepsPerEpoch() == 1 ? " step" : " steps")
            : "")
        + ", at a learning rate "
        + told(recipe.learningRate())
        + ".";
  }

  private static String momentum(DeclaredRecipe recipe) {
    if (recipe.rule() instanceof AdamW adam) {
      return curve("β₁", recipe.momentum())
          + ", β₂ "
          + Figures.shown(adam.beta2())
          + ", ε "
          + Figures.shown(adam.epsilon())
          + " and ";
    }
    boolean none = recipe.momentum().isConstant() && recipe.momentum().initial() == 0;
    return none ? "" : curve("momentum", recipe.momentum()) + " and ";
  }

  private static String curve(String noun, DeclaredCurve curve) {
    return curve.isConstant()
        ? noun + " " + Figures.shown(curve.initial())
        : "a " + noun + " " + told(curve) + ",";
  }

  /** What follows "a learning rate". */
  private static String told(DeclaredCurve curve) {
    Words words = curve.shape().words(curve.initial());
    return curve.warmup().isPresent()
        ? warmedUp(curve, curve.warmup().get(), words)
        : words.alone();
  }

  private static String warmedUp(DeclaredCurve curve, Warmup rise, Words words) {
    double initial = curve.initial();
    return rise.isBefore()
        ? risen(
                rise,
                Figures.rounded(initial * rise.from(), DIGITS),
                Figures.rounded(initial, DIGITS))
            + " and from there on "
            + words.after()
        : words.alone() + ", times a factor " + risen(rise, Figures.shown(rise.from()), "1");
  }

  private static String risen(Warmup rise, String from, String to) {
    if (rise.shape() == WarmupShape.CONSTANT) {
      return "that is " + from + " for " + rise.length() + ", then " + to + ",";
    }
    return "that rises from "
        + from
        + " to "
        + to
        + switch (rise.shape()) {
          case COSINE -> " along half a cosine";
          case EXPONENTIAL -> " by the same factor at every step";
          default -> "";
        }
        + " over "
        + rise.length();
  }
}
