package org.texp4j.processor.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.texp4j.processor.model.Declaration;
import org.texp4j.processor.model.Declaration.Normalized;
import org.texp4j.processor.model.Declaration.RateFactor;
import org.texp4j.processor.model.annotation.AttributeValue;
import org.texp4j.processor.model.annotation.Position;
import org.texp4j.processor.model.value.Decimals;

/** Rules for the learning rates of single layers; only the runtime has the layers. */
final class RateFactorRules {

  /** Each layer is a string in the training class, whose initializer holds 64 KiB. */
  private static final int MOST_LAYERS = 1_000;

  private RateFactorRules() {}

  static List<Diagnostic> of(Declaration declaration) {
    Set<String> named = new HashSet<>();
    List<Diagnostic> found = new ArrayList<>();
    for (RateFactor factor : declaration.rateFactors()) {
      found.addAll(value(factor.value()));
      found.addAll(layers(factor.layers(), named));
    }
    boolean onlyInvariant =
        declaration
            .normalized()
            .map(Normalized::onlyInvariant)
            .filter(AttributeValue::value)
            .isPresent();
    if (onlyInvariant && !declaration.rateFactors().isEmpty()) {
      found.add(
          flaw(
              declaration.rateFactors().get(0).value().position(),
              "layers with a learning rate of their own are not converted, so with onlyInvariant ="
                  + " true they would not be trained",
              "remove @LearningRateFactor or onlyInvariant"));
    }
    return found;
  }

  private static List<Diagnostic> value(AttributeValue<Double> given) {
    if (given.value() > 0 && given.value() <= Float.MAX_VALUE) {
      return List.of();
    }
    return List.of(
        flaw(
            given.position(),
            "the factor of the learning rate is "
                + Decimals.shown(given.value())
                + " but must be a finite, positive float",
            "write, for example, 0.1, or freeze the layers in the network for none"));
  }

  private static List<Diagnostic> layers(
      AttributeValue<List<AttributeValue<String>>> layers, Set<String> named) {
    if (layers.value().isEmpty() || layers.value().size() > MOST_LAYERS) {
      return List.of(
          flaw(
              layers.position(),
              "layers has " + layers.value().size() + " names",
              "name from 1 to " + MOST_LAYERS + " layers, for example layers = {\"0\", \"1\"}"));
    }
    return Diagnostic.each(
        layers.value(),
        layer ->
            named.add(layer.value())
                ? List.of()
                : List.of(
                    flaw(
                        layer.position(),
                        "layer \"" + layer.value() + "\" already has a learning rate factor",
                        "write each layer once")));
  }

  private static Diagnostic flaw(Position position, String problem, String remedy) {
    return new Diagnostic(Code.RATE_FACTOR, position, problem, remedy);
  }
}
