package org.texp4j.schedule.rule;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.texp4j.schedule.ScaledDouble;
import org.texp4j.schedule.rule.LoopProgram.Orthogonalization;
import org.texp4j.schedule.rule.LoopProgram.TensorNumber;

/**
 * A run of a rule over some tensors: as declared, as declared at another scale, or as the twin
 * without decay, with a mistake if asked for.
 */
final class RuleRun {

  /** What is wrong with a twin. */
  enum Mistake {
    NONE,
    /** The states keep their values when the scale changes. */
    STATES,
    /** Constants are added and compared as they are declared. */
    CONSTANTS,
    /** The rate has a degree that is one too high. */
    DEGREE,
    /** The states contain the weights that decay has put there. */
    KAPPA
  }

  private final CompiledRule rule;
  private final UpdateLoop loop;
  private final boolean converted;
  private final Mistake mistake;
  private final int[][] shapes;
  private final double[][] weights;
  private final double[][][] states;
  private double[][] previous;
  private double scale;
  private double[] kappa;
  private long steps;

  private RuleRun(
      CompiledRule rule,
      boolean converted,
      Mistake mistake,
      double scale,
      int[][] shapes,
      double[][] initial) {
    this.rule = rule;
    this.converted = converted;
    this.mistake = mistake;
    this.scale = scale;
    this.shapes = shapes;
    loop = new InterpretedLoop(rule);
    kappa = new double[rule.reachedStates().size()];
    weights = Arrays.stream(initial).map(each -> scaled(each, scale)).toArray(double[][]::new);
    int count = rule.text().states().size();
    states = new double[initial.length][count][];
    for (int tensor = 0; tensor < initial.length; tensor++) {
      for (int state = 0; state < count; state++) {
        states[tensor][state] = new double[initial[tensor].length];
      }
    }
  }

  /** A run as declared. */
  static RuleRun declared(CompiledRule rule, int[][] shapes, double[][] initial) {
    return new RuleRun(rule, false, Mistake.NONE, 1, shapes, initial);
  }

  /** A run as declared whose weights are held at a scale that does not change. */
  static RuleRun heldAt(double scale, CompiledRule rule, int[][] shapes, double[][] initial) {
    return new RuleRun(rule, false, Mistake.NONE, scale, shapes, initial);
  }

  /** The run without decay. */
  static RuleRun twin(CompiledRule rule, Mistake mistake, int[][] shapes, double[][] initial) {
    return new RuleRun(rule, true, mistake, 1, shapes, initial);
  }

  /** The weights as they are held: the declared ones times the scale. */
  double[][] weights() {
    return weights;
  }

  /** The weights as declared. */
  double[][] declaredWeights() {
    return Arrays.stream(weights).map(each -> scaled(each, 1 / scale)).toArray(double[][]::new);
  }

  /** The largest weight. */
  double size() {
    return Arrays.stream(weights).flatMapToDouble(Arrays::stream).map(Math::abs).max().orElse(0);
  }

  /** A state as it is held. */
  double[] state(int tensor, String name) {
    return states[tensor][rule.text().states().indexOf(name)];
  }

  double scale() {
    return scale;
  }

  /**
   * Adds to all numbers what rounding may add in a step: some units of 2^−53 of a number, or of the
   * weight that was there before.
   */
  void perturb(Random random, double units) {
    for (int tensor = 0; tensor < weights.length; tensor++) {
      double[] w = weights[tensor];
      for (int i = 0; i < w.length; i++) {
        double size = Math.max(Math.abs(w[i]), Math.abs(previous[tensor][i]));
        w[i] += noise(random, units) * size;
      }
      for (double[] state : states[tensor]) {
        for (int i = 0; i < state.length; i++) {
          state[i] *= 1 + noise(random, units);
        }
      }
    }
  }

  private static double noise(Random random, double units) {
    return units * 0x1p-53 * (2 * random.nextDouble() - 1);
  }

  /** The scale after the next step; of a twin that is at its end, not a number above 0. */
  double nextScale(double rate, double decay, double momentum) {
    double before = scale;
    double[] kappaBefore = kappa;
    long stepsBefore = steps;
    advance(rate, decay, momentum);
    double next = scale;
    scale = before;
    kappa = kappaBefore;
    steps = stepsBefore;
    return next;
  }

  /** Takes a step of the scale alone. */
  void advance(double rate, double decay, double momentum) {
    long t = ++steps;
    if (converted) {
      int variant = rule.variant(rate, decay, momentum, t);
      removeDecay(rule.decayStep(variant, rate, decay, momentum, t, Arithmetic.DOUBLE));
    }
  }

  /** Takes a step with the gradients at the weights as they are held. */
  void step(double[][] gradients, double rate, double decay, double momentum) {
    previous = Arrays.stream(weights).map(double[]::clone).toArray(double[][]::new);
    double before = scale;
    double[] kappaBefore = kappa;
    advance(rate, decay, momentum);
    int variant = rule.variant(rate, decay, momentum, steps);
    StepValues.Scales scales = scales(before, scale);
    double held = mistake == Mistake.DEGREE ? rate * before : rate;
    double[] numbers =
        rule.numbers(
            variant,
            new StepValues(held, decay, momentum, steps, 1, converted, kappaBefore, scales));
    if (mistake == Mistake.CONSTANTS) {
      dropCarriedScales(variant, numbers, scales);
    }
    for (int tensor = 0; tensor < weights.length; tensor++) {
      step(tensor, gradients[tensor], variant, numbers);
      if (mistake == Mistake.STATES) {
        keepStates(tensor, before / scale);
      }
    }
  }

  private void removeDecay(DecayStep<Double> step) {
    int count = step.toWeight().size();
    double alpha = 1 - step.lost();
    for (int k = 0; k < count; k++) {
      alpha -= step.toWeight().get(k) * kappa[k];
    }
    double[] next = new double[count];
    for (int i = 0; i < count; i++) {
      double sum = step.fromWeight().get(i);
      for (int k = 0; k < count; k++) {
        sum += step.between().get(i).get(k) * kappa[k];
      }
      next[i] = sum / alpha;
    }
    kappa = mistake == Mistake.KAPPA ? new double[count] : next;
    scale /= alpha;
  }

  private static StepValues.Scales scales(double before, double after) {
    ScaledDouble c = ScaledDouble.of(before, 0);
    ScaledDouble next = ScaledDouble.of(after, 0);
    return (b, a) -> c.power(b).times(next.power(a)).toDouble();
  }

  private void dropCarriedScales(int variant, double[] numbers, StepValues.Scales scales) {
    for (int slot = 0; slot < numbers.length; slot++) {
      if (rule.loopNumber(variant, slot) instanceof LoopNumber.Product product
          && isCarried(product.coefficient())) {
        numbers[slot] /=
            scales.power(product.coefficient().before(), product.coefficient().after());
      }
    }
  }

  /** Whether a number is a constant of the text times a power of one scale. */
  private static boolean isCarried(Coefficient number) {
    return number.before().isZero() != number.after().isZero()
        && !number.factors().isEmpty()
        && number.factors().stream()
            .noneMatch(
                each ->
                    Expressions.mention(each, RuleDefinition.RATE)
                        || Expressions.mention(each, RuleDefinition.DECAY));
  }

  private void keepStates(int tensor, double ratio) {
    List<String> names = rule.text().states();
    for (int state = 0; state < names.size(); state++) {
      double degree = rule.stateDegrees().get(names.get(state)).doubleValue();
      states[tensor][state] = scaled(states[tensor][state], Math.pow(ratio, degree));
    }
  }

  private void step(int tensor, double[] gradient, int variant, double[] numbers) {
    LoopProgram program = rule.program(variant);
    int length = gradient.length;
    double[][] arrays = new double[program.arrays().size()][length];
    arrays[0] = weights[tensor];
    arrays[1] = gradient.clone();
    System.arraycopy(states[tensor], 0, arrays, 2, states[tensor].length);
    double[][] sums = new double[program.sums()][length];
    double[] tensorNumbers = new double[program.tensorNumbers().size()];
    for (int stage = 0; stage < program.stages().size(); stage++) {
      for (int i = 0; i < tensorNumbers.length; i++) {
        tensorNumbers[i] = number(program.tensorNumbers().get(i), sums, shapes[tensor]);
      }
      loop.run(variant, stage, length, numbers, tensorNumbers, arrays, sums);
      for (Orthogonalization each : program.stages().get(stage).orthogonalizations()) {
        double[] matrix = arrays[program.arrays().indexOf(each.array())];
        NewtonSchulz.orthogonalize(matrix, shapes[tensor], numbers[each.epsilon()]);
      }
    }
  }

  private static double number(TensorNumber number, double[][] sums, int[] shape) {
    ToDoubleFunction<double[]> sum = each -> Arrays.stream(each).sum();
    double length = shape[0] * shape[1];
    return switch (number.kind()) {
      case SUM -> sum.applyAsDouble(sums[number.sum()]);
      case ROOT -> Math.sqrt(sum.applyAsDouble(sums[number.sum()]));
      case MEAN -> sum.applyAsDouble(sums[number.sum()]) / length;
      case ROOT_OF_MEAN -> Math.sqrt(sum.applyAsDouble(sums[number.sum()]) / length);
      case ROWS -> shape[0];
      case COLUMNS -> shape[1];
    };
  }

  private static double[] scaled(double[] x, double factor) {
    return Arrays.stream(x).map(each -> each * factor).toArray();
  }
}
