package demo;

import javax.annotation.processing.Generated;
import org.texp4j.annotations.GeneratedTraining;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TrainingState;
import org.texp4j.dl4j.TrainingSteps;
import org.texp4j.dl4j.command.ExperimentCommand;
import org.texp4j.schedule.AdamW;
import org.texp4j.schedule.Curve;
import org.texp4j.schedule.Plan;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.RecipeForm;
import org.texp4j.schedule.Rule;
import org.texp4j.schedule.Step;
import org.texp4j.schedule.Warmup;
import org.texp4j.schedule.WarmupPlacement;
import org.texp4j.schedule.WarmupShape;

/**
 * Trains {@link AdamCosine}: AdamW with β₁ 0.9, β₂ 0.98, ε 1e-8 and a weight decay that rises from
 * 0.01 to 0.05 linearly, for 60 epochs of 391 steps, at a learning rate that falls from 0.001 to
 * 1e-5 along half a cosine, times a factor that rises from 0.01 to 1 exponentially over 0.05 of the
 * way.
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
 * m' = β₁m + (1 − β₁)g    n' = β₂n + (1 − β₂)g²    θ' = (1 − ηλ)θ − ηm̂'/(√n̂' + ε)
 * m̃ ← α(β₁m̃ + (1 − β₁)g)    ñ ← α²(β₂ñ + (1 − β₂)g²)    θ̃ ← θ̃ − η̃m̂/(√n̂ + ε/P')
 * α = 1 − ηλ    P' = P/α    η̃ = P'η
 * </pre>
 *
 * <p>The weights are θ̃ = Pθ throughout. m̂ and n̂ are m and n after bias correction with the
 * declared β₁ and β₂. Exchange: trained alone, scale-invariant weights keep the same direction at
 * every step from c·θ with c·η, c^(−1)·λ, c^(−1)·ε, and ε of normalizations and clipping thresholds
 * scaled along, for any c &gt; 0. Parameters whose scale matters, such as biases and the output
 * layer, keep the declared recipe.
 *
 * <table>
 * <caption>Phases. η is the declared rate, η̃ = P'η the rate used; growth is that of P²</caption>
 * <tr><th>steps</th><th>epochs</th><th>first η</th><th>last η</th><th>first λ</th><th>last λ</th>
 * <th>first η̃</th><th>last η̃</th><th>growth per step</th><th>growth per epoch</th>
 * <th>log₂ P at the end</th></tr>
 * <tr><td>0 … 1172</td><td>0 … 3</td><td>1e-5</td><td>0.000990022</td><td>0.01</td>
 * <td>0.0119983</td><td>1e-5</td><td>0.000992901</td><td>1.0000049509</td><td>1.00194</td>
 * <td>0.00418911</td></tr>
 * <tr><td>1173 … 23459</td><td>3 … 60</td><td>0.000993906</td><td>1e-5</td><td>0.012</td>
 * <td>0.0499983</td><td>0.000996808</td><td>1.28573e-5</td><td>1.000022293</td><td>1.00875</td>
 * <td>0.362586</td></tr>
 * </table>
 */
@Generated("org.texp4j.processor.TexpProcessor")
@GeneratedTraining
final class AdamCosineTraining {
  /** The number of steps per epoch: ⌈50000 / 128⌉. */
  public static final long STEPS_PER_EPOCH = 391;

  /** The SHA-256 digest of the declaration, in hex. */
  public static final String DECLARATION_DIGEST = "f1cdf552575e5fc79ad66d96e68c14c3"
      + "d807f5ed2450b81c5c2aaaec118aaf2b";

  /** The SHA-256 digest of this file, in hex, computed with zeros in place of the digest. */
  public static final String SOURCE_DIGEST = "86411a54527914de8ddf968c9732a69e"
      + "4ebf89f6be4813eeffc938eafac98fbe";

  /** The converted plan: α, P, κ and the rate η̃ of every step. */
  public static final Plan PLAN = Plan.of(recipe(STEPS_PER_EPOCH), RecipeForm.TEXP_PLUS_PLUS);

  /** The experiment that the command line runs. */
  public static final Experiment EXPERIMENT = Experiment.named("adam-cosine")
      .seed(0)
      .batchSize(128)
      .trainingExamples(50_000)
      .recipe(AdamCosineTraining::recipe, RecipeForm.TEXP_PLUS_PLUS)
      .loop(AdamCosineTraining::train)
      .declarationDigest(DECLARATION_DIGEST)
      .sourceDigest(SOURCE_DIGEST)
      .build();

  private AdamCosineTraining() {
  }

  /**
   * The declared recipe, for epochs of any number of steps.
   *
   * @param stepsPerEpoch the number of steps per epoch, at least 1
   * @return the recipe, with its lengths in steps
   */
  public static Recipe recipe(long stepsPerEpoch) {
    long steps = 60 * stepsPerEpoch;
    long warmup = Math.round(0.05 * steps);
    Curve main = Curve.cosineDecay(0.001, 1.0E-5, steps);
    Warmup rise = new Warmup(warmup, 0.01, WarmupShape.EXPONENTIAL, WarmupPlacement.OVER);
    Curve learningRate = Curve.warmup(rise, main);
    Curve weightDecay = Curve.linear(0.01, 0.05, steps);
    Curve momentum = Curve.constant(0.9);
    Rule rule = new AdamW(0.98, 1.0E-8);
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
      Step step = run.nextStep(); // β₁, η̃ = P'η, and the scales P → P'
      run.computeGradient(batch); // g = ∇L(θ̃), the mean over the batch
      run.update(step); // Adam's step at the rate η̃, with α as above
      run.carry(step); // batch-norm ε and running statistics follow the scale
      run.notifyListeners(step);
    }
  }

  /**
   * Maps a state of the declared run to a state of this run: θ̃ = Pθ, m̃ = m/P and ñ = n/P².
   *
   * @param state the weights θ and moments m and n before a step
   * @param step the index of that step
   * @return the weights θ̃ and moments m̃ and ñ before that step
   */
  public static TrainingState toExponential(TrainingState state, long step) {
    return state.toExponential(PLAN.coordinatesAt(step));
  }

  /**
   * Maps a state of this run to a state of the declared run: θ = θ̃/P, m = Pm̃ and n = P²ñ.
   *
   * @param state the weights θ̃ and moments m̃ and ñ before a step
   * @param step the index of that step
   * @return the weights θ and moments m and n before that step
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
}
