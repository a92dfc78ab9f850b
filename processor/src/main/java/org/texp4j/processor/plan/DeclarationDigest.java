package org.texp4j.processor.plan;

import java.util.ArrayList;
import java.util.List;
import org.texp4j.processor.model.Declaration;
import org.texp4j.processor.model.Declaration.Normalized;
import org.texp4j.processor.model.DeclaredCurve;
import org.texp4j.processor.model.DeclaredCurve.Warmup;
import org.texp4j.processor.model.DeclaredMethod;
import org.texp4j.processor.model.DeclaredMethod.Role;
import org.texp4j.processor.model.DeclaredRecipe;
import org.texp4j.processor.model.RuleCode;
import org.texp4j.processor.model.Sha256;
import org.texp4j.processor.model.value.Expression;
import org.texp4j.processor.model.value.Hyperparameter;

/**
 * The digest of a declaration: SHA-256 of its content, one line per value.
 *
 * <p>Two ways to write the same declaration, with or without a default, have the same digest.
 * Numbers are hexadecimal, so they are exact.
 */
final class DeclarationDigest {

  private DeclarationDigest() {}

  static String of(Declaration declaration, DeclaredRecipe recipe) {
    return Sha256.of(text(declaration, recipe));
  }

  private static String text(Declaration declaration, DeclaredRecipe recipe) {
    Normalized normalized = declaration.normalized().orElseThrow();
    List<String> lines = new ArrayList<>();
    lines.add("class " + declaration.type().qualifiedName());
    lines.add("name " + declaration.experimentName());
    lines.add("seed " + declaration.experiment().seed().value());
    lines.add("batch size " + declaration.experiment().batchSize().value());
    lines.add("training examples " + declaration.experiment().trainingExamples().value());
    lines.add("type " + declaration.schedule().type().value());
    lines.add("momentum corrections " + declaration.schedule().momentumCorrections().value());
    lines.add("normalized " + normalized.value().value());
    if (normalized.onlyInvariant().value()) {
      lines.add("only invariant");
    }
    if (normalized.unbiasedVariance().value()) {
      lines.add("unbiased variance");
    }
    for (Declaration.RateFactor factor : declaration.rateFactors()) {
      lines.add("rate factor " + Double.toHexString(factor.value().value()) + " " + factor.names());
    }
    for (List<String> group : normalized.groups()) {
      lines.add("asserted " + group);
    }
    lines.add("length " + Expression.of(recipe.length(), Expression.STEPS));
    for (Hyperparameter hyperparameter : Hyperparameter.values()) {
      lines.add(hyperparameter.noun() + " " + curve(recipe.of(hyperparameter)));
    }
    lines.add("rule " + RuleCode.of(recipe.rule(), List.of()));
    for (DeclaredMethod method : declaration.methods()) {
      // A metric changes nothing of the training, so a run may get another one.
      if (method.role() != Role.METRIC) {
        lines.add(method.role() + " " + method.name() + " " + method.result());
      }
    }
    return String.join("\n", lines);
  }

  private static String curve(DeclaredCurve curve) {
    String main = curve.shape().code(curve.initial(), Expression.STEPS).toString();
    if (curve.warmup().isEmpty()) {
      return main;
    }
    Warmup rise = curve.warmup().get();
    return main
        + " after "
        + Expression.of(rise.length(), Expression.STEPS)
        + " from "
        + Expression.of(rise.from())
        + " "
        + rise.shape()
        + " "
        + rise.placement();
  }
}
