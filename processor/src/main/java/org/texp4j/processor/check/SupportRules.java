package org.texp4j.processor.check;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.texp4j.processor.model.Declaration;
import org.texp4j.processor.model.Declaration.Momentum;
import org.texp4j.processor.model.Declaration.Normalized;
import org.texp4j.processor.model.Declaration.Use;
import org.texp4j.processor.model.Declaration.Warmup;
import org.texp4j.processor.model.Declaration.WeightDecay;
import org.texp4j.processor.model.annotation.AttributeValue;
import org.texp4j.processor.model.value.Hyperparameter;
import org.texp4j.schedule.Coupling;
import org.texp4j.schedule.RecipeForm;
import org.texp4j.schedule.Velocity;
import org.texp4j.schedule.WarmupPlacement;
import org.texp4j.schedule.WarmupShape;

/**
 * Rules for parts of a newer language version that this compiler does not know.
 *
 * <p>They list what is supported: anything else is rejected, never guessed.
 */
final class SupportRules {

  private static final Set<String> NORMALIZATIONS = Set.of("BATCH", "LAYER", "GROUP", "INSTANCE");
  private static final Set<String> HYPERPARAMETERS = names(Hyperparameter.values());
  private static final Set<String> FORMS = names(RecipeForm.values());
  private static final Set<String> COUPLINGS = names(Coupling.values());
  private static final Set<String> VELOCITIES = names(Velocity.values());
  private static final Set<String> WARMUP_SHAPES = names(WarmupShape.values());
  private static final Set<String> WARMUP_PLACEMENTS = names(WarmupPlacement.values());

  private SupportRules() {}

  static List<Diagnostic> of(Declaration declaration) {
    return Diagnostic.all(
        known(declaration.schedule().type(), FORMS),
        known(declaration.normalized().map(Normalized::value), NORMALIZATIONS),
        known(declaration.weightDecay().map(WeightDecay::coupling), COUPLINGS),
        known(declaration.momentum().map(Momentum::rule), VELOCITIES),
        Diagnostic.each(declaration.warmups(), SupportRules::warmup),
        Diagnostic.each(declaration.shapes(), shape -> known(shape.of(), HYPERPARAMETERS)),
        declaration.unknown().stream().map(SupportRules::unknown).toList());
  }

  private static List<Diagnostic> warmup(Warmup warmup) {
    return Diagnostic.all(
        known(warmup.of(), HYPERPARAMETERS),
        known(warmup.shape(), WARMUP_SHAPES),
        known(warmup.placement(), WARMUP_PLACEMENTS));
  }

  /** Checks where a rule says that weight decay enters. */
  static List<Diagnostic> coupling(AttributeValue<String> given) {
    return known(given, COUPLINGS);
  }

  private static Diagnostic unknown(Use use) {
    return new Diagnostic(
        Code.NOT_YET_SUPPORTED,
        use.position(),
        "this compiler does not know @" + use.annotation(),
        "remove it, or use texp4j-processor in the same version as texp4j-annotations");
  }

  /** Checks that this compiler knows a constant. */
  static List<Diagnostic> known(AttributeValue<String> given, Set<String> known) {
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
                + ", or use texp4j-processor in the same version as texp4j-annotations"));
  }

  private static List<Diagnostic> known(Optional<AttributeValue<String>> given, Set<String> known) {
    return given.map(value -> known(value, known)).orElse(List.of());
  }

  private static Set<String> names(Enum<?>[] constants) {
    return Stream.of(constants).map(Enum::name).collect(Collectors.toSet());
  }
}
