package org.texp4j.processor.check;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.texp4j.processor.model.Declaration;
import org.texp4j.processor.model.Given;
import org.texp4j.schedule.Conversion;

/**
 * Rules for what the language has and this version does not run.
 *
 * <p>They list what runs, not what does not: a constant that a later version of the language brings
 * is refused as well, never guessed.
 */
final class SupportRules {

  private static final Set<String> CONVERSIONS =
      Stream.of(Conversion.values()).map(Conversion::name).collect(Collectors.toSet());

  private SupportRules() {}

  static Stream<Diagnostic> of(Declaration declaration) {
    return Stream.of(
            runs(
                Optional.of(declaration.schedule().type()),
                CONVERSIONS,
                "ScheduleType",
                "write type = TEXP_PLUS_PLUS, which is exact for every schedule and needs no"
                    + " momentum correction"),
            runs(
                declaration.normalization(),
                Set.of("BATCH"),
                "Normalization",
                "normalize with batch normalization and write @Normalized(BATCH)"),
            runs(
                declaration.weightDecay().map(Declaration.WeightDecay::coupling),
                Set.of("IN_GRADIENT"),
                "Coupling",
                "write coupling = IN_GRADIENT"),
            runs(
                declaration.momentum().map(Declaration.Momentum::rule),
                Set.of("HEAVY_BALL"),
                "MomentumRule",
                "write rule = HEAVY_BALL"),
            declaration.unknown().stream()
                .map(
                    use ->
                        new Diagnostic(
                            Code.NOT_YET_SUPPORTED,
                            use.position(),
                            "this compiler does not know @" + use.annotation(),
                            "remove it, or use texp4j-processor in the version of"
                                + " texp4j-annotations")))
        .flatMap(found -> found);
  }

  private static Stream<Diagnostic> runs(
      Optional<Given<String>> constant, Set<String> known, String type, String remedy) {
    return constant.stream()
        .flatMap(
            given ->
                new Diagnostic(
                        Code.NOT_YET_SUPPORTED,
                        given.position(),
                        "this version does not run " + type + "." + given.value() + " yet",
                        remedy)
                    .unless(known.contains(given.value())));
  }
}
