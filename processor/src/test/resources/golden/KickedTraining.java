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
 * Trains {@link Kicked}: SGD, its rate inside the velocity, with momentum 0.9 and weight decay
 * 0.0005 for 160 epochs of 391 steps, at a learning rate of 0.1.
 *
 * <p>This run has no weight decay. Instead, its learning rate grows exponentially, and at every
 * step its network computes the same function as that of the declared run, except for the effect of
 * the omitted corrections. The form is exponential (Theorems 2.1 and 2.9, extended to this update
 * rule); see Z. Li and S. Arora, "An Exponential Learning Rate Schedule for Deep Learning", ICLR
 * 2020. The loss does not depend on the scale of weights θ that feed into a normalization, so they
 * need not shrink if the learning rate grows to match. Below are the declared step, the equivalent
 * step (g is the gradient in each run), and the growth of the scale, where α is the larger root of
 * the equation:
 *
 * <pre>
 * g = ∇L(θ) + λθ    v' = γv + ηg    θ' = θ − v'
 * ṽ ← γṽ + ηg;  θ̃ ← θ̃ − PP'ṽ
 * α² − (1 + γ − λη) α + γ = 0    κ = 1/α − 1    P' = P/α    η̃ = PP'η
 * </pre>
 *
 * <p>At every step the learning rate grows by the same factor α^(−2). The correction of the
 * velocity at the start, ṽ ← ṽ + (κ − κ')θ̃/P² from κ to κ', is omitted: there the weights of the
 * equivalent run receive a kick in their own direction. Exchange: trained alone, scale-invariant
 * weights keep the same direction at every step from c·θ with c^2·η, c^(−2)·λ, and ε of
 * normalizations and clipping thresholds scaled along, for any c &gt; 0. Parameters whose scale
 * matters, such as biases and the output layer, keep the declared recipe.
 *
 * <table>
 * <caption>Phases. η is the declared rate, η̃ = PP'η the rate used; growth is that of P²</caption>
 * <tr><th>steps</th><th>epochs</th><th>first η</th><th>last η</th><th>first η̃</th><th>last η̃</th>
 * <th>growth per step</th><th>growth per epoch</th><th>log₂ P at the end</th></tr>
 * <tr><td>0 … 62559</td><td>0 … 160</td><td>0.1</td><td>0.1</td><td>0.10005</td><td>1.99315e26</td>
 * <td>1.0010053</td><td>1.48123</td><td>45.3439</td></tr>
 * </table>
 */
@Generated("org.texp4j.processor.TexpProcessor")
@GeneratedTraining
final class KickedTraining {
  /** The number of steps per epoch: ⌈50000 / 128⌉. */
  public static final long STEPS_PER_EPOCH = 391;

  /** The SHA-256 digest of the declaration, in hex. */
  public static final String DECLARATION_DIGEST = "2812da34f9f5547ee22a42c5aa1d04d1"
      + "c5a07f76fb2a1a724822748995193d9c";

  /** The SHA-256 digest of this file, in hex, computed with zeros in place of the digest. */
  public static final String SOURCE_DIGEST = "f6f95099309c5992c4a04ed5599756d8"
      + "339edebb6a8e66ef8f4c9e4bc950b69d";

  /** The converted plan: α and κ, which are constant, and P and the rate η̃ of every step. */
  public static final Plan PLAN = Plan.of(recipe(STEPS_PER_EPOCH), RecipeForm.EXPONENTIAL)
      .withoutCorrections();

  /** The experiment that the command line runs. */
  public static final Experiment EXPERIMENT = Experiment.named("kicked")
      .seed(0)
      .batchSize(128)
      .trainingExamples(50_000)
      .recipe(KickedTraining::recipe, RecipeForm.EXPONENTIAL)
      .momentumCorrections(false)
      .loop(KickedTraining::train)
      .declarationDigest(DECLARATION_DIGEST)
      .sourceDigest(SOURCE_DIGEST)
      .build();

  private KickedTraining() {
  }

  /**
   * The declared recipe, for epochs of any number of steps.
   *
   * @param stepsPerEpoch the number of steps per epoch, at least 1
   * @return the recipe, with its lengths in steps
   */
  public static Recipe recipe(long stepsPerEpoch) {
    long steps = 160 * stepsPerEpoch;
    Curve learningRate = Curve.constant(0.1);
    Curve weightDecay = Curve.constant(5.0E-4);
    Curve momentum = Curve.constant(0.9);
    Rule rule = new Sgd(Velocity.RATE_IN_VELOCITY, Coupling.IN_GRADIENT, 0.0);
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
      run.update(step); // ṽ ← γṽ + ηg;  θ̃ ← θ̃ − PP'ṽ
      run.carry(step); // batch-norm ε and running statistics follow the scale
      run.notifyListeners(step);
    }
  }

  /**
   * Maps a state of the equivalent run with weight decay to a state of this run: θ̃ = Pθ and ṽ = (v
   * − κθ)/P.
   *
   * @param state the weights θ and velocities v before a step
   * @param step the index of that step
   * @return the weights θ̃ and velocities ṽ before that step
   */
  public static TrainingState toExponential(TrainingState state, long step) {
    return state.toExponential(PLAN.coordinatesAt(step));
  }

  /**
   * Maps a state of this run to a state of the equivalent run with weight decay: θ = θ̃/P and v =
   * Pṽ + κθ̃/P.
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
