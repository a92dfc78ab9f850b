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
import org.texp4j.schedule.OneCycle;
import org.texp4j.schedule.Plan;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.RecipeForm;
import org.texp4j.schedule.Rule;
import org.texp4j.schedule.Sgd;
import org.texp4j.schedule.Step;
import org.texp4j.schedule.Velocity;

/**
 * Trains {@link OneCycleNesterov}: Nesterov's SGD, its rate inside the velocity, with a momentum
 * that falls from 0.95 to 0.85 while the rate rises, and back, and weight decay 0.0001 for 30
 * epochs of 391 steps, at a learning rate that rises from 0.016 to 0.4 over 0.25 of the way and
 * falls to 1.6e-5 along half cosines.
 *
 * <p>This run has no weight decay. Instead, its learning rate grows exponentially, and at every
 * step its network computes the same function as that of the declared run. The form is TEXP++
 * (Theorem 2.13, extended to this update rule); see Z. Li and S. Arora, "An Exponential Learning
 * Rate Schedule for Deep Learning", ICLR 2020. The loss does not depend on the scale of weights θ
 * that feed into a normalization, so they need not shrink if the learning rate grows to match.
 * Below are the declared step, the equivalent step (g is the gradient in each run), and the growth
 * of the scale, starting from P = 1 and κ = 0:
 *
 * <pre>
 * g = ∇L(θ) + λθ    v' = γv + ηg    θ' = θ − ηg − γv'
 * θ̃ ← θ̃ − PP'(γ²ṽ + η(1 + γ)g);  ṽ ← γ(1 − ηλ)ṽ + (1 + κγ)ηg
 * μ = ηλ + γκ    α = 1 − ηλ − γμ    κ' = μ/α    P' = P/α    η̃ = PP'η
 * </pre>
 *
 * <p>The weights are θ̃ = Pθ throughout. Exchange: trained alone, scale-invariant weights keep the
 * same direction at every step from c·θ with c^2·η, c^(−2)·λ, and ε of normalizations and clipping
 * thresholds scaled along, for any c &gt; 0. Parameters whose scale matters, such as biases and the
 * output layer, keep the declared recipe.
 *
 * <table>
 * <caption>Phases. η is the declared rate, η̃ = PP'η the rate used; growth is that of P²</caption>
 * <tr><th>steps</th><th>epochs</th><th>first η</th><th>last η</th><th>first γ</th><th>last γ</th>
 * <th>first η̃</th><th>last η̃</th><th>growth per step</th><th>growth per epoch</th>
 * <th>log₂ P at the end</th></tr>
 * <tr><td>0 … 2931</td><td>0 … 7.49872</td><td>0.016</td><td>0.4</td><td>0.95</td><td>0.85</td>
 * <td>0.016</td><td>1.14856</td><td>1.00035991</td><td>1.15108</td><td>0.761071</td></tr>
 * <tr><td>2932 … 11728</td><td>7.49872 … 29.9974</td><td>0.4</td><td>1.60128e-5</td><td>0.85</td>
 * <td>0.95</td><td>1.14918</td><td>0.00091045</td><td>1.00033943</td><td>1.1419</td>
 * <td>2.91464</td></tr>
 * <tr><td>11729 … 11729</td><td>29.9974 … 30</td><td>1.6e-5</td><td>1.6e-5</td><td>0.95</td>
 * <td>0.95</td><td>0.000909725</td><td>0.000909725</td><td>1.000000099884</td><td>1.00004</td>
 * <td>2.91464</td></tr>
 * </table>
 */
@Generated("org.texp4j.processor.TexpProcessor")
@GeneratedTraining
final class OneCycleNesterovTraining {
  /** The number of steps per epoch: ⌈50000 / 128⌉. */
  public static final long STEPS_PER_EPOCH = 391;

  /** The SHA-256 digest of the declaration, in hex. */
  public static final String DECLARATION_DIGEST = "4c0717b419ad853ad50af87061a0f616"
      + "df98769092f55324cbf082575fd8927d";

  /** The SHA-256 digest of this file, in hex, computed with zeros in place of the digest. */
  public static final String SOURCE_DIGEST = "eebba175043c778ce0ec3017afd4df02"
      + "8b9094a0ab26837b4e0b0f22f8f85937";

  /** The converted plan: α, P, κ and the rate η̃ of every step. */
  public static final Plan PLAN = Plan.of(recipe(STEPS_PER_EPOCH), RecipeForm.TEXP_PLUS_PLUS);

  /** The experiment that the command line runs. */
  public static final Experiment EXPERIMENT = Experiment.named("one-cycle-nesterov")
      .seed(0)
      .batchSize(128)
      .trainingExamples(50_000)
      .recipe(OneCycleNesterovTraining::recipe, RecipeForm.TEXP_PLUS_PLUS)
      .loop(OneCycleNesterovTraining::train)
      .declarationDigest(DECLARATION_DIGEST)
      .sourceDigest(SOURCE_DIGEST)
      .build();

  private OneCycleNesterovTraining() {
  }

  /**
   * The declared recipe, for epochs of any number of steps.
   *
   * @param stepsPerEpoch the number of steps per epoch, at least 1
   * @return the recipe, with its lengths in steps
   */
  public static Recipe recipe(long stepsPerEpoch) {
    long steps = 30 * stepsPerEpoch;
    Curve learningRate = Curve.oneCycle(0.4, steps,
        OneCycle.DEFAULT.withStart(0.25).withDivisors(25.0, 1000.0));
    Curve weightDecay = Curve.constant(1.0E-4);
    Curve momentum = Curve.oneCycleMomentum(0.85, 0.95, steps,
        OneCycle.DEFAULT.withStart(0.25).withDivisors(25.0, 1000.0));
    Rule rule = new Sgd(Velocity.NESTEROV_RATE_IN_VELOCITY, Coupling.IN_GRADIENT, 0.0);
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
      run.update(step); // θ̃ ← θ̃ − PP'(γ²ṽ + η(1 + γ)g);  ṽ ← γ(1 − ηλ)ṽ + (1 + κγ)ηg
      run.carry(step); // batch-norm ε and running statistics follow the scale
      run.notifyListeners(step);
    }
  }

  /**
   * Maps a state of the declared run to a state of this run: θ̃ = Pθ and ṽ = (v − κθ)/P.
   *
   * @param state the weights θ and velocities v before a step
   * @param step the index of that step
   * @return the weights θ̃ and velocities ṽ before that step
   */
  public static TrainingState toExponential(TrainingState state, long step) {
    return state.toExponential(PLAN.coordinatesAt(step));
  }

  /**
   * Maps a state of this run to a state of the declared run: θ = θ̃/P and v = Pṽ + κθ̃/P.
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
