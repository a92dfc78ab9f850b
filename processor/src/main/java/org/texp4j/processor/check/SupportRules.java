package org.texp4j.processor.check;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.texp4j.processor.model.Declaration;
import org.texp4j.processor.model.Given;
import org.texp4j.processor.model.Hyperparameter;
import org.texp4j.schedule.Conversion;
import org.texp4j.schedule.Coupling;
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

  private SupportRules() {}

  static Stream<Diagnostic> of(Declaration declaration) {
    return Diagnostic.all(
        List.of(
            known(declaration.schedule().type(), names(Conversion.values())),
            known(declaration.normalized().map(Declaration.Normalized::value), NORMALIZATIONS),
            known(
                declaration.weightDecay().map(Declaration.WeightDecay::coupling),
                names(Coupling.values())),
            known(declaration.momentum().map(Declaration.Momentum::rule), names(Velocity.values())),
            declaration.warmups().stream()
                .flatMap(
                    warmup ->
                        Diagnostic.all(
                            List.of(
                                known(warmup.of(), HYPERPARAMETERS),
                                known(warmup.shape(), names(WarmupShape.values())),
                                known(warmup.placement(), names(WarmupPlacement.values()))))),
            declaration.shapes().stream().flatMap(shape -> known(shape.of(), HYPERPARAMETERS)),
            declaration.unknown().stream()
                .map(
                    use ->
                        new Diagnostic(
                            Code.NOT_YET_SUPPORTED,
                            use.position(),
                            "this compiler does not know @" + use.annotation(),
                            "remove it, or use texp4j-processor in the version of"
                                + " texp4j-annotations"))));
  }

  /** A constant that this compiler knows. */
  static Stream<Diagnostic> known(Given<String> given, Set<String> known) {
    if (known.contains(given.value())) {
      return Stream.empty();
    }
    return Stream.of(
        new Diagnostic(
            Code.NOT_YET_SUPPORTED,
            given.position(),
            "this compiler does not know " + given.value(),
            "write one of "
                + known.stream().sorted().collect(Collectors.joining(", "))
                + ", or use texp4j-processor in the version of texp4j-annotations"));
  }

  private static Stream<Diagnostic> known(Optional<Given<String>> given, Set<String> known) {
    return given.isPresent() ? known(given.get(), known) : Stream.empty();
  }

  private static Set<String> names(Enum<?>[] constants) {
    return Stream.of(constants).map(Enum::name).collect(Collectors.toSet());
  }
}
