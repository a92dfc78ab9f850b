package demo;

import javax.annotation.processing.Generated;
import org.texp4j.annotations.GeneratedTraining;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TrainingState;
import org.texp4j.dl4j.TrainingSteps;
import org.texp4j.dl4j.command.ExperimentCommand;
import org.texp4j.schedule.Curve;
import org.texp4j.schedule.Plan;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.RecipeForm;
import org.texp4j.schedule.Step;

/**
 * Trains {@link OnlyInvariant}: SGD with momentum 0 and weight decay 0.0005 for 1000 steps, at a
 * learning rate of 0.1.
 *
 * <p>This run has no weight decay. Instead, its learning rate grows exponentially, and at every
 * step its network computes the same function as that of the declared run. The form is TEXP++
 * (Theorem 2.13); see Z. Li and S. Arora, "An Exponential Learning Rate Schedule for Deep
 * Learning", ICLR 2020. The loss does not depend on the scale of weights θ that feed into a
 * normalization, so they need not shrink if the learning rate grows to match. Starting from P = 1
 * and κ = 0, each step computes:
 *
 * <pre>
 * μ = λ + γκ    α = 1 − ημ    κ' = μ/α    P' = P/α    η̃ = PP'η
 * </pre>
 *
 * <p>The weights are θ̃ = Pθ throughout. Exchange: trained alone, scale-invariant weights keep the
 * same direction at every step from c·θ with c^2·η, c^(−2)·λ, and ε of normalizations and clipping
 * thresholds scaled along, for any c &gt; 0. As in the paper, only weights whose scale does not
 * matter are trained; biases, the scale and shift of normalizations, and the output layer keep
 * their initial values.
 *
 * <table>
 * <caption>Phases. η is the declared rate, η̃ = PP'η the rate used; growth is that of P²</caption>
 * <tr><th>steps</th><th>epochs</th><th>first η</th><th>last η</th><th>first η̃</th><th>last η̃</th>
 * <th>growth per step</th><th>growth per epoch</th><th>log₂ P at the end</th></tr>
 * <tr><td>0 … 999</td><td>0 … 2.55754</td><td>0.1</td><td>0.1</td><td>0.100005</td>
 * <td>0.110512</td><td>1.00010001</td><td>1.03988</td><td>0.0721366</td></tr>
 * </table>
 */
@Generated("org.texp4j.processor.TexpProcessor")
@GeneratedTraining
final class OnlyInvariantTraining {
  /**
   * The number of steps per epoch: ⌈50000 / 128⌉, for as many examples as CIFAR-10 has, since none
   * are declared; a run counts its data and plans for epochs of that size.
   */
  public static final long STEPS_PER_EPOCH = 391;

  /** The SHA-256 digest of the declaration, in hex. */
  public static final String DECLARATION_DIGEST = "d8441db7dd410a58bb5ac1dca5d4e470"
      + "991dff0a77fd1aa939018d7e206b7977";

  /** The SHA-256 digest of this file, in hex, computed with zeros in place of the digest. */
  public static final String SOURCE_DIGEST = "b7815c28f5e8c4282cdb8a2a7cf484f7"
      + "45da763d88249fe6a7f08836a59a5462";

  /** The converted plan: α, P, κ and the rate η̃ of every step. */
  public static final Plan PLAN = Plan.of(recipe(STEPS_PER_EPOCH), RecipeForm.TEXP_PLUS_PLUS);

  /** The experiment that the command line runs. */
  public static final Experiment EXPERIMENT = Experiment.named("only-invariant")
      .seed(0)
      .batchSize(128)
      .recipe(OnlyInvariantTraining::recipe, RecipeForm.TEXP_PLUS_PLUS)
      .trainOnlyInvariant()
      .assertInvariant("attention_Wq", "attention_Wk")
      .assertInvariant("encoder block 1_Wq", "encoder block 1_Wk", "encoder block 1_Wv",
          "a \"quoted\" $L name_W")
      .loop(OnlyInvariantTraining::train)
      .declarationDigest(DECLARATION_DIGEST)
      .sourceDigest(SOURCE_DIGEST)
      .build();

  private OnlyInvariantTraining() {
  }

  /**
   * The declared recipe, for epochs of any number of steps.
   *
   * @param stepsPerEpoch the number of steps per epoch, at least 1
   * @return the recipe, with its lengths in steps
   */
  public static Recipe recipe(long stepsPerEpoch) {
    long steps = 1000;
    Curve learningRate = Curve.constant(0.1);
    Curve weightDecay = Curve.constant(5.0E-4);
    Curve momentum = Curve.constant(0.0);
    return new Recipe(steps, learningRate, weightDecay, momentum);
  }

  /**
   * The training loop. For converted weights, each step is ṽ ← γṽ + ∇L(θ̃), θ̃ ← θ̃ − η̃ṽ, and θ̃ =
   * Pθ before and after it.
   *
   * @param run the run, at any step; the loop takes it to its end
   */
  public static void train(TrainingSteps run) {
    while (run.hasNext()) {
      Batch batch = run.nextBatch();
      Step step = run.nextStep(); // γ, η̃ = PP'η, and the scales P → P'
      run.computeGradient(batch); // g = ∇L(θ̃), the mean over the batch
      run.update(step); // ṽ ← γṽ + g;  θ̃ ← θ̃ − η̃ṽ
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
