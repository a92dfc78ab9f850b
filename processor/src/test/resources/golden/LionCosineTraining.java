package demo;

import javax.annotation.processing.Generated;
import org.texp4j.annotations.GeneratedTraining;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TrainingState;
import org.texp4j.dl4j.TrainingSteps;
import org.texp4j.dl4j.command.ExperimentCommand;
import org.texp4j.schedule.Coupling;
import org.texp4j.schedule.Curve;
import org.texp4j.schedule.Plan;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.RecipeForm;
import org.texp4j.schedule.Rule;
import org.texp4j.schedule.Step;
import org.texp4j.schedule.WrittenRule;
import org.texp4j.schedule.rule.UpdateLoop;

/**
 * Trains {@link LionCosine}: Lion with beta1 0.95, beta2 0.99 and weight decay 0.1 for 16 epochs of
 * 391 steps, at a learning rate that falls from 0.0003 to 0 along half a cosine.
 *
 * <p>This run has no weight decay. Instead, its learning rate grows exponentially, and at every
 * step its network computes the same function as that of the declared run. The form is TEXP++
 * (Theorem 2.13, extended to this update rule); see Z. Li and S. Arora, "An Exponential Learning
 * Rate Schedule for Deep Learning", ICLR 2020. The loss does not depend on the scale of weights θ
 * that feed into a normalization, so they need not shrink if the learning rate grows to match.
 * Below are the declared step, the equivalent step (g is the gradient in each run), and the growth
 * of the scale, starting from P = 1:
 *
 * <pre>
 * u = sign(beta1 * m + (1 - beta1) * g)
 * m = beta2 * m + (1 - beta2) * g
 * w = w - rate * u
 *
 * u = sign(beta1 * m + (1 - beta1) * g)
 * m' = α * beta2 * m + α * (1 - beta2) * g
 * w' = w - P' * rate * u
 *
 * α = 1 − ηλ    P' = P/α    η̃ = P'η
 * </pre>
 *
 * <p>The weights are θ̃ = Pθ throughout. If θ is multiplied by c, and the gradient divided by it,
 * the increment is multiplied by c^k with k = 0 and the state m by c^(−1). Exchange: trained alone,
 * scale-invariant weights keep the same direction at every step from c·θ with c·η, c^(−1)·λ, and ε
 * of normalizations and clipping thresholds scaled along, for any c &gt; 0. Parameters whose scale
 * matters, such as biases and the output layer, keep the declared recipe.
 *
 * <table>
 * <caption>Phases. η is the declared rate, η̃ = P'η the rate used; growth is that of P²</caption>
 * <tr><th>steps</th><th>epochs</th><th>first η</th><th>last η</th><th>first η̃</th><th>last η̃</th>
 * <th>growth per step</th><th>growth per epoch</th><th>log₂ P at the end</th></tr>
 * <tr><td>0 … 6255</td><td>0 … 16</td><td>0.0003</td><td>1.89133e-11</td><td>0.000300009</td>
 * <td>2.07744e-11</td><td>1.000030006</td><td>1.0118</td><td>0.135406</td></tr>
 * </table>
 */
@Generated("org.texp4j.processor.TexpProcessor")
@GeneratedTraining
final class LionCosineTraining {
  /** The number of steps per epoch: ⌈50000 / 128⌉. */
  public static final long STEPS_PER_EPOCH = 391;

  /** The SHA-256 digest of the declaration, in hex. */
  public static final String DECLARATION_DIGEST = "0b6c731d9c4c3dbfe9617b8ef91706b1"
      + "d3036c649ceca98da9805d05317ec9cc";

  /** The SHA-256 digest of this file, in hex, computed with zeros in place of the digest. */
  public static final String SOURCE_DIGEST = "990c9ab346509ebf672a72ec1402f464"
      + "838e3546fb11e56dde2a6598d4090c8e";

  /** The converted plan: α, P, κ and the rate η̃ of every step. */
  public static final Plan PLAN = Plan.of(recipe(STEPS_PER_EPOCH), RecipeForm.TEXP_PLUS_PLUS);

  /** The experiment that the command line runs. */
  public static final Experiment EXPERIMENT = Experiment.named("lion-cosine")
      .seed(0)
      .batchSize(128)
      .trainingExamples(50_000)
      .recipe(LionCosineTraining::recipe, RecipeForm.TEXP_PLUS_PLUS)
      .loop(LionCosineTraining::train)
      .declarationDigest(DECLARATION_DIGEST)
      .sourceDigest(SOURCE_DIGEST)
      .build();

  private LionCosineTraining() {
  }

  /**
   * The declared recipe, for epochs of any number of steps.
   *
   * @param stepsPerEpoch the number of steps per epoch, at least 1
   * @return the recipe, with its lengths in steps
   */
  public static Recipe recipe(long stepsPerEpoch) {
    long steps = 16 * stepsPerEpoch;
    Curve learningRate = Curve.cosineDecay(3.0E-4, 0.0, steps);
    Curve weightDecay = Curve.constant(0.1);
    Curve momentum = Curve.constant(0.95);
    Rule rule = WrittenRule.named("Lion")
        .states("m")
        .step(
                "u = sign(beta1 * m + (1 - beta1) * g)",
                "m = beta2 * m + (1 - beta2) * g",
                "w = w - rate * u")
        .momentum("beta1")
        .number("beta2", 0.99)
        .decay(Coupling.DECOUPLED)
        .loop(new LionLoop())
        .build();
    return new Recipe(steps, learningRate, weightDecay, momentum, rule);
  }

  /**
   * The training loop. For converted weights, each step is the equivalent step above, and θ̃ = Pθ
   * before and after it.
   *
   * @param run the run, at any step; the loop takes it to its end
   */
  public static void train(TrainingSteps run) {
    while (run.hasNext()) {
      Batch batch = run.nextBatch();
      Step step = run.nextStep(); // beta1, η̃ = P'η, and the scales P → P'
      run.computeGradient(batch); // g = ∇L(θ̃), the mean over the batch
      run.update(step); // the equivalent step of Lion, as above
      run.carry(step); // batch-norm ε and running statistics follow the scale
      run.notifyListeners(step);
    }
  }

  /**
   * Maps a state of the declared run to a state of this run: θ̃ = Pθ and m̃ = m/P.
   *
   * @param state the weights θ and state m before a step
   * @param step the index of that step
   * @return the weights θ̃ and state m̃ before that step
   */
  public static TrainingState toExponential(TrainingState state, long step) {
    return state.toExponential(PLAN.coordinatesAt(step));
  }

  /**
   * Maps a state of this run to a state of the declared run: θ = θ̃/P and m = Pm̃.
   *
   * @param state the weights θ̃ and state m̃ before a step
   * @param step the index of that step
   * @return the weights θ and state m before that step
   */
  public static TrainingState toWeightDecay(TrainingState state, long step) {
    return state.toWeightDecay(PLAN.coordinatesAt(step));
  }

  /**
   * Runs the command line; {@code --help} lists its commands.
   *
   * @param arguments the command and its options
   */
  public static void main(String[] arguments) {
    System.exit(ExperimentCommand.run(EXPERIMENT, arguments));
  }

  /**
   * The arithmetic of Lion:
   *
   * <pre>
   * u = sign(beta1 * m + (1 - beta1) * g)
   * m = beta2 * m + (1 - beta2) * g
   * w = w - rate * u
   * </pre>
   *
   * <p>It runs the declared steps and the equivalent ones, which differ in their numbers: P and P'
   * are the scales before and after the step, 1 in the declared run, and α = P/P'. After the step g
   * is what was subtracted from w.
   */
  private static final class LionLoop implements UpdateLoop {
    @Override
    public int checksum() {
      return 0x879fd7b;
    }

    @Override
    public void run(int program, int stage, int count, double[] numbers, double[] tensorNumbers,
        float[][] arrays, double[][] sums) {
      step(count, numbers, arrays);
    }

    private static void step(int count, double[] numbers, float[][] arrays) {
      float oneByExamples = (float) numbers[0]; // 1/examples
      float beta1 = (float) numbers[1]; // beta1
      float oneMinusBeta1 = (float) numbers[2]; // 1 - beta1
      float alphaBeta2 = (float) numbers[3]; // α * beta2
      float alphaOneMinusBeta2 = (float) numbers[4]; // α * (1 - beta2)
      float rateDecay = (float) numbers[5]; // ηλ, or 0 without decay
      float rate = (float) numbers[6]; // P' * rate
      float[] w = arrays[0];
      float[] g = arrays[1];
      float[] m = arrays[2];
      for (int i = 0; i < count; i++) {
        float gradient = oneByExamples * g[i];
        float u = sign(beta1 * m[i] + oneMinusBeta1 * gradient);
        float mNew = alphaBeta2 * m[i] + alphaOneMinusBeta2 * gradient;
        float update = rateDecay * w[i] + rate * u;
        float wNew = w[i] - update;
        m[i] = mNew;
        g[i] = update;
        w[i] = wNew;
      }
    }

    @Override
    public void run(int program, int stage, int count, double[] numbers, double[] tensorNumbers,
        double[][] arrays, double[][] sums) {
      step(count, numbers, arrays);
    }

    private static void step(int count, double[] numbers, double[][] arrays) {
      double oneByExamples = numbers[0]; // 1/examples
      double beta1 = numbers[1]; // beta1
      double oneMinusBeta1 = numbers[2]; // 1 - beta1
      double alphaBeta2 = numbers[3]; // α * beta2
      double alphaOneMinusBeta2 = numbers[4]; // α * (1 - beta2)
      double rateDecay = numbers[5]; // ηλ, or 0 without decay
      double rate = numbers[6]; // P' * rate
      double[] w = arrays[0];
      double[] g = arrays[1];
      double[] m = arrays[2];
      for (int i = 0; i < count; i++) {
        double gradient = oneByExamples * g[i];
        double u = sign(beta1 * m[i] + oneMinusBeta1 * gradient);
        double mNew = alphaBeta2 * m[i] + alphaOneMinusBeta2 * gradient;
        double update = rateDecay * w[i] + rate * u;
        double wNew = w[i] - update;
        m[i] = mNew;
        g[i] = update;
        w[i] = wNew;
      }
    }

    /**
     * The sign of a number, and 0 and NaN as they are; unlike {@code Math.signum} it is vectorized
     * by every Java from 17 on.
     */
    private static float sign(float x) {
      return Math.max(-1f, Math.min(1f, x * 0x1p100f * 0x1p100f));
    }

    /**
     * The sign of a number, and 0 and NaN as they are; unlike {@code Math.signum} it is vectorized
     * by every Java from 17 on.
     */
    private static double sign(double x) {
      return Math.max(-1.0, Math.min(1.0, x * 0x1p700 * 0x1p700));
    }
  }
}
