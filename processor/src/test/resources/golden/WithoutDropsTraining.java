package demo;

import java.util.List;
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
 * Trains {@link WithoutDrops}: SGD with momentum 0.9 and weight decay 0.0005 for 160 epochs of 391
 * steps, at a learning rate of 0.1 that becomes 0.05 and 0.01 after 0.5 and 0.75 of the way.
 *
 * <p>This run has no weight decay. Instead, its learning rate grows exponentially, without the
 * drops of the declared rate, so it is not equivalent to the declared run: at every step its
 * network computes the same function as that of a run at the constant rate η₀ = 0.1 with the weight
 * decay λη/η₀, where λ and η are the declared values. The form is TEXP−− (Theorem 2.12 without the
 * instant drop); see Z. Li and S. Arora, "An Exponential Learning Rate Schedule for Deep Learning",
 * ICLR 2020. The loss does not depend on the scale of weights θ that feed into a normalization, so
 * they need not shrink if the learning rate grows to match. Let α be the larger root of the first
 * equation:
 *
 * <pre>
 * α² − (1 + γ − λη) α + γ = 0    κ = (1/α − 1)/η    P' = P/α    η̃ = PP'η
 * </pre>
 *
 * <p>Within each phase, with the rate η₀ = 0.1 and the weight decay λη/η₀, the learning rate grows
 * by the same factor α^(−2) at every step. At the start, from κ = 0, and between phases, from κ to
 * κ', the velocity is corrected by ṽ ← ṽ + (κ − κ')θ̃/P², and the weights are θ̃ = Pθ throughout.
 * Exchange: trained alone, scale-invariant weights keep the same direction at every step from c·θ
 * with c^2·η, c^(−2)·λ, and ε of normalizations and clipping thresholds scaled along, for any c
 * &gt; 0. Parameters whose scale matters, such as biases and the output layer, keep the declared
 * recipe.
 *
 * <table>
 * <caption>Phases. η is the constant rate, η̃ = PP'η the rate used; growth is that of P²</caption>
 * <tr><th>steps</th><th>epochs</th><th>first η</th><th>last η</th><th>first λ</th><th>last λ</th>
 * <th>first η̃</th><th>last η̃</th><th>growth per step</th><th>growth per epoch</th>
 * <th>log₂ P at the end</th></tr>
 * <tr><td>0 … 31279</td><td>0 … 80</td><td>0.1</td><td>0.1</td><td>0.0005</td><td>0.0005</td>
 * <td>0.10005</td><td>4.46335e12</td><td>1.0010053</td><td>1.48123</td><td>22.672</td></tr>
 * <tr><td>31280 … 46919</td><td>80 … 120</td><td>0.1</td><td>0.1</td><td>0.00025</td>
 * <td>0.00025</td><td>4.46671e12</td><td>1.13255e16</td><td>1.00050132</td><td>1.21649</td>
 * <td>28.3264</td></tr>
 * <tr><td>46920 … 62559</td><td>120 … 160</td><td>0.1</td><td>0.1</td><td>5e-5</td><td>5e-5</td>
 * <td>1.13289e16</td><td>5.41631e16</td><td>1.00010005</td><td>1.03989</td><td>29.4551</td></tr>
 * </table>
 */
@Generated("org.texp4j.processor.TexpProcessor")
@GeneratedTraining
public final class WithoutDropsTraining {
  /** The number of steps per epoch: ⌈50000 / 128⌉. */
  public static final long STEPS_PER_EPOCH = 391;

  /** The SHA-256 digest of the declaration, in hex. */
  public static final String DECLARATION_DIGEST = "675b7de33671ec10d4740ebe98d2b968"
      + "3753587e44b873ee6a7379567a24e4a0";

  /** The SHA-256 digest of this file, in hex, computed with zeros in place of the digest. */
  public static final String SOURCE_DIGEST = "217572bfbc22a94b9edf2a666496b521"
      + "852ecc8a1c32122a4bf83d60b1862f1d";

  /**
   * The converted plan: α and κ, which are constant within a phase, and P and the rate η̃ of every
   * step.
   */
  public static final Plan PLAN = Plan.of(recipe(STEPS_PER_EPOCH), RecipeForm.TEXP_MINUS_MINUS);

  /** The experiment that the command line runs. */
  public static final Experiment EXPERIMENT = Experiment.named("without-drops")
      .seed(0)
      .batchSize(128)
      .trainingExamples(50_000)
      .recipe(WithoutDropsTraining::recipe, RecipeForm.TEXP_MINUS_MINUS)
      .loop(WithoutDropsTraining::train)
      .declarationDigest(DECLARATION_DIGEST)
      .sourceDigest(SOURCE_DIGEST)
      .build();

  private WithoutDropsTraining() {
  }

  /**
   * The declared recipe, for epochs of any number of steps.
   *
   * @param stepsPerEpoch the number of steps per epoch, at least 1
   * @return the recipe, with its lengths in steps
   */
  public static Recipe recipe(long stepsPerEpoch) {
    long steps = 160 * stepsPerEpoch;
    Curve learningRate = Curve.piecewiseConstant(List.of(0.1, 0.05, 0.01), Math.round(0.5 * steps),
        Math.round(0.75 * steps));
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
