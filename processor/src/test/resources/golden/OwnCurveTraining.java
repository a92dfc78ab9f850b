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
import org.texp4j.schedule.Sgd;
import org.texp4j.schedule.Step;
import org.texp4j.schedule.Velocity;

/**
 * Trains {@link OwnCurve}: Nesterov's SGD with momentum 0.9 and decoupled weight decay 0.0005 for
 * 20 epochs of 391 steps, at a learning rate that rises from 0 to 0.1 over 1 epoch and then
 * continues as given by {@link demo.OwnCurve.Wave} from 0.1.
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
 * v' = γv + ∇L(θ)    θ' = (1 − ηλ)θ − η(∇L(θ) + γv')
 * θ̃ ← θ̃ − PP'(ηγ²ṽ + η(1 + γ)g);  ṽ ← α(γṽ + g)
 * α = 1 − ηλ    P' = P/α    η̃ = PP'η
 * </pre>
 *
 * <p>The weights are θ̃ = Pθ throughout. Exchange: trained alone, scale-invariant weights keep the
 * same direction at every step from c·θ with c^2·η, c^(−2)·λ, and ε of normalizations and clipping
 * thresholds scaled along, for any c &gt; 0. Parameters whose scale matters, such as biases and the
 * output layer, keep the declared recipe.
 *
 * <p>The curve comes from a class that cannot run at compile time, so the phases of the recipe, and
 * whether it can be converted, are known only when this class is loaded.
 */
@Generated("org.texp4j.processor.TexpProcessor")
@GeneratedTraining
final class OwnCurveTraining {
  /** The number of steps per epoch: ⌈50000 / 128⌉. */
  public static final long STEPS_PER_EPOCH = 391;

  /** The SHA-256 digest of the declaration, in hex. */
  public static final String DECLARATION_DIGEST = "126adc692e8755287d7d7dcb93f06dff"
      + "8feb718a7d987fa74e3300e9dd142904";

  /** The SHA-256 digest of this file, in hex, computed with zeros in place of the digest. */
  public static final String SOURCE_DIGEST = "ae6212e68d7a38a75c8c403b69ba6696"
      + "58127caf3ef52ab951ecef784a4c9560";

  /** The converted plan: α, P, κ and the rate η̃ of every step. */
  public static final Plan PLAN = Plan.of(recipe(STEPS_PER_EPOCH), RecipeForm.TEXP_PLUS_PLUS);

  /** The experiment that the command line runs. */
  public static final Experiment EXPERIMENT = Experiment.named("own-curve")
      .seed(0)
      .batchSize(128)
      .trainingExamples(50_000)
      .recipe(OwnCurveTraining::recipe, RecipeForm.TEXP_PLUS_PLUS)
      .loop(OwnCurveTraining::train)
      .declarationDigest(DECLARATION_DIGEST)
      .sourceDigest(SOURCE_DIGEST)
      .build();

  private OwnCurveTraining() {
  }

  /**
   * The declared recipe, for epochs of any number of steps.
   *
   * @param stepsPerEpoch the number of steps per epoch, at least 1
   * @return the recipe, with its lengths in steps
   */
  public static Recipe recipe(long stepsPerEpoch) {
    long steps = 20 * stepsPerEpoch;
    long warmup = stepsPerEpoch;
    Curve main = new OwnCurve.Wave().curve(0.1, steps - warmup, stepsPerEpoch);
    Curve learningRate = Curve.linearWarmup(0.0, warmup, main);
    Curve weightDecay = Curve.constant(5.0E-4);
    Curve momentum = Curve.constant(0.9);
    Rule rule = new Sgd(Velocity.NESTEROV, Coupling.DECOUPLED, 0.0);
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
      Step step = run.nextStep(); // γ, η̃ = PP'η, and the scales P → P'
      run.computeGradient(batch); // g = ∇L(θ̃), the mean over the batch
      run.update(step); // θ̃ ← θ̃ − PP'(ηγ²ṽ + η(1 + γ)g);  ṽ ← α(γṽ + g)
      run.carry(step); // batch-norm ε and running statistics follow the scale
      run.notifyListeners(step);
    }
  }

  /**
   * Maps a state of the declared run to a state of this run: θ̃ = Pθ and ṽ = v/P.
   *
   * @param state the weights θ and velocities v before a step
   * @param step the index of that step
   * @return the weights θ̃ and velocities ṽ before that step
   */
  public static TrainingState toExponential(TrainingState state, long step) {
    return state.toExponential(PLAN.coordinatesAt(step));
  }

  /**
   * Maps a state of this run to a state of the declared run: θ = θ̃/P and v = Pṽ.
   *
   * @param state the weights θ̃ and velocities ṽ before a step
   * @param step the index of that step
   * @return the weights θ and velocities v before that step
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
