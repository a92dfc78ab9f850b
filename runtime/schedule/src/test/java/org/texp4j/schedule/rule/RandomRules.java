package org.texp4j.schedule.rule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.texp4j.schedule.rule.CompiledRule.Decay;

/**
 * Random rules whose kinds are sound and whose degrees mostly are: each expression is drawn for a
 * degree, and now and then for a wrong one.
 */
final class RandomRules {

  private enum Extent {
    NUMBER,
    REDUCED,
    TENSOR
  }

  /** A name that may be read, and the degree it is meant to have. */
  private record Known(String name, Extent extent, int degree) {}

  private final Random random;
  private final double mistakes;
  private final Map<String, Double> numbers = new LinkedHashMap<>();
  private final List<Known> known = new ArrayList<>();
  private int degreeOfRate;
  private boolean byHand;

  /**
   * Creates a source of rules.
   *
   * @param mistakes the probability of a wrong degree, per expression
   */
  RandomRules(long seed, double mistakes) {
    random = new Random(seed * 0x9E3779B97F4A7C15L);
    this.mistakes = mistakes;
  }

  /** Draws a rule that can be read. */
  RuleText draw(Decay decay) {
    start(decay);
    List<Known> states = new ArrayList<>();
    for (String name : List.of("m", "n", "s").subList(0, random.nextInt(4))) {
      states.add(new Known(name, Extent.TENSOR, pick(-1, -1, -2, 0, 1)));
    }
    known.addAll(states);
    List<String> step = new ArrayList<>();
    List<Known> open = new ArrayList<>(states);
    List<String> locals = List.of("a", "b", "c").subList(0, random.nextInt(4));
    for (int i = 0; i < locals.size() || !open.isEmpty(); ) {
      if (i < locals.size() && (open.isEmpty() || chance(0.5))) {
        assignLocal(locals.get(i++), step);
      } else {
        Known state = open.remove(random.nextInt(open.size()));
        step.add(state.name() + " = " + newState(state));
        if (chance(0.1)) {
          step.add(state.name() + " = " + newState(state));
        }
      }
    }
    if (chance(0.1)) {
      step.add("w = w - " + expression(Extent.TENSOR, 1, 1));
    }
    step.add("w = " + newWeights());
    return readable(states.stream().map(Known::name).toList(), step);
  }

  private void start(Decay decay) {
    numbers.clear();
    known.clear();
    numbers.put("beta", 0.8);
    numbers.put("epsilon", 0.3);
    numbers.put("p", pick(0.5, 1.0, 1.5, 2.0, 0.25));
    byHand = decay == Decay.DECOUPLED && chance(0.5);
    degreeOfRate = pick(0, 1, 1, 2, 2, 3);
    known.add(new Known("w", Extent.TENSOR, 1));
    known.add(new Known("g", Extent.TENSOR, -1));
  }

  /** Draws a rule in which decay reaches some states, all of them linearly. */
  RuleText drawLinear(Decay decay, int stateCount) {
    start(decay);
    List<String> states = List.of("m", "n", "s").subList(0, stateCount);
    List<String> terms = new ArrayList<>(states);
    List<String> step = new ArrayList<>();
    for (String local : List.of("a", "b").subList(0, random.nextInt(3))) {
      step.add(local + " = " + linear(terms, 2));
      terms.add(local);
    }
    for (String state : states) {
      step.add(state + " = " + coefficient() + " * " + state + " + " + linear(terms, 2));
    }
    String update =
        linear(terms, 2) + " + " + String.join(" - ", terms.isEmpty() ? List.of("g") : terms);
    step.add(
        byHand && chance(0.5)
            ? "w = (1 - rate * decay) * w - rate * (" + update + ")"
            : "w = w - rate * (" + update + ")");
    return readable(states, step);
  }

  /** Something linear in what decay reaches: the gradient with it, or the weights times decay. */
  private String linear(List<String> terms, int depth) {
    if (depth == 0) {
      return chance(0.5) || terms.isEmpty()
          ? byHand ? pick("decay * w", input()) : pick("g", "g", "0.1 * sign(w)")
          : terms.get(random.nextInt(terms.size()));
    }
    String of = linear(terms, depth - 1);
    return switch (random.nextInt(7)) {
      case 0 -> coefficient() + " * (" + of + ")";
      case 1 -> "(" + of + ") / (1 + t)";
      case 2 ->
          "where(t > "
              + (1 + random.nextInt(9))
              + ", "
              + of
              + ", "
              + pick("0", linear(terms, depth - 1))
              + ")";
      case 3 -> "-(" + of + ")";
      default -> coefficient() + " * (" + of + pick(" + ", " - ") + linear(terms, depth - 1) + ")";
    };
  }

  private String input() {
    return expression(Extent.TENSOR, pick(-1, 0, 1), 2);
  }

  private String coefficient() {
    return pick("0.3", "0.2", "momentum / 3", "(1 - momentum)", "0.1 / (1 + 1 / t)", "0.25");
  }

  private void assignLocal(String name, List<String> step) {
    if (chance(0.15)) {
      step.add(name + " = " + number(1));
      known.removeIf(each -> each.name().equals(name));
      known.add(new Known(name, Extent.NUMBER, 0));
      return;
    }
    Extent extent = chance(0.3) ? Extent.REDUCED : Extent.TENSOR;
    int degree = pick(-2, -1, -1, 0, 0, 1);
    step.add(name + " = " + expression(extent, degree, 2));
    known.add(new Known(name, extent, degree));
    if (chance(0.1)) {
      step.add(name + " = " + name + " * " + number(1));
    }
  }

  private String newState(Known state) {
    String x = state.name();
    int d = state.degree();
    return switch (random.nextInt(8)) {
      case 0, 1, 2 -> "beta * " + x + " + (1 - beta) * " + expression(Extent.TENSOR, d, 2);
      case 3 -> "max(" + x + ", " + expression(Extent.TENSOR, d, 2) + ")";
      case 4 ->
          "where(t > "
              + (1 + random.nextInt(9))
              + ", "
              + x
              + ", "
              + expression(Extent.TENSOR, d, 1)
              + ")";
      case 5 ->
          "where(t > 1, "
              + x
              + " + "
              + expression(Extent.REDUCED, d, 1)
              + ", "
              + pick("1", "epsilon", "0")
              + ")";
      case 6 -> expression(Extent.TENSOR, d, 2);
      default -> "momentum * " + x + " + " + expression(Extent.TENSOR, d, 2);
    };
  }

  private String newWeights() {
    // The last term reads all names, so that none is without effect.
    String update = update();
    if (!byHand) {
      return chance(0.9)
          ? "w - " + update
          : "w + (" + expression(Extent.TENSOR, 1, 1) + " - " + update + ")";
    }
    return switch (random.nextInt(5)) {
      case 0, 1 -> "(1 - rate * decay) * w - " + update;
      case 2 -> "w - rate * decay * w - " + update;
      case 3 -> "(1 - rate * decay) * (w - " + update + ")";
      default -> "w * (1 - decay * rate) - " + update;
    };
  }

  private String update() {
    int k = 1 - degreeOfRate;
    List<String> terms = new ArrayList<>();
    for (Known each : known) {
      if (each.extent() != Extent.NUMBER && !each.name().equals("w") && !each.name().equals("g")) {
        int rest = k - each.degree();
        String other =
            rest == 0 && each.extent() == Extent.TENSOR
                ? ""
                : " * " + expression(Extent.TENSOR, rest, 1);
        terms.add(each.name() + other);
      } else if (each.extent() == Extent.NUMBER) {
        terms.add(each.name() + " * " + expression(Extent.TENSOR, k, 1));
      }
    }
    if (terms.isEmpty() || chance(0.5)) {
      terms.add(expression(Extent.TENSOR, k, 2));
    }
    return "rate * (" + String.join(" + ", terms) + ")";
  }

  private String expression(Extent extent, int degree, int depth) {
    int d = chance(mistakes) ? degree + pick(-1, 1) : degree;
    if (depth <= 0) {
      return leaf(extent, d);
    }
    int next = depth - 1;
    Extent part = extent == Extent.TENSOR && chance(0.3) ? Extent.REDUCED : extent;
    return switch (random.nextInt(18)) {
      case 0 -> sum(expression(extent, d, next), expression(part, d, next));
      case 1 -> "(" + expression(extent, d, next) + " + " + constant() + ")";
      case 2, 3 -> number(1) + " * " + expression(extent, d, next);
      case 4 -> {
        int of = pick(-1, 0, 1);
        yield expression(extent, of, next) + " * " + expression(part, d - of, next);
      }
      case 5 -> {
        int of = pick(-1, 0, 1);
        yield expression(extent, d + of, next) + " / (" + expression(part, of, next) + ")";
      }
      case 6 -> "sqrt(abs(" + expression(extent, 2 * d, next) + "))";
      case 7 -> pick("abs", "-1 * ") + "(" + expression(extent, d, next) + ")";
      case 8 ->
          pick("min", "max")
              + "("
              + expression(extent, d, next)
              + ", "
              + expression(part, d, next)
              + ")";
      case 9 -> pick("min", "max") + "(" + expression(extent, d, next) + ", " + constant() + ")";
      case 10 ->
          "where("
              + condition(part, next)
              + ", "
              + expression(extent, d, next)
              + ", "
              + pick(constant(), "0", expression(part, d, next))
              + ")";
      case 11 ->
          "where("
              + pick("t > 3", "momentum > 0.85", "rate > 0.05", "t > 3")
              + ", "
              + expression(extent, d, next)
              + ", "
              + pick("0", expression(part, d, next), constant())
              + ")";
      case 12 ->
          d == 0 ? "sign(" + expression(extent, pick(-1, 0, 1), next) + ")" : leaf(extent, d);
      case 13 -> d % 2 == 0 ? "(" + expression(extent, d / 2, next) + ")^2" : leaf(extent, d);
      case 14 ->
          numbers.get("p") * (int) (d / numbers.get("p")) == d
              ? "abs(" + expression(extent, (int) (d / numbers.get("p")), next) + ")^p"
              : leaf(extent, d);
      case 15 ->
          extent == Extent.TENSOR
              ? "project(" + expression(extent, d, next) + ", w + g * norm(w)^2)"
              : leaf(extent, d);
      case 16 ->
          d == 0 && extent == Extent.TENSOR && chance(0.3)
              ? "orthogonalize(" + expression(extent, -1, next) + ")"
              : leaf(extent, d);
      default -> leaf(extent, d);
    };
  }

  private String sum(String left, String right) {
    return "(" + left + pick(" + ", " - ") + right + ")";
  }

  private String condition(Extent extent, int depth) {
    int degree = pick(-1, 0, 1);
    return expression(extent, degree, depth)
        + pick(" > ", " < ", " >= ")
        + pick(expression(extent, degree, depth), constant());
  }

  private String leaf(Extent extent, int degree) {
    List<Known> fitting =
        known.stream().filter(each -> each.extent() == extent && each.degree() == degree).toList();
    if (!fitting.isEmpty() && chance(0.8)) {
      return fitting.get(random.nextInt(fitting.size())).name();
    }
    if (extent == Extent.TENSOR) {
      return switch (degree) {
        case -2 -> pick("g * g", "g / norm(w)");
        case -1 -> "g";
        case 0 -> pick("sign(g)", "g * norm(w)", "w / norm(w)");
        case 1 -> pick("w", "g / norm(g)^2");
        default -> "g * " + power(degree + 1);
      };
    }
    return switch (degree) {
      case -1 -> pick("norm(g)", "rms(g)", "1 / norm(w)");
      case 0 -> pick("dot(g, w * sign(g))", "mean(sign(g))", "norm(g) / rms(g)");
      case 1 -> pick("norm(w)", "mean(w)");
      default -> power(degree);
    };
  }

  private String power(int degree) {
    return "norm(w)^" + pick("(" + degree + ")", Integer.toString(degree));
  }

  private String number(int depth) {
    return depth <= 0
        ? pick("0.5", "beta", "momentum", "2", "0.1", "(1 - beta^t)", "t")
        : switch (random.nextInt(6)) {
          case 0 -> "(1 - " + number(0) + ")";
          case 1 -> number(0) + " / (1 + " + number(0) + ")";
          case 2 -> "min(" + number(0) + ", 1.5)";
          case 3 -> "where(t > 4, " + number(0) + ", " + number(0) + ")";
          default -> number(0);
        };
  }

  private String constant() {
    return pick("epsilon", "0.1", "0.5 * epsilon", "beta^t", "epsilon * momentum", "0");
  }

  private boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  @SafeVarargs
  private <T> T pick(T... of) {
    return of[random.nextInt(of.length)];
  }

  /** Leaves out what has no effect on w. */
  private RuleText readable(List<String> states, List<String> step) {
    List<String> left = new ArrayList<>(step);
    List<String> declared = new ArrayList<>(states);
    while (true) {
      RuleText text =
          new RuleText(
              "a random rule", declared, left, List.of(), numbers, Optional.of("momentum"), "w");
      try {
        RuleDefinition.read(text, left);
        return text;
      } catch (RuleException e) {
        String problem = e.fault().problem();
        if (problem.contains("has no effect")) {
          left.remove(e.fault().place().statement());
        } else if (problem.startsWith("the state")) {
          declared.remove(problem.split(" ")[2]);
        } else {
          throw new AssertionError(text.toString(), e);
        }
      }
    }
  }
}
