package org.texp4j.processor.convert;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.texp4j.processor.model.Declaration;
import org.texp4j.processor.model.DeclaredMethod;
import org.texp4j.processor.model.DeclaredRecipe;

/**
 * The digest of a declaration: SHA-256 of what it declares, one line each.
 *
 * <p>Two ways to write the same declaration, such as leaving a default out or writing it, have the
 * same digest. Numbers are hexadecimal, so they are exact.
 */
final class Digest {

  private Digest() {}

  static String of(Declaration declaration) {
    return HexFormat.of()
        .formatHex(sha256().digest(text(declaration).getBytes(StandardCharsets.UTF_8)));
  }

  private static String text(Declaration declaration) {
    DeclaredRecipe recipe = Convert.recipe(declaration);
    List<String> lines = new ArrayList<>();
    lines.add("class " + declaration.type().qualifiedName());
    lines.add("name " + declaration.experimentName());
    lines.add("seed " + declaration.experiment().seed().value());
    lines.add("batch size " + declaration.experiment().batchSize().value());
    lines.add("training examples " + declaration.experiment().trainingExamples().value());
    lines.add("type " + declaration.schedule().type().value());
    lines.add("normalized " + declaration.normalization().orElseThrow().value());
    lines.add("length " + recipe.length());
    lines.add("learning rate " + hex(recipe.learningRate()));
    lines.add("shape " + shape(recipe.shape()));
    recipe
        .warmup()
        .ifPresent(
            warmup -> lines.add("warm-up " + warmup.length() + " from " + hex(warmup.from())));
    lines.add(
        "weight decay "
            + hex(recipe.weightDecay())
            + " "
            + declaration.weightDecay().orElseThrow().coupling().value());
    lines.add(
        "momentum "
            + hex(recipe.momentum())
            + declaration.momentum().map(momentum -> " " + momentum.rule().value()).orElse(""));
    for (DeclaredMethod method : declaration.methods()) {
      lines.add(method.role() + " " + method.name() + " " + method.result());
    }
    return String.join("\n", lines);
  }

  private static String shape(DeclaredRecipe.Shape shape) {
    if (shape instanceof DeclaredRecipe.StepDecay decay) {
      return "step decay " + hex(decay.factor()) + " at " + decay.boundaries();
    }
    if (shape instanceof DeclaredRecipe.CosineDecay cosine) {
      return "cosine to " + hex(cosine.minimum());
    }
    return "constant";
  }

  private static String hex(double value) {
    return Double.toHexString(value);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
