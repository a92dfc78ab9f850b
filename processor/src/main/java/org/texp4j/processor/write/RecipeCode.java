package org.texp4j.processor.write;

import com.palantir.javapoet.CodeBlock;
import java.util.Optional;
import org.texp4j.processor.model.DeclaredRecipe;
import org.texp4j.processor.model.DeclaredRecipe.CosineDecay;
import org.texp4j.processor.model.DeclaredRecipe.StepDecay;
import org.texp4j.processor.model.DeclaredRecipe.Warmup;
import org.texp4j.processor.model.Length;
import org.texp4j.processor.model.Unit;

/** A declared recipe in code: the expressions that {@link DeclaredRecipe#inSteps} computes. */
final class RecipeCode {

  private final DeclaredRecipe recipe;

  RecipeCode(DeclaredRecipe recipe) {
    this.recipe = recipe;
  }

  /** The body of a method that takes {@code stepsPerEpoch} and returns the recipe. */
  CodeBlock body() {
    CodeBlock.Builder code = CodeBlock.builder();
    code.addStatement("long steps = $L", steps(recipe.length()));
    Optional<Warmup> warmup = recipe.warmup();
    if (warmup.isPresent()) {
      code.addStatement("long warmup = $L", steps(warmup.get().length()));
      code.addStatement("$T main = $L", Names.CURVE, shape("steps - warmup"));
      code.addStatement(
          "$1T learningRate = $1T.linearWarmup($2L, warmup, main)",
          Names.CURVE,
          Literals.real(warmup.get().from()));
    } else {
      code.addStatement("$T learningRate = $L", Names.CURVE, shape("steps"));
    }
    code.addStatement(
        "$1T weightDecay = $1T.constant($2L)", Names.CURVE, Literals.real(recipe.weightDecay()));
    code.addStatement(
        "$1T momentum = $1T.constant($2L)", Names.CURVE, Literals.real(recipe.momentum()));
    code.addStatement("return new $T(steps, learningRate, weightDecay, momentum)", Names.RECIPE);
    return code.build();
  }

  private CodeBlock shape(String steps) {
    String rate = Literals.real(recipe.learningRate());
    if (recipe.shape() instanceof StepDecay decay) {
      CodeBlock boundaries =
          decay.boundaries().stream()
              .map(boundary -> CodeBlock.of("$L", steps(boundary)))
              .collect(CodeBlock.joining(",$W"));
      return CodeBlock.of(
          "$T.stepDecay($L, $L,$W$L)",
          Names.CURVE,
          rate,
          Literals.real(decay.factor()),
          boundaries);
    }
    if (recipe.shape() instanceof CosineDecay cosine) {
      return CodeBlock.of(
          "$T.cosineDecay($L, $L, $L)", Names.CURVE, rate, Literals.real(cosine.minimum()), steps);
    }
    return CodeBlock.of("$T.constant($L)", Names.CURVE, rate);
  }

  private static String steps(Length length) {
    if (length.unit() == Unit.STEPS) {
      return Literals.whole(length.count());
    }
    return length.count() == 1 ? "stepsPerEpoch" : length.count() + " * stepsPerEpoch";
  }
}
