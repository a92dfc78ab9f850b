package org.texp4j.schedule.rule;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.texp4j.schedule.rule.Expression.Binary;
import org.texp4j.schedule.rule.Expression.Comparison;
import org.texp4j.schedule.rule.Expression.Name;
import org.texp4j.schedule.rule.LoopNumber.Linear;
import org.texp4j.schedule.rule.Term.Slot;
import org.texp4j.schedule.rule.Term.Variable;

/**
 * A rule with what follows from its text: its loops, its degrees, and how its weight decay is
 * removed, or why it cannot be. Immutable, and safe for use by several threads.
 *
 * <p>A rule whose decay cannot be removed has loops too, for runs as declared.
 */
public final class CompiledRule {

  /** Where the recipe's weight decay enters a rule. */
  public enum Decay {
    /** There is none. */
    NONE,
    /** λw is part of the gradient. */
    IN_GRADIENT,
    /** The step leaves 1 − ηλ of the weights, or the text places the decay. */
    DECOUPLED
  }

  /**
   * The loops for the steps of one variant.
   *
   * @param map the linear map, if the rule is converted by one
   * @param inputDegrees the degrees of its inputs
   */
  private record Compiled(
      Variant variant,
      Degrees degrees,
      LinearMap map,
      Rational[] inputDegrees,
      LoopProgram program,
      List<LoopNumber> numbers) {}

  private final RuleDefinition rule;
  private final Decay decay;
  private final Optional<Expression> decayFactor;
  private final Optional<Fault> refusal;
  private final List<Compiled> variants;
  private final List<String> reachedStates;
  private final boolean linear;

  private CompiledRule(
      RuleDefinition rule,
      Decay decay,
      Optional<Expression> decayFactor,
      Optional<Fault> refusal,
      List<Compiled> variants) {
    this.rule = rule;
    this.decay = decay;
    this.decayFactor = decayFactor;
    this.refusal = refusal;
    this.variants = List.copyOf(variants);
    List<LinearMap> maps = variants.stream().map(Compiled::map).filter(Objects::nonNull).toList();
    reachedStates =
        LinearMap.holdingWeights(maps, decay == Decay.IN_GRADIENT).isEmpty()
            ? List.of()
            : maps.get(0).states();
    linear = maps.size() == variants.size() && maps.stream().allMatch(LinearMap::isOfGradient);
  }

  /**
   * Compiles a rule.
   *
   * @throws RuleException if its text cannot be read
   */
  public static CompiledRule of(RuleText text, Decay decay) {
    return of(RuleDefinition.read(text, text.step()), decay);
  }

  /**
   * Compiles the statements of a rule for tensors that are no matrices.
   *
   * @throws RuleException if its text cannot be read
   */
  public static CompiledRule ofOthers(RuleText text, Decay decay) {
    return of(RuleDefinition.read(text, text.otherwise()), decay);
  }

  private static CompiledRule of(RuleDefinition rule, Decay decay) {
    if (rule.placesDecay() && decay == Decay.IN_GRADIENT) {
      throw RuleException.syntax(
          placeOfDecay(rule),
          "the rule places decay itself, but @WeightDecay adds it to the gradient",
          "write coupling = DECOUPLED in @WeightDecay, or leave decay out of the rule");
    }
    List<Variant> variants = Variant.of(rule);
    if (decay == Decay.DECOUPLED && !rule.placesDecay() && !stepsBesideWeights(rule, variants)) {
      throw RuleException.decay(
          rule.value(rule.last(RuleDefinition.WEIGHTS)).place(),
          "the new w is not w plus a step, so it does not show where decoupled decay acts",
          "place it in the rule, for instance (1 - rate * decay) * w");
    }
    try {
      return withDenominator(converted(rule, decay, variants));
    } catch (RuleException e) {
      return new CompiledRule(
          rule,
          decay,
          Optional.empty(),
          Optional.of(
              rule.text().otherwise().isEmpty()
                  ? withExchange(e.fault(), Exchange.of(rule, decay, variants))
                  : e.fault()),
          byDegrees(rule, decay, Optional.empty(), variants, declaredOnly(rule, variants)));
    }
  }

  /** Adds to the remedies what can be done about the scale of a run whose decay stays. */
  private static Fault withExchange(Fault fault, Optional<Exchange> exchange) {
    return fault.kind() == Fault.Kind.DECAY && exchange.isPresent()
        ? new Fault(
            fault.kind(),
            fault.place(),
            fault.problem(),
            fault.remedy()
                + "; scale and decay can be exchanged: "
                + exchange
                    .get()
                    .sentence(RuleDefinition.WEIGHTS, RuleDefinition.RATE, RuleDefinition.DECAY))
        : fault;
  }

  /** Scales are raised to degrees, whose denominators have to be numbers of a moderate size. */
  private static CompiledRule withDenominator(CompiledRule rule) {
    try {
      rule.denominator();
      return rule;
    } catch (ArithmeticException e) {
      throw new RuleException(
          new Fault(
              Fault.Kind.DEGREE,
              Place.NOWHERE,
              "the degrees have no common denominator below 2^31",
              "write exponents with fewer digits, or train it as declared, by type ="
                  + " WEIGHT_DECAY"));
    }
  }

  private static CompiledRule converted(RuleDefinition rule, Decay decay, List<Variant> variants) {
    Optional<List<LinearMap>> whole =
        LinearMap.ofWhole(rule, variants)
            .filter(maps -> maps.stream().allMatch(CompiledRule::isVelocity));
    if (whole.isPresent()) {
      return byMaps(rule, decay, variants, whole.get());
    } else if (decay == Decay.IN_GRADIENT) {
      return byMaps(rule, decay, variants, LinearMap.of(rule, variants, true));
    } else if (rule.placesDecay()) {
      return byFactor(rule, decay, variants);
    }
    return new CompiledRule(
        rule,
        decay,
        Optional.empty(),
        Optional.empty(),
        byDegrees(rule, decay, Optional.empty(), variants, DegreeInference.of(rule, variants)));
  }

  /** A rule that places the decay: as a number factor, which is left out, or in a linear part. */
  private static CompiledRule byFactor(RuleDefinition rule, Decay decay, List<Variant> variants) {
    Optional<Expression> factor = decayFactor(rule);
    RuleException noDegrees = null;
    if (factor.isPresent()) {
      try {
        List<Compiled> compiled =
            byDegrees(rule, decay, factor, variants, DegreeInference.of(rule, variants));
        if (compiled.stream().noneMatch(each -> DegreeLowering.leavesDecay(each.numbers()))) {
          return new CompiledRule(rule, decay, factor, Optional.empty(), compiled);
        }
      } catch (RuleException e) {
        noDegrees = e;
      }
    }
    try {
      return byMaps(rule, decay, variants, LinearMap.of(rule, variants, false));
    } catch (RuleException e) {
      throw noDegrees == null ? e : noDegrees;
    }
  }

  /** Whether only decay takes from the weights, and adds them to states. */
  private static boolean isVelocity(LinearMap map) {
    return keepsWeights(map) && map.rows().stream().allMatch(CompiledRule::holdsNoWeights);
  }

  private static boolean keepsWeights(LinearMap map) {
    Expression kept = map.weights().get(LinearMap.WEIGHTS);
    return kept != null
        && (kept.equals(LinearMap.ONE) || Expressions.mention(kept, RuleDefinition.DECAY));
  }

  private static boolean holdsNoWeights(Map<Object, Expression> row) {
    Expression taken = row.get(LinearMap.WEIGHTS);
    return taken == null || Expressions.mention(taken, RuleDefinition.DECAY);
  }

  private static void requireVelocity(RuleDefinition rule, LinearMap map) {
    String found = null;
    if (!keepsWeights(map)) {
      found = RuleDefinition.WEIGHTS;
    }
    for (int i = map.states().size() - 1; i >= 0; i--) {
      if (!holdsNoWeights(map.rows().get(i))) {
        found = map.states().get(i);
      }
    }
    if (found != null) {
      throw RuleException.decay(
          rule.value(rule.last(found)).place(),
          found.equals(RuleDefinition.WEIGHTS)
              ? "the new w is not w plus a step, so weight decay cannot be told from it"
              : "the weights enter the state "
                  + found
                  + ", where weight decay cannot be told from them",
          "write coupling = DECOUPLED in @WeightDecay and place decay as a factor, such as"
              + " (1 - rate * decay) * w, or train it as declared, by type = WEIGHT_DECAY");
    }
  }

  private static boolean stepsBesideWeights(RuleDefinition rule, List<Variant> variants) {
    return variants.stream().allMatch(variant -> new WeightsTerm(rule, variant).step().isPresent());
  }

  private static CompiledRule byMaps(
      RuleDefinition rule, Decay decay, List<Variant> variants, List<LinearMap> maps) {
    maps.forEach(map -> requireVelocity(rule, map));
    List<List<Statement>> inputs = new ArrayList<>();
    for (LinearMap map : maps) {
      List<Statement> statements = new ArrayList<>(map.rest());
      for (int i = 0; i < map.inputs().size(); i++) {
        statements.add(
            new Statement(new Name("input " + i, 1, Place.NOWHERE), map.inputs().get(i)));
      }
      inputs.add(statements);
    }
    Set<Integer> holding = LinearMap.holdingWeights(maps, decay == Decay.IN_GRADIENT);
    List<Degrees> degrees = DegreeInference.ofInputs(rule, variants, inputs);
    List<Compiled> compiled = new ArrayList<>();
    for (int i = 0; i < variants.size(); i++) {
      compiled.add(byMap(rule, decay, variants.get(i), maps.get(i), degrees.get(i), holding));
    }
    return new CompiledRule(rule, decay, Optional.empty(), Optional.empty(), compiled);
  }

  private static Compiled byMap(
      RuleDefinition rule,
      Decay decay,
      Variant variant,
      LinearMap map,
      Degrees degrees,
      Set<Integer> holding) {
    LoopBuilder builder = new LoopBuilder(rule.text().states());
    Variable gradient = gradient(decay, builder);
    DegreeLowering inputs =
        new DegreeLowering(rule, variant, degrees, Optional.empty(), gradient, builder);
    LinearLowering lowering = new LinearLowering(map, holding, gradient, inputs, builder);
    lowering.write(decay == Decay.DECOUPLED);
    Rational[] inputDegrees =
        map.inputs().stream()
            .map(each -> each.equals(LinearMap.GRADIENT) ? Rational.of(-1) : degrees.of(each))
            .toArray(Rational[]::new);
    return new Compiled(variant, degrees, map, inputDegrees, builder.build(), builder.numbers());
  }

  /** The gradient per example, with the decay in it. */
  private static Variable gradient(Decay decay, LoopBuilder builder) {
    Term mean =
        new Term.Binary(
            Term.Binary.Operation.TIMES,
            builder.slot(new LoopNumber.Mean()),
            new Variable(LoopProgram.GRADIENT));
    if (decay != Decay.IN_GRADIENT) {
      return builder.assign("gradient", mean);
    }
    Slot slot = builder.slot(new LoopNumber.DecayInGradient());
    return builder.assign(
        "gradient",
        new Term.Binary(
            Term.Binary.Operation.PLUS,
            mean,
            new Term.Binary(Term.Binary.Operation.TIMES, slot, new Variable(LoopProgram.WEIGHTS))));
  }

  private static List<Compiled> byDegrees(
      RuleDefinition rule,
      Decay decay,
      Optional<Expression> factor,
      List<Variant> variants,
      List<Degrees> degrees) {
    List<Compiled> compiled = new ArrayList<>();
    for (int i = 0; i < variants.size(); i++) {
      LoopBuilder builder = new LoopBuilder(rule.text().states());
      Variable gradient = gradient(decay, builder);
      new DegreeLowering(rule, variants.get(i), degrees.get(i), factor, gradient, builder)
          .write(decay == Decay.DECOUPLED && !rule.placesDecay());
      compiled.add(
          new Compiled(
              variants.get(i),
              degrees.get(i),
              null,
              new Rational[0],
              builder.build(),
              builder.numbers()));
    }
    return compiled;
  }

  /** Degrees of 0, which leave a rule as it is at the scale 1. */
  private static List<Degrees> declaredOnly(RuleDefinition rule, List<Variant> variants) {
    Map<String, Rational> states = new LinkedHashMap<>();
    rule.text().states().forEach(state -> states.put(state, Rational.ZERO));
    return variants.stream()
        .map(
            each ->
                new Degrees(
                    Rational.ZERO,
                    Rational.ZERO,
                    states,
                    new IdentityHashMap<>(),
                    new IdentityHashMap<>()))
        .toList();
  }

  /** The number factor by which the text places the decay, if it is one. */
  private static Optional<Expression> decayFactor(RuleDefinition rule) {
    Set<Expression> factors = new LinkedHashSet<>();
    for (Statement statement : rule.statements()) {
      // A number of the rule's own is replaced by its value where it is used.
      if (!rule.isNumber(statement.target())) {
        collectFactors(rule, statement.value(), factors);
      }
    }
    return factors.size() == 1 && isOneWithoutDecay(rule, factors.iterator().next())
        ? Optional.of(factors.iterator().next())
        : Optional.empty();
  }

  /** Whether a factor is 1 in steps without decay, as 1 − ηλ is; told by a step of any numbers. */
  private static boolean isOneWithoutDecay(RuleDefinition rule, Expression factor) {
    double value = Numbers.value(factor, names(rule, 0.3, 0, 0.7, 3));
    return value == 1;
  }

  private static void collectFactors(
      RuleDefinition rule, Expression expression, Set<Expression> factors) {
    if (rule.isNumber(expression)) {
      collectFactors(rule.inlined(expression), factors);
    } else {
      expression.parts().forEach(part -> collectFactors(rule, part, factors));
    }
  }

  private static void collectFactors(Expression number, Set<Expression> factors) {
    boolean product =
        number instanceof Binary binary
            && (binary.operator() == Operator.TIMES || binary.operator() == Operator.DIVIDE);
    if (product || number instanceof Comparison) {
      number.parts().forEach(part -> collectFactors(part, factors));
    } else if (Expressions.mention(number, RuleDefinition.DECAY)) {
      factors.add(number);
    }
  }

  private static Place placeOfDecay(RuleDefinition rule) {
    return rule.statements().stream()
        .flatMap(statement -> Expressions.find(statement.value(), RuleDefinition.DECAY).stream())
        .findFirst()
        .map(Name::place)
        .orElse(Place.NOWHERE);
  }

  /** The text. */
  public RuleText text() {
    return rule.text();
  }

  /** Where weight decay enters. */
  public Decay decay() {
    return decay;
  }

  /** Whether the text places the weight decay itself. */
  public boolean placesDecay() {
    return rule.placesDecay();
  }

  /**
   * Checks that the statements are for all tensors.
   *
   * @throws RuleException if they use a function that is defined for matrices only
   */
  public void requireForAllTensors() {
    rule.statements().stream()
        .flatMap(statement -> Expressions.calls(statement.value()))
        .filter(call -> call.function().isOfMatrix())
        .findFirst()
        .ifPresent(
            call -> {
              throw RuleException.syntax(
                  call.place(),
                  call.function().symbol()
                      + " is of a matrix, but these statements are for biases and scales, too",
                  "write the statements for all other tensors in otherwise");
            });
  }

  /** Whether the step is linear in weights, states and gradient. */
  public boolean isLinear() {
    return linear;
  }

  /** The states that the statements read. */
  public Set<String> usedStates() {
    return rule.usedStates();
  }

  /** Whether what decay does to a number without gradient depends on t. */
  public boolean dependsOnStep() {
    return variants.size() > 1
        || decayFactor.filter(each -> rule.dependsOnStep(each)).isPresent()
        || variants.get(0).map() != null
            && Stream.concat(
                    Stream.of(variants.get(0).map().weights()),
                    variants.get(0).map().rows().stream())
                .flatMap(row -> row.values().stream())
                .anyMatch(rule::dependsOnStep);
  }

  /** The hyperparameters that can be exchanged for another scale of the weights, if any can. */
  public Optional<Exchange> exchange() {
    return Exchange.of(rule, decay, variants.stream().map(Compiled::variant).toList());
  }

  /** Why the rule has no equivalent without decay; empty if it has one. */
  public Optional<Fault> refusal() {
    return refusal;
  }

  /** The number of variants: of loops, of which each step of a run uses one. */
  public int variants() {
    return variants.size();
  }

  /** Returns the variant of a step. */
  public int variant(double rate, double decay, double momentum, long step) {
    Numbers.Values names = names(rate, decay, momentum, step);
    for (int i = 0; i < variants.size() - 1; i++) {
      boolean applies = true;
      for (Map.Entry<Comparison, Boolean> each : variants.get(i).variant().outcomes().entrySet()) {
        applies &= Numbers.holds(each.getKey(), names) == each.getValue();
      }
      if (applies) {
        return i;
      }
    }
    return variants.size() - 1;
  }

  /** The conditions under which a variant applies, as text; empty if the rule has none. */
  public String conditions(int variant) {
    List<String> all = new ArrayList<>();
    variants
        .get(variant)
        .variant()
        .outcomes()
        .forEach((condition, holds) -> all.add(holds ? "" + condition : "not " + condition));
    return String.join(" and ", all);
  }

  /** The loops of a variant. */
  public LoopProgram program(int variant) {
    return variants.get(variant).program();
  }

  /**
   * The numbers of the loops of a variant as formulas, by slot: names of the text mean the values
   * of the declared run, P and P' the scale before and after the step, α = P/P', η and λ rate and
   * decay.
   */
  public List<String> formulas(int variant) {
    return variants.get(variant).numbers().stream().map(LoopNumber::formula).toList();
  }

  /**
   * The {@link #formulas} where the decay was removed; empty for the numbers that are 0 there. They
   * mean something only if there is no {@link #refusal}.
   */
  public List<Optional<String>> convertedFormulas(int variant) {
    return variants.get(variant).numbers().stream().map(LoopNumber::convertedFormula).toList();
  }

  /** The factor by which the text multiplies weights for their decay, if it is one factor. */
  public Optional<String> decayFactor() {
    return decayFactor.map(Expression::toString);
  }

  /** The number of a slot of the loops of a variant. */
  LoopNumber loopNumber(int variant, int slot) {
    return variants.get(variant).numbers().get(slot);
  }

  /** A checksum of all loops, which written loops must have been written for. */
  public int checksum() {
    StringBuilder loops = new StringBuilder();
    for (int i = 0; i < variants.size(); i++) {
      loops.append(program(i)).append(formulas(i)).append(conditions(i));
    }
    return loops.toString().hashCode();
  }

  /** The degree r of the rate in the steps of a variant; the degree of the increment is 1 − r. */
  public Rational rateDegree(int variant) {
    return variants.get(variant).map() != null
        ? Rational.of(2)
        : variants.get(variant).degrees().rate();
  }

  /** The degrees of the states. A state that decay reaches through the gradient has −1. */
  public Map<String, Rational> stateDegrees() {
    Map<String, Rational> degrees = new LinkedHashMap<>(variants.get(0).degrees().states());
    LinearMap map = variants.get(0).map();
    Set<String> reached = map == null ? Set.of() : new HashSet<>(map.states());
    degrees.replaceAll((state, degree) -> reached.contains(state) ? Rational.of(-1) : degree);
    return degrees;
  }

  /** The states that weight decay reaches, from which κw is subtracted; in order. */
  public List<String> reachedStates() {
    return reachedStates;
  }

  /**
   * The common denominator of all degrees, those of subexpressions included: multiplying the scale
   * by two to the power of a multiple of it multiplies everything by a power of two.
   */
  public int denominator() {
    long common = 1;
    for (Compiled each : variants) {
      Degrees degrees = each.degrees();
      for (Rational degree :
          Stream.of(
                  Stream.of(degrees.rate(), degrees.decay()),
                  degrees.states().values().stream(),
                  degrees.expressions().values().stream(),
                  degrees.carried().values().stream(),
                  Stream.of(each.inputDegrees()))
              .flatMap(degree -> degree)
              .toList()) {
        long denominator = degree.denominator().longValueExact();
        common = Math.multiplyExact(common / gcd(common, denominator), denominator);
      }
    }
    return Math.toIntExact(common);
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  /**
   * The constants that the steps of a variant carry, in the order of the text. One constant may be
   * carried by several powers.
   */
  public List<Carried> carried(int variant) {
    return Exchange.constants(variants.get(variant).degrees());
  }

  /**
   * Returns what a declared step does to a number without gradient, in some precision.
   *
   * @param rate η
   * @param decayValue λ
   * @param momentum γ
   * @param step t, from 1
   */
  public <T> DecayStep<T> decayStep(
      int variant,
      double rate,
      double decayValue,
      double momentum,
      long step,
      Arithmetic<T> arithmetic) {
    Numbers.Values names = names(rate, decayValue, momentum, step);
    LinearMap map = variants.get(variant).map();
    T decoupled = arithmetic.times(arithmetic.of(rate), arithmetic.of(decayValue));
    if (map == null) {
      T lost =
          decay == Decay.NONE
              ? arithmetic.of(0)
              : decayFactor.map(factor -> oneMinus(factor, names, arithmetic)).orElse(decoupled);
      return new DecayStep<>(lost, List.of(), List.of(), List.of());
    }
    T lost = oneMinus(map.weights().get(LinearMap.WEIGHTS), names, arithmetic);
    if (decay == Decay.DECOUPLED && !rule.placesDecay()) {
      lost = arithmetic.plus(lost, decoupled);
    }
    T inGradient = arithmetic.of(decay == Decay.IN_GRADIENT ? decayValue : 0);
    T gradientToWeights = value(map.weights(), LinearMap.GRADIENT, names, arithmetic);
    lost =
        arithmetic.plus(lost, arithmetic.negative(arithmetic.times(inGradient, gradientToWeights)));
    if (reachedStates.isEmpty()) {
      return new DecayStep<>(lost, List.of(), List.of(), List.of());
    }
    List<T> toWeight = new ArrayList<>();
    List<T> fromWeight = new ArrayList<>();
    List<List<T>> between = new ArrayList<>();
    for (int i = 0; i < map.states().size(); i++) {
      toWeight.add(arithmetic.negative(value(map.weights(), map.state(i), names, arithmetic)));
      Map<Object, Expression> row = map.rows().get(i);
      fromWeight.add(
          arithmetic.plus(
              value(row, LinearMap.WEIGHTS, names, arithmetic),
              arithmetic.times(inGradient, value(row, LinearMap.GRADIENT, names, arithmetic))));
      List<T> states = new ArrayList<>();
      for (int k = 0; k < map.states().size(); k++) {
        states.add(value(row, map.state(k), names, arithmetic));
      }
      between.add(states);
    }
    return new DecayStep<>(lost, toWeight, fromWeight, between);
  }

  private static <T> T value(
      Map<Object, Expression> row, Object of, Numbers.Values names, Arithmetic<T> arithmetic) {
    Expression coefficient = row.get(of);
    return coefficient == null ? arithmetic.of(0) : Numbers.value(coefficient, names, arithmetic);
  }

  /** 1 − f, without the cancellation if f is written as 1 − x. */
  private static <T> T oneMinus(Expression factor, Numbers.Values names, Arithmetic<T> arithmetic) {
    if (factor instanceof Binary difference
        && difference.operator() == Operator.MINUS
        && difference.left() instanceof Expression.Literal one
        && one.value() == 1) {
      return Numbers.value(difference.right(), names, arithmetic);
    }
    return arithmetic.plus(
        arithmetic.of(1), arithmetic.negative(Numbers.value(factor, names, arithmetic)));
  }

  /** Returns the numbers of the loops of a variant for one step on one tensor. */
  public double[] numbers(int variant, StepValues values) {
    Compiled compiled = variants.get(variant);
    Numbers.Values names = names(values.rate(), values.decay(), values.momentum(), values.step());
    LinearStep linear = linearStep(compiled, values, names);
    double[] numbers = new double[compiled.numbers().size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = number(compiled.numbers().get(i), values, names, linear);
    }
    return numbers;
  }

  private LinearStep linearStep(Compiled compiled, StepValues values, Numbers.Values names) {
    if (compiled.map() == null) {
      return null;
    }
    double decoupled =
        decay == Decay.DECOUPLED && !rule.placesDecay() ? values.rate() * values.decay() : 0;
    return values.converted()
        ? LinearStep.converted(
            compiled.map(),
            names,
            decay == Decay.IN_GRADIENT ? values.decay() : 0,
            decoupled,
            values,
            compiled.inputDegrees())
        : LinearStep.declared(compiled.map(), names, decoupled, values, compiled.inputDegrees());
  }

  private double number(
      LoopNumber number, StepValues values, Numbers.Values names, LinearStep linear) {
    if (number instanceof LoopNumber.Product product) {
      return product(product.coefficient(), values, names);
    } else if (number instanceof LoopNumber.Kept kept) {
      double rest = product(kept.coefficient(), values, names);
      return values.converted() ? rest : rest * Numbers.value(decayFactor.orElseThrow(), names);
    } else if (number instanceof LoopNumber.Lost) {
      return values.converted() ? 0 : values.rate() * values.decay();
    } else if (number instanceof LoopNumber.Mean) {
      return values.mean();
    } else if (number instanceof LoopNumber.DecayInGradient) {
      return values.converted()
          ? 0
          : values.decay() * values.scales().power(Rational.of(-2), Rational.ZERO);
    }
    return linear.value((Linear) number);
  }

  private static double product(Coefficient coefficient, StepValues values, Numbers.Values names) {
    double product = values.scales().power(coefficient.before(), coefficient.after());
    for (Expression factor : coefficient.factors()) {
      product *= Numbers.value(factor, names);
    }
    for (Expression divisor : coefficient.divisors()) {
      product /= Numbers.value(divisor, names);
    }
    return product;
  }

  private Numbers.Values names(double rate, double decayValue, double momentum, long step) {
    return names(rule, rate, decayValue, momentum, step);
  }

  private static Numbers.Values names(
      RuleDefinition rule, double rate, double decayValue, double momentum, long step) {
    return new Numbers.Values() {
      @Override
      public double of(Name name) {
        if (name.version() > 0) {
          return Numbers.value(rule.value(name), this);
        }
        return given(rule, name.name(), rate, decayValue, momentum, step);
      }
    };
  }

  private static double given(
      RuleDefinition rule,
      String name,
      double rate,
      double decayValue,
      double momentum,
      long step) {
    return switch (name) {
      case RuleDefinition.RATE -> rate;
      case RuleDefinition.DECAY -> decayValue;
      case RuleDefinition.STEP -> step;
      default -> rule.isMomentum(name) ? momentum : rule.text().numbers().get(name);
    };
  }
}
