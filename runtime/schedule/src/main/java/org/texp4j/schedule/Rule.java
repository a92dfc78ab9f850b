package org.texp4j.schedule;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.texp4j.schedule.rule.Rational;
import org.texp4j.schedule.rule.RuleText;

/**
 * An update rule: how an optimizer turns gradient, rate, weight decay and momentum into a step.
 *
 * <p>All that plans, runs and reports know of a rule, they ask it: how it is converted, what it
 * keeps between steps, and how it is named. Its arithmetic on a network is in the runtime that
 * trains.
 *
 * <p>The conversion is that of homogeneous rules. A rule whose increment U, in θ ← fθ − ηU, becomes
 * c^k U when θ → cθ, g → g/c and each state x → c^d x, runs on the weights Pθ at the rate P' P^(−k)
 * η, where P' is the scale after the step; its states are multiplied by P^d. This contains Theorems
 * 2.1 to 2.13 of Li and Arora 2020, which are about the heavy ball.
 */
public sealed interface Rule permits LinearRule, AdamW, WrittenRule {

  /**
   * A tensor that a rule keeps for each weight tensor.
   *
   * @param name its symbol in formulas
   * @param degree d: the converted run holds P^d times what the declared run holds; for a rule with
   *     decay in the gradient after κθ has been subtracted from that, see {@link Coordinates}
   */
  record State(String name, Rational degree) {}

  /**
   * A number that a rule consists of.
   *
   * @param name its name in texts: a symbol or a noun
   * @param degree d: the converted run uses P'^d times the declared number, because the rule adds
   *     it to something of that degree; 0 where it stays as declared
   */
  record Constant(String name, double value, int degree) {}

  /**
   * The degree r of the rate, with which the increment has degree k = 1 − r: 2 for SGD, 1 for rules
   * that divide by the gradient's size.
   */
  Rational rateDegree();

  /** Why the rule has no equivalent without weight decay; empty if it has one. */
  default Optional<String> refusal() {
    return Optional.empty();
  }

  /** The statements of which its arithmetic consists. */
  RuleText text();

  /** The rule as it is written, with its arithmetic. */
  WrittenRule written();

  /** Where weight decay enters. */
  Coupling coupling();

  /** The states in the order in which the runtime stores them; all start at 0. */
  List<State> states();

  /** The numbers the rule consists of, without those whose default changes nothing. */
  List<Constant> constants();

  /** The arguments of the constructor, in its order: doubles and enum constants. */
  List<Object> arguments();

  /** The optimizer's name in sentences: "Nesterov's SGD". */
  String optimizer();

  /** The name of the recipe's momentum in sentences: "momentum", or "β₁". */
  String momentumName();

  /** The symbol of the recipe's momentum in formulas: γ, or β₁. */
  String momentumSymbol();

  /** The name of the weight decay in sentences; decoupled only where that is a choice. */
  String weightDecayName();

  /** The momentum and all constants in words: "momentum 0.9, dampening 0.1". */
  default String hyperparameters(String momentum) {
    return constants().stream()
        .map(constant -> ", " + constant.name() + " " + constant.value())
        .collect(Collectors.joining("", momentumName() + " " + momentum, ""));
  }

  /**
   * The columns that this rule adds to a printed schedule: what a step consists of beyond the rate
   * η̃ = PP'η and the momentum. None for the heavy ball.
   *
   * @param form the form the recipe is run in
   */
  List<StepColumn> columns(RecipeForm form);

  /**
   * The matrix of a step on a number that has no gradient; of use to this package only.
   *
   * @param learningRate η, finite and at least 0
   * @param weightDecay λ, finite and at least 0
   * @param momentum γ, at least 0 and less than 1
   * @param step the index of the step, from 0
   */
  DecayMatrix decayMatrix(double learningRate, double weightDecay, double momentum, long step);

  /** The number of velocities to which decay adds a part of the weights; 1 if there is none. */
  default int velocities() {
    return 1;
  }

  /** Whether the matrix depends on the step itself, and not only on rate, decay and momentum. */
  default boolean isTimeDependent() {
    return false;
  }

  /**
   * The largest product λη at which a constant recipe of this rule can be converted for a run of
   * any length. It is sufficient for a recipe that varies, too, if the largest values of λ, η and γ
   * satisfy it. NaN where no bound is known: then each step of a plan is checked.
   *
   * @param momentum γ, at least 0 and less than 1
   * @throws IllegalArgumentException if γ leaves its range
   */
  double bound(double momentum);

  /** The {@link #bound} as a formula of γ. */
  String boundFormula();

  /**
   * The product λη of the constant recipe whose scale grows by 1/α per step.
   *
   * @param oneMinusAlpha 1 − α, from 0 to less than 1
   * @param momentum γ, at least 0 and less than 1
   */
  double decayOf(double oneMinusAlpha, double momentum);

  /**
   * What the increment of a converted step is multiplied by, besides the declared rate: P' P^(−k) =
   * P' P^(r − 1).
   *
   * @param step the step
   */
  default ScaledDouble multiplier(Step step) {
    return multiplier(rateDegree(), step);
  }

  /** The {@link #multiplier(Step)} for a rate of degree r. */
  static ScaledDouble multiplier(Rational rateDegree, Step step) {
    Rational power = rateDegree.minus(Rational.ONE);
    return step.reached().scale().times(step.before().scale().power(power));
  }

  /**
   * The rate at which a step turns the direction of the weights, rate/‖θ‖^r: the same in the
   * declared run and in its equivalent.
   *
   * @param rate η of the declared run, or the converted rate P' P^(−k) η
   * @param squaredNorm ‖θ‖² in the same run, above 0
   */
  default double effectiveRate(double rate, double squaredNorm) {
    Rational degree = rateDegree();
    return degree.equals(Rational.of(2))
        ? rate / squaredNorm
        : rate / Math.pow(Math.sqrt(squaredNorm), degree.doubleValue());
  }

  /** The {@link #effectiveRate} as a formula of the symbols of rate and weights: η/‖w‖². */
  default String effectiveRateFormula(String rate, String weights) {
    return switch (rateDegree().toString()) {
      case "0" -> rate;
      case "1" -> rate + "/‖" + weights + "‖";
      case "2" -> rate + "/‖" + weights + "‖²";
      default -> rate + "/‖" + weights + "‖^(" + rateDegree() + ")";
    };
  }
}
