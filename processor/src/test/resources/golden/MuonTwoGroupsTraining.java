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
 * Trains {@link MuonTwoGroups}: Muon with momentum 0.95, beta1 0.9, beta2 0.95, epsilon 1e-8, scale
 * 0.2 and weight decay 0.1 for 16 epochs of 391 steps, at a learning rate that falls from 0.0003 to
 * 0 along half a cosine.
 *
 * <p>This run follows the recipe as declared, the baseline for its converted forms after Z. Li and
 * S. Arora, "An Exponential Learning Rate Schedule for Deep Learning", ICLR 2020. With the gradient
 * g, each step computes:
 *
 * <pre>
 * Matrices:
 * m = momentum * m + g
 * u = orthogonalize(g + momentum * m)
 * w = w - rate * (scale * sqrt(max(rows(w), columns(w))) * u)
 * Other tensors:
 * m = beta1 * m + (1 - beta1) * g
 * n = beta2 * n + (1 - beta2) * (g * g)
 * w = w - (rate / (1 - beta1^t)) * (m / (sqrt(n * (1 / (1 - beta2^t))) + epsilon))
 * </pre>
 *
 * <p>Biases, and the scale and shift of normalizations, do not decay. If θ is multiplied by c, and
 * the gradient divided by it, the increment is multiplied by c^k with k = 0, the state m by c^(−1)
 * and the state n by c^(−2). In the equivalent step the 1e-7 of orthogonalize is multiplied by
 * P^(−1) and epsilon is multiplied by P^(−1).
 *
 * <table>
 * <caption>Phases</caption>
 * <tr><th>steps</th><th>epochs</th><th>first η</th><th>last η</th></tr>
 * <tr><td>0 … 6255</td><td>0 … 16</td><td>0.0003</td><td>1.89133e-11</td></tr>
 * </table>
 */
@Generated("org.texp4j.processor.TexpProcessor")
@GeneratedTraining
final class MuonTwoGroupsTraining {
  /** The number of steps per epoch: ⌈50000 / 128⌉. */
  public static final long STEPS_PER_EPOCH = 391;

  /** The SHA-256 digest of the declaration, in hex. */
  public static final String DECLARATION_DIGEST = "d9aaba1290cdf9aa955b2b2b4524020b"
      + "ac708bcf1105098b7f7fc4f8b3f98817";

  /** The SHA-256 digest of this file, in hex, computed with zeros in place of the digest. */
  public static final String SOURCE_DIGEST = "c16f489afbc4fd9f84b917b1a739c900"
      + "377d40760f6736f429c967ee2082d50e";

  /** The plan of the recipe as declared: P = 1 and κ = 0 at every step. */
  public static final Plan PLAN = Plan.of(recipe(STEPS_PER_EPOCH), RecipeForm.WEIGHT_DECAY);

  /** The experiment that the command line runs. */
  public static final Experiment EXPERIMENT = Experiment.named("muon-two-groups")
      .seed(0)
      .batchSize(128)
      .trainingExamples(50_000)
      .recipe(MuonTwoGroupsTraining::recipe, RecipeForm.WEIGHT_DECAY)
      .loop(MuonTwoGroupsTraining::train)
      .declarationDigest(DECLARATION_DIGEST)
      .sourceDigest(SOURCE_DIGEST)
      .build();

  private MuonTwoGroupsTraining() {
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
    Rule rule = WrittenRule.named("Muon")
        .states("m", "n")
        .step(
                "m = momentum * m + g",
                "u = orthogonalize(g + momentum * m)",
                "w = w - rate * (scale * sqrt(max(rows(w), columns(w))) * u)")
        .otherwise(
                "m = beta1 * m + (1 - beta1) * g",
                "n = beta2 * n + (1 - beta2) * (g * g)",
                "w = w - (rate / (1 - beta1^t)) * (m / (sqrt(n * (1 / (1 - beta2^t))) + epsilon))")
        .momentum("momentum")
        .number("beta1", 0.9)
        .number("beta2", 0.95)
        .number("epsilon", 1.0E-8)
        .number("scale", 0.2)
        .decay(Coupling.DECOUPLED)
        .loop(new MuonLoop())
        .loopOfOthers(new MuonLoopOfOthers())
        .build();
    return new Recipe(steps, learningRate, weightDecay, momentum, rule);
  }

  /**
   * The training loop. Each step is the update above.
   *
   * @param run the run, at any step; the loop takes it to its end
   */
  public static void train(TrainingSteps run) {
    while (run.hasNext()) {
      Batch batch = run.nextBatch();
      Step step = run.nextStep(); // momentum, λ and η as declared; the scale stays P = 1
      run.computeGradient(batch); // g = ∇L(θ), the mean over the batch
      run.update(step); // the update above
      run.carry(step); // nothing to carry: the scale stays 1
      run.notifyListeners(step);
    }
  }

  /**
   * Maps a state of the declared run to a state of this run: θ̃ = Pθ, m̃ = m/P and ñ = n/P². As P
   * = 1 and κ = 0, it changes nothing.
   *
   * @param state the weights θ and states m and n before a step
   * @param step the index of that step
   * @return the weights θ̃ and states m̃ and ñ before that step
   */
  public static TrainingState toExponential(TrainingState state, long step) {
    return state.toExponential(PLAN.coordinatesAt(step));
  }

  /**
   * Maps a state of this run to a state of the declared run: θ = θ̃/P, m = Pm̃ and n = P²ñ. As P =
   * 1 and κ = 0, it changes nothing.
   *
   * @param state the weights θ̃ and states m̃ and ñ before a step
   * @param step the index of that step
   * @return the weights θ and states m and n before that step
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
   * The arithmetic of Muon on matrices:
   *
   * <pre>
   * m = momentum * m + g
   * u = orthogonalize(g + momentum * m)
   * w = w - rate * (scale * sqrt(max(rows(w), columns(w))) * u)
   * </pre>
   *
   * <p>It runs the declared steps and the equivalent ones, which differ in their numbers: P and P'
   * are the scales before and after the step, 1 in the declared run, and α = P/P'. After the step g
   * is what was subtracted from w.
   */
  private static final class MuonLoop implements UpdateLoop {
    @Override
    public int checksum() {
      return 0x232772f2;
    }

    @Override
    public void run(int program, int stage, int count, double[] numbers, double[] tensorNumbers,
        float[][] arrays, double[][] sums) {
      switch (stage) {
        case 0 -> stepStage0(count, numbers, arrays);
        default -> stepStage1(count, numbers, tensorNumbers, arrays);
      }
    }

    /** What is orthogonalized next. */
    private static void stepStage0(int count, double[] numbers, float[][] arrays) {
      float oneByExamples = (float) numbers[0]; // 1/examples
      float alphaMomentum = (float) numbers[1]; // α * momentum
      float alpha = (float) numbers[2]; // α
      float momentum = (float) numbers[3]; // momentum
      float[] g = arrays[1];
      float[] m = arrays[2];
      float[] orthogonal = arrays[4];
      for (int i = 0; i < count; i++) {
        float gradient = oneByExamples * g[i];
        float mNew = alphaMomentum * m[i] + alpha * gradient;
        float orthogonalNew = alpha * gradient + momentum * mNew;
        orthogonal[i] = orthogonalNew;
        m[i] = mNew;
      }
    }

    private static void stepStage1(int count, double[] numbers, double[] tensorNumbers,
        float[][] arrays) {
      float rows = (float) tensorNumbers[0];
      float columns = (float) tensorNumbers[1];
      float rateDecay = (float) numbers[5]; // ηλ, or 0 without decay
      float rateScale = (float) numbers[6]; // P' * rate * scale
      float[] w = arrays[0];
      float[] g = arrays[1];
      float[] orthogonal = arrays[4];
      for (int i = 0; i < count; i++) {
        float update = rateDecay * w[i] + rateScale * ((float) Math.sqrt(Math.max(rows, columns))
            * orthogonal[i]);
        float wNew = w[i] - update;
        g[i] = update;
        w[i] = wNew;
      }
    }

    @Override
    public void run(int program, int stage, int count, double[] numbers, double[] tensorNumbers,
        double[][] arrays, double[][] sums) {
      switch (stage) {
        case 0 -> stepStage0(count, numbers, arrays);
        default -> stepStage1(count, numbers, tensorNumbers, arrays);
      }
    }

    /** What is orthogonalized next. */
    private static void stepStage0(int count, double[] numbers, double[][] arrays) {
      double oneByExamples = numbers[0]; // 1/examples
      double alphaMomentum = numbers[1]; // α * momentum
      double alpha = numbers[2]; // α
      double momentum = numbers[3]; // momentum
      double[] g = arrays[1];
      double[] m = arrays[2];
      double[] orthogonal = arrays[4];
      for (int i = 0; i < count; i++) {
        double gradient = oneByExamples * g[i];
        double mNew = alphaMomentum * m[i] + alpha * gradient;
        double orthogonalNew = alpha * gradient + momentum * mNew;
        orthogonal[i] = orthogonalNew;
        m[i] = mNew;
      }
    }

    private static void stepStage1(int count, double[] numbers, double[] tensorNumbers,
        double[][] arrays) {
      double rows = tensorNumbers[0];
      double columns = tensorNumbers[1];
      double rateDecay = numbers[5]; // ηλ, or 0 without decay
      double rateScale = numbers[6]; // P' * rate * scale
      double[] w = arrays[0];
      double[] g = arrays[1];
      double[] orthogonal = arrays[4];
      for (int i = 0; i < count; i++) {
        double update = rateDecay * w[i] + rateScale * (Math.sqrt(Math.max(rows, columns))
            * orthogonal[i]);
        double wNew = w[i] - update;
        g[i] = update;
        w[i] = wNew;
      }
    }
  }

  /**
   * The arithmetic of Muon on tensors that are not matrices:
   *
   * <pre>
   * m = beta1 * m + (1 - beta1) * g
   * n = beta2 * n + (1 - beta2) * (g * g)
   * w = w - (rate / (1 - beta1^t)) * (m / (sqrt(n * (1 / (1 - beta2^t))) + epsilon))
   * </pre>
   *
   * <p>It runs the declared steps and the equivalent ones, which differ in their numbers: P and P'
   * are the scales before and after the step, 1 in the declared run, and α = P/P'. After the step g
   * is what was subtracted from w.
   */
  private static final class MuonLoopOfOthers implements UpdateLoop {
    @Override
    public int checksum() {
      return 0x35af1505;
    }

    @Override
    public void run(int program, int stage, int count, double[] numbers, double[] tensorNumbers,
        float[][] arrays, double[][] sums) {
      step(count, numbers, arrays);
    }

    private static void step(int count, double[] numbers, float[][] arrays) {
      float oneByExamples = (float) numbers[0]; // 1/examples
      float alphaBeta1 = (float) numbers[1]; // α * beta1
      float alphaOneMinusBeta1 = (float) numbers[2]; // α * (1 - beta1)
      float alphaToTwoBeta2 = (float) numbers[3]; // α^(2) * beta2
      float alphaToTwoOneMinusBeta2 = (float) numbers[4]; // α^(2) * (1 - beta2)
      float rateDecay = (float) numbers[5]; // ηλ, or 0 without decay
      float oneByOneMinusBeta2ToT = (float) numbers[6]; // 1 / (1 - beta2^t)
      float epsilon = (float) numbers[7]; // P'^(−1) * epsilon
      float rateByOneMinusBeta1ToT = (float) numbers[8]; // P' * rate / (1 - beta1^t)
      float[] w = arrays[0];
      float[] g = arrays[1];
      float[] m = arrays[2];
      float[] n = arrays[3];
      for (int i = 0; i < count; i++) {
        float gradient = oneByExamples * g[i];
        float mNew = alphaBeta1 * m[i] + alphaOneMinusBeta1 * gradient;
        float nNew = alphaToTwoBeta2 * n[i] + alphaToTwoOneMinusBeta2 * (gradient * gradient);
        float update = rateDecay * w[i] + rateByOneMinusBeta1ToT * (mNew
            / ((float) Math.sqrt(oneByOneMinusBeta2ToT * nNew) + epsilon));
        float wNew = w[i] - update;
        m[i] = mNew;
        n[i] = nNew;
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
      double alphaBeta1 = numbers[1]; // α * beta1
      double alphaOneMinusBeta1 = numbers[2]; // α * (1 - beta1)
      double alphaToTwoBeta2 = numbers[3]; // α^(2) * beta2
      double alphaToTwoOneMinusBeta2 = numbers[4]; // α^(2) * (1 - beta2)
      double rateDecay = numbers[5]; // ηλ, or 0 without decay
      double oneByOneMinusBeta2ToT = numbers[6]; // 1 / (1 - beta2^t)
      double epsilon = numbers[7]; // P'^(−1) * epsilon
      double rateByOneMinusBeta1ToT = numbers[8]; // P' * rate / (1 - beta1^t)
      double[] w = arrays[0];
      double[] g = arrays[1];
      double[] m = arrays[2];
      double[] n = arrays[3];
      for (int i = 0; i < count; i++) {
        double gradient = oneByExamples * g[i];
        double mNew = alphaBeta1 * m[i] + alphaOneMinusBeta1 * gradient;
        double nNew = alphaToTwoBeta2 * n[i] + alphaToTwoOneMinusBeta2 * (gradient * gradient);
        double update = rateDecay * w[i] + rateByOneMinusBeta1ToT * (mNew
            / (Math.sqrt(oneByOneMinusBeta2ToT * nNew) + epsilon));
        double wNew = w[i] - update;
        m[i] = mNew;
        n[i] = nNew;
        g[i] = update;
        w[i] = wNew;
      }
    }
  }
}
