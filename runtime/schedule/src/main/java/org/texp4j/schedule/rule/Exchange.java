package org.texp4j.schedule.rule;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.texp4j.schedule.rule.CompiledRule.Decay;
import org.texp4j.schedule.rule.Expression.Name;

/**
 * The hyperparameters of a rule that can be exchanged for another scale of the initial weights: for
 * scale-invariant weights and any c &gt; 0, the runs of (w₀, η, λ, a) and (cw₀, c^r η, c^d λ, c^e
 * a) differ by the factor c of the weights only. All other parameters of a network keep their rate,
 * so it holds where these weights are trained alone. Immutable.
 *
 * <p>It follows from homogeneity with a scale that does not change (docs/rules.md, "Exchange"), so
 * a rule may have an exchange and no equivalent without weight decay.
 *
 * @param rate r
 * @param decay d; 0 without weight decay
 * @param constants the constants a with their powers e
 */
public record Exchange(Rational rate, Rational decay, List<Carried> constants) {

  /** Creates an exchange. */
  public Exchange {
    constants = List.copyOf(constants);
  }

  /**
   * Returns the exchange of a rule; empty unless its numbers suffice for it: one power of the rate
   * in all variants, and no constant to be multiplied but attributes, each in all of its places.
   */
  static Optional<Exchange> of(RuleDefinition rule, Decay decay, List<Variant> variants) {
    try {
      List<Degrees> degrees = DegreeInference.of(rule, variants);
      Rational rate = degrees.get(0).rate();
      Rational ofDecay =
          switch (decay) {
            case NONE -> Rational.ZERO;
            case IN_GRADIENT -> Rational.of(-2);
            case DECOUPLED -> rule.placesDecay() ? degrees.get(0).decay() : rate.negated();
          };
      boolean alike =
          degrees.stream()
                  .allMatch(
                      each ->
                          each.rate().equals(rate)
                              && each.decay().equals(degrees.get(0).decay())
                              && carriesAttributes(rule, each))
              && variants.stream().noneMatch(Exchange::dependsOnExchanged);
      List<Carried> constants =
          degrees.stream().flatMap(each -> constants(each).stream()).distinct().toList();
      boolean once =
          constants.stream().map(Carried::constant).distinct().count() == constants.size();
      return alike && once ? Optional.of(new Exchange(rate, ofDecay, constants)) : Optional.empty();
    } catch (RuleException e) {
      return Optional.empty();
    }
  }

  /** Whether another rate or decay may choose another branch. */
  private static boolean dependsOnExchanged(Variant variant) {
    return variant.outcomes().keySet().stream()
        .anyMatch(
            condition ->
                Expressions.mention(condition, RuleDefinition.RATE)
                    || Expressions.mention(condition, RuleDefinition.DECAY));
  }

  /** Whether what is carried are attributes, which are used nowhere else. */
  private static boolean carriesAttributes(RuleDefinition rule, Degrees degrees) {
    return degrees.carried().entrySet().stream()
        .filter(each -> !each.getValue().isZero())
        .allMatch(
            each ->
                each.getKey() instanceof Name name
                    && rule.text().numbers().containsKey(name.name())
                    && !rule.isMomentum(name.name())
                    && rule.statements().stream()
                        .flatMap(statement -> names(statement.value()))
                        .filter(other -> other.name().equals(name.name()))
                        .allMatch(other -> each.getValue().equals(degrees.carried().get(other))));
  }

  private static Stream<Name> names(Expression expression) {
    return expression instanceof Name name
        ? Stream.of(name)
        : expression.parts().stream().flatMap(Exchange::names);
  }

  /** The constants of a rule that are carried, in the order of its text. */
  static List<Carried> constants(Degrees degrees) {
    return degrees.carried().entrySet().stream()
        .filter(each -> !each.getValue().isZero())
        .sorted(Comparator.comparing(each -> each.getKey().place()))
        .map(each -> new Carried(each.getKey().toString(), each.getValue()))
        .distinct()
        .toList();
  }

  /**
   * Returns the exchange of two halves of a rule; empty if it is another for one of them. Halves
   * that carry different attributes have none, since one may use as a factor what the other adds.
   */
  public Optional<Exchange> and(Exchange other) {
    boolean alike =
        rate.equals(other.rate)
            && decay.equals(other.decay)
            && Set.copyOf(constants).equals(Set.copyOf(other.constants));
    return alike ? Optional.of(this) : Optional.empty();
  }

  /**
   * Returns the exchange as a clause: "trained alone, scale-invariant weights keep the same
   * direction at every step from c·w with c^2·rate, c^(−2)·decay and the constants of their
   * normalizations scaled along, for any c &gt; 0".
   *
   * @param weightsName the name of the initial weights
   * @param rateName the name of the rate
   * @param decayName the name of the weight decay
   */
  public String sentence(String weightsName, String rateName, String decayName) {
    String with =
        Stream.concat(
                Stream.of(new Carried(rateName, rate), new Carried(decayName, decay)),
                constants.stream())
            .filter(each -> !each.power().isZero())
            .map(each -> power(each.power()) + "·" + each.constant() + ", ")
            .collect(Collectors.joining());
    return "trained alone, scale-invariant weights keep the same direction at every step from c·"
        + weightsName
        + " with "
        + with
        + "and ε of normalizations and clipping thresholds scaled along, for any c > 0";
  }

  private static String power(Rational exponent) {
    return exponent.equals(Rational.ONE)
        ? "c"
        : "c^" + (exponent.signum() > 0 ? exponent : "(" + exponent + ")");
  }
}
