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
 * Trains {@link FashionCnn}: SGD with momentum 0.9 and weight decay 0.0005 for 16 epochs of 40
 * steps, at a learning rate of 0.1 that is multiplied by 0.1 after 8 and 12 epochs.
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
 * thresholds scaled along, for any c &gt; 0. Parameters whose scale matters, such as biases and the
 * output layer, keep the declared recipe.
 *
 * <table>
 * <caption>Phases. η is the declared rate, η̃ = PP'η the rate used; growth is that of P²</caption>
 * <tr><th>steps</th><th>epochs</th><th>first η</th><th>last η</th><th>first η̃</th><th>last η̃</th>
 * <th>growth per step</th><th>growth per epoch</th><th>log₂ P at the end</th></tr>
 * <tr><td>0 … 319</td><td>0 … 8</td><td>0.1</td><td>0.1</td><td>0.100005</td><td>0.136605</td>
 * <td>1.0010053</td><td>1.04101</td><td>0.225365</td></tr>
 * <tr><td>320 … 479</td><td>8 … 12</td><td>0.01</td><td>0.01</td><td>0.013668</td>
 * <td>0.0138872</td><td>1.00010005</td><td>1.00401</td><td>0.236915</td></tr>
 * <tr><td>480 … 639</td><td>12 … 16</td><td>0.001</td><td>0.001</td><td>0.0013888</td>
 * <td>0.00139101</td><td>1.000010001</td><td>1.0004</td><td>0.23807</td></tr>
 * </table>
 */
@Generated("org.texp4j.processor.TexpProcessor")
@GeneratedTraining
final class FashionCnnTraining {
  /** The number of steps per epoch: ⌈5000 / 128⌉. */
  public static final long STEPS_PER_EPOCH = 40;

  /** The SHA-256 digest of the declaration, in hex. */
  public static final String DECLARATION_DIGEST = "ba900409946308b93cb2dea8397427ec"
      + "8f2d0f3674fc2dc25bd711e4520d0f2c";

  /** The SHA-256 digest of this file, in hex, computed with zeros in place of the digest. */
  public static final String SOURCE_DIGEST = "9ccfe103364570acebe21cad85c2fb05"
      + "41f82779691ff9c75c9d50399aa93b3d";

  /** The converted plan: α, P, κ and the rate η̃ of every step. */
  public static final Plan PLAN = Plan.of(recipe(STEPS_PER_EPOCH), RecipeForm.TEXP_PLUS_PLUS);

  /** The experiment that the command line runs. */
  public static final Experiment EXPERIMENT = Experiment.named("fashion-cnn")
      .seed(7)
      .batchSize(128)
      .trainingExamples(5000)
      .recipe(FashionCnnTraining::recipe, RecipeForm.TEXP_PLUS_PLUS)
      .multiLayerNetwork(FashionCnn::network)
      .trainingData(FashionCnn::training)
      .evaluationData(FashionCnn::evaluation)
      .loop(FashionCnnTraining::train)
      .declarationDigest(DECLARATION_DIGEST)
      .sourceDigest(SOURCE_DIGEST)
      .build();

  private FashionCnnTraining() {
  }

  /**
   * The declared recipe, for epochs of any number of steps.
   *
   * @param stepsPerEpoch the number of steps per epoch, at least 1
   * @return the recipe, with its lengths in steps
   */
  public static Recipe recipe(long stepsPerEpoch) {
    long steps = 16 * stepsPerEpoch;
    Curve learningRate = Curve.stepDecay(0.1, 0.1, 8 * stepsPerEpoch, 12 * stepsPerEpoch);
    Curve weightDecay = Curve.constant(5.0E-4);
    Curve momentum = Curve.constant(0.9);
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
