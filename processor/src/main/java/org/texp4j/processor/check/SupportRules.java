package org.texp4j.processor.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.texp4j.processor.model.Declaration;
import org.texp4j.processor.model.Declaration.Momentum;
import org.texp4j.processor.model.Declaration.Normalized;
import org.texp4j.processor.model.Declaration.Shape;
import org.texp4j.processor.model.Declaration.Use;
import org.texp4j.processor.model.Declaration.Warmup;
import org.texp4j.processor.model.Declaration.WeightDecay;
import org.texp4j.processor.model.Given;
import org.texp4j.processor.model.Hyperparameter;
import org.texp4j.schedule.Coupling;
import org.texp4j.schedule.RecipeForm;
import org.texp4j.schedule.Velocity;
import org.texp4j.schedule.WarmupPlacement;
import org.texp4j.schedule.WarmupShape;

/**
 * Rules for what a later version of the language has and this compiler does not know.
 *
 * <p>They list what runs, not what does not: anything else is refused, never guessed.
 */
final class SupportRules {

  private static final Set<String> NORMALIZATIONS = Set.of("BATCH", "LAYER", "GROUP", "INSTANCE");
  private static final Set<String> HYPERPARAMETERS = names(Hyperparameter.values());
  private static final Set<String> CONVERSIONS = names(RecipeForm.values());
  private static final Set<String> COUPLINGS = names(Coupling.values());
  private static final Set<String> VELOCITIES = names(Velocity.values());
  private static final Set<String> WARMUP_SHAPES = names(WarmupShape.values());
  private static final Set<String> WARMUP_PLACEMENTS = names(WarmupPlacement.values());

  private SupportRules() {}

  static List<Diagnostic> of(Declaration declaration) {
    List<Diagnostic> found = new ArrayList<>();
    found.addAll(known(declaration.schedule().type(), CONVERSIONS));
    found.addAll(known(declaration.normalized().map(Normalized::value), NORMALIZATIONS));
    found.addAll(known(declaration.weightDecay().map(WeightDecay::coupling), COUPLINGS));
    found.addAll(known(declaration.momentum().map(Momentum::rule), VELOCITIES));
    for (Warmup warmup : declaration.warmups()) {
      found.addAll(known(warmup.of(), HYPERPARAMETERS));
      found.addAll(known(warmup.shape(), WARMUP_SHAPES));
      found.addAll(known(warmup.placement(), WARMUP_PLACEMENTS));
    }
    for (Shape shape : declaration.shapes()) {
      found.addAll(known(shape.of(), HYPERPARAMETERS));
    }
    for (Use use : declaration.unknown()) {
      found.add(unknown(use));
    }
    return found;
  }

  private static Diagnostic unknown(Use use) {
    return new Diagnostic(
        Code.NOT_YET_SUPPORTED,
        use.position(),
        "this compiler does not know @" + use.annotation(),
        "remove it, or use texp4j-processor in the version of texp4j-annotations");
  }

  /** A constant that this compiler knows. */
  static List<Diagnostic> known(Given<String> given, Set<String> known) {
    if (known.contains(given.value())) {
      return List.of();
    }
    return List.of(
        new Diagnostic(
            Code.NOT_YET_SUPPORTED,
            given.position(),
            "this compiler does not know " + given.value(),
            "write one of "
                + known.stream().sorted().collect(Collectors.joining(", "))
                + ", or use texp4j-processor in the version of texp4j-annotations"));
  }

  private static List<Diagnostic> known(Optional<Given<String>> given, Set<String> known) {
    return given.isPresent() ? known(given.get(), known) : List.of();
  }

  private static Set<String> names(Enum<?>[] constants) {
    Set<String> names = new HashSet<>();
    for (Enum<?> constant : constants) {
      names.add(constant.name());
    }
    return names;
  }
}
