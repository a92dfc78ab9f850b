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
 * Trains {@link Comparison} with its recipe weight-decay: SGD with momentum 0.9 and weight decay
 * 0.0005 for 16 epochs of 40 steps, at a learning rate of 0.1.
 *
 * <p>This run follows the recipe as declared, the baseline for its converted forms: SGD as in
 * Definition 1.2 of Z. Li and S. Arora, "An Exponential Learning Rate Schedule for Deep Learning",
 * ICLR 2020. Weight decay is added to the gradient, and the learning rate multiplies the whole
 * velocity:
 *
 * <pre>
 * v' = γv + ∇L(θ) + λθ    θ' = θ − ηv'
 * </pre>
 *
 * <p>Biases, and the scale and shift of normalizations, do not decay. Exchange: trained alone,
 * scale-invariant weights keep the same direction at every step from c·θ with c^2·η, c^(−2)·λ, and
 * ε of normalizations and clipping thresholds scaled along, for any c &gt; 0.
 *
 * <table>
 * <caption>Phases</caption>
 * <tr><th>steps</th><th>epochs</th><th>first η</th><th>last η</th></tr>
 * <tr><td>0 … 639</td><td>0 … 16</td><td>0.1</td><td>0.1</td></tr>
 * </table>
 */
@Generated("org.texp4j.processor.TexpProcessor")
@GeneratedTraining
final class ComparisonWeightDecayTraining {
  /** The number of steps per epoch: ⌈5000 / 128⌉. */
  public static final long STEPS_PER_EPOCH = 40;

  /** The SHA-256 digest of the declaration, in hex. */
  public static final String DECLARATION_DIGEST = "851fcf84a818326f827f658099ba6b62"
      + "d18e46c4eeed21187322fdc7c3ca62ed";

  /** The SHA-256 digest of this file, in hex, computed with zeros in place of the digest. */
  public static final String SOURCE_DIGEST = "052fc96a3a27cc2b8dfc001b249b71da"
      + "fa1231bbf0bc2af7c42ba6c4f23283af";

  /** The plan of the recipe as declared: P = 1 and κ = 0 at every step. */
  public static final Plan PLAN = Plan.of(recipe(STEPS_PER_EPOCH), RecipeForm.WEIGHT_DECAY);

  /** The experiment that the command line runs. */
  public static final Experiment EXPERIMENT = Experiment.named("compared-weight-decay")
      .seed(7)
      .batchSize(128)
      .trainingExamples(5000)
      .recipe(ComparisonWeightDecayTraining::recipe, RecipeForm.WEIGHT_DECAY)
      .loop(ComparisonWeightDecayTraining::train)
      .declarationDigest(DECLARATION_DIGEST)
      .sourceDigest(SOURCE_DIGEST)
      .build();

  private ComparisonWeightDecayTraining() {
  }

  /**
   * The declared recipe, for epochs of any number of steps.
   *
   * @param stepsPerEpoch the number of steps per epoch, at least 1
   * @return the recipe, with its lengths in steps
   */
  public static Recipe recipe(long stepsPerEpoch) {
    long steps = 16 * stepsPerEpoch;
    Curve learningRate = Curve.constant(0.1);
    Curve weightDecay = Curve.constant(5.0E-4);
    Curve momentum = Curve.constant(0.9);
    return new Recipe(steps, learningRate, weightDecay, momentum);
  }

  /**
   * The training loop. Each step is the update above.
   *
   * @param run the run, at any step; the loop takes it to its end
   */
  public static void train(TrainingSteps run) {
    while (run.hasNext()) {
      Batch batch = run.nextBatch();
      Step step = run.nextStep(); // γ, λ and η as declared; the scale stays P = 1
      run.computeGradient(batch); // g = ∇L(θ), the mean over the batch
      run.update(step); // v ← γv + g + λθ;  θ ← θ − ηv
      run.carry(step); // nothing to carry: the scale stays 1
      run.notifyListeners(step);
    }
  }

  /**
   * Maps a state of the declared run to a state of this run: θ̃ = Pθ and ṽ = (v − κθ)/P. As P = 1
   * and κ = 0, it changes nothing.
   *
   * @param state the weights θ and velocities v before a step
   * @param step the index of that step
   * @return the weights θ̃ and velocities ṽ before that step
   */
  public static TrainingState toExponential(TrainingState state, long step) {
    return state.toExponential(PLAN.coordinatesAt(step));
  }

  /**
   * Maps a state of this run to a state of the declared run: θ = θ̃/P and v = Pṽ + κθ̃/P. As P = 1
   * and κ = 0, it changes nothing.
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
