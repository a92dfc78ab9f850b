package demo;

import java.util.List;
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
import org.texp4j.schedule.Warmup;
import org.texp4j.schedule.WarmupPlacement;
import org.texp4j.schedule.WarmupShape;

/**
 * Trains {@link Phases}: SGD with momentum 0.9, dampening 0.1 and a weight decay of 0.0005 that
 * becomes 0.001 after 0.75 of the way, for 160 epochs of 391 steps, at a learning rate that is 0.01
 * for 5 epochs, then 0.1, and then is multiplied by 0.1 after 75 and 115 epochs.
 *
 * <p>This run has no weight decay. Instead, its learning rate grows exponentially, and at every
 * step its network computes the same function as that of the declared run. The form is TEXP
 * (Theorem 2.12, extended to this update rule); see Z. Li and S. Arora, "An Exponential Learning
 * Rate Schedule for Deep Learning", ICLR 2020. The loss does not depend on the scale of weights θ
 * that feed into a normalization, so they need not shrink if the learning rate grows to match.
 * Below are the declared step, the equivalent step (g is the gradient in each run), and the growth
 * of the scale, where α is the larger root of the equation:
 *
 * <pre>
 * g = ∇L(θ) + λθ    v' = γv + 0.9g    θ' = θ − ηv'
 * ṽ ← γṽ + 0.9g;  θ̃ ← θ̃ − η̃ṽ
 * α² − (1 + γ − 0.9λη) α + γ = 0    κ = (1/α − 1)/η    P' = P/α    η̃ = PP'η
 * </pre>
 *
 * <p>Within each phase, the learning rate grows by the same factor α^(−2) at every step. At the
 * start, from κ = 0, and between phases, from κ to κ', the velocity is corrected by ṽ ← ṽ + (κ −
 * κ')θ̃/P², and the weights are θ̃ = Pθ throughout. Exchange: trained alone, scale-invariant
 * weights keep the same direction at every step from c·θ with c^2·η, c^(−2)·λ, and ε of
 * normalizations and clipping thresholds scaled along, for any c &gt; 0. Parameters whose scale
 * matters, such as biases and the output layer, keep the declared recipe.
 *
 * <table>
 * <caption>Phases. η is the declared rate, η̃ = PP'η the rate used; growth is that of P²</caption>
 * <tr><th>steps</th><th>epochs</th><th>first η</th><th>last η</th><th>first λ</th><th>last λ</th>
 * <th>first η̃</th><th>last η̃</th><th>growth per step</th><th>growth per epoch</th>
 * <th>log₂ P at the end</th></tr>
 * <tr><td>0 … 1954</td><td>0 … 5</td><td>0.01</td><td>0.01</td><td>0.0005</td><td>0.0005</td>
 * <td>0.0100005</td><td>0.0119241</td><td>1.000090043</td><td>1.03583</td><td>0.126975</td></tr>
 * <tr><td>1955 … 31279</td><td>5 … 80</td><td>0.1</td><td>0.1</td><td>0.0005</td><td>0.0005</td>
 * <td>0.119301</td><td>3.87072e10</td><td>1.00090429</td><td>1.42393</td><td>19.2472</td></tr>
 * <tr><td>31280 … 46919</td><td>80 … 120</td><td>0.01</td><td>0.01</td><td>0.0005</td>
 * <td>0.0005</td><td>3.87264e9</td><td>1.58322e10</td><td>1.000090043</td><td>1.03583</td>
 * <td>20.263</td></tr>
 * <tr><td>46920 … 62559</td><td>120 … 160</td><td>0.001</td><td>0.001</td><td>0.001</td>
 * <td>0.001</td><td>1.58331e9</td><td>2.09812e9</td><td>1.000018002</td><td>1.00706</td>
 * <td>20.4661</td></tr>
 * </table>
 */
@Generated("org.texp4j.processor.TexpProcessor")
@GeneratedTraining
final class PhasesTraining {
  /** The number of steps per epoch: ⌈50000 / 128⌉. */
  public static final long STEPS_PER_EPOCH = 391;

  /** The SHA-256 digest of the declaration, in hex. */
  public static final String DECLARATION_DIGEST = "7cda46a372406d3353682a6fc6a839fd"
      + "b2a3cd03b0563c4ff5d4ef2625f39746";

  /** The SHA-256 digest of this file, in hex, computed with zeros in place of the digest. */
  public static final String SOURCE_DIGEST = "7e88d303941a9b1ab77de634b9770354"
      + "cd994812feaef143998be1d840616744";

  /**
   * The converted plan: α and κ, which are constant within a phase, and P and the rate η̃ of every
   * step.
   */
  public static final Plan PLAN = Plan.of(recipe(STEPS_PER_EPOCH), RecipeForm.TEXP);

  /** The experiment that the command line runs. */
  public static final Experiment EXPERIMENT = Experiment.named("phases")
      .seed(0)
      .batchSize(128)
      .trainingExamples(50_000)
      .recipe(PhasesTraining::recipe, RecipeForm.TEXP)
      .loop(PhasesTraining::train)
      .declarationDigest(DECLARATION_DIGEST)
      .sourceDigest(SOURCE_DIGEST)
      .build();

  private PhasesTraining() {
  }

  /**
   * The declared recipe, for epochs of any number of steps.
   *
   * @param stepsPerEpoch the number of steps per epoch, at least 1
   * @return the recipe, with its lengths in steps
   */
  public static Recipe recipe(long stepsPerEpoch) {
    long steps = 160 * stepsPerEpoch;
    long warmup = 5 * stepsPerEpoch;
    Curve main = Curve.stepDecay(0.1, 0.1, 75 * stepsPerEpoch, 115 * stepsPerEpoch);
    Warmup rise = new Warmup(warmup, 0.1, WarmupShape.CONSTANT, WarmupPlacement.BEFORE);
    Curve learningRate = Curve.warmup(rise, main);
    Curve weightDecay = Curve.piecewiseConstant(List.of(5.0E-4, 0.001), Math.round(0.75 * steps));
    Curve momentum = Curve.constant(0.9);
    Rule rule = new Sgd(Velocity.HEAVY_BALL, Coupling.IN_GRADIENT, 0.1);
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
      run.update(step); // ṽ ← γṽ + 0.9g;  θ̃ ← θ̃ − η̃ṽ
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
