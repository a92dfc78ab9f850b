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
import org.texp4j.schedule.CyclicMode;
import org.texp4j.schedule.DecayShape;
import org.texp4j.schedule.Plan;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.RecipeForm;
import org.texp4j.schedule.Rule;
import org.texp4j.schedule.Sgd;
import org.texp4j.schedule.Step;
import org.texp4j.schedule.Velocity;

/**
 * Trains {@link ManyPhases}: Nesterov's SGD with momentum 0.9 and a weight decay that rises from 0
 * to 0.0005 over 5 epochs, stays constant and falls to 0 linearly over the last 0.2 of the way, for
 * 60 epochs of 391 steps, at a learning rate that rises from 0.01 to 0.1 over 2 epochs and falls
 * back over 3 epochs, repeatedly, each time half as high.
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
 * g = ∇L(θ) + λθ    v' = γv + g    θ' = θ − η(g + γv')
 * θ̃ ← θ̃ − PP'(ηγ²ṽ + η(1 + γ)g);  ṽ ← γ(1 − ηλ)ṽ + (1 + κηγ)g
 * μ = λ + γκ    α = 1 − η(λ + γμ)    κ' = μ/α    P' = P/α    η̃ = PP'η
 * </pre>
 *
 * <p>The weights are θ̃ = Pθ throughout. Exchange: trained alone, scale-invariant weights keep the
 * same direction at every step from c·θ with c^2·η, c^(−2)·λ, and ε of normalizations and clipping
 * thresholds scaled along, for any c &gt; 0. Parameters whose scale matters, such as biases and the
 * output layer, keep the declared recipe.
 *
 * <table>
 * <caption>Phases. η is the declared rate, η̃ = PP'η the rate used; growth is that of P²</caption>
 * <tr><th>steps</th><th>epochs</th><th>first η</th><th>last η</th><th>first λ</th><th>last λ</th>
 * <th>first η̃</th><th>last η̃</th><th>growth per step</th><th>growth per epoch</th>
 * <th>log₂ P at the end</th></tr>
 * <tr><td>0 … 781</td><td>0 … 2</td><td>0.01</td><td>0.0998849</td><td>0</td><td>0.000199744</td>
 * <td>0.01</td><td>0.111211</td><td>1.00013762</td><td>1.05528</td><td>0.077624</td></tr>
 * <tr><td>782 … 1954</td><td>2 … 5</td><td>0.1</td><td>0.0100767</td><td>0.0002</td>
 * <td>0.000499744</td><td>0.111383</td><td>0.0166882</td><td>1.00033843</td><td>1.14146</td>
 * <td>0.363938</td></tr>
 * <tr><td>1955 … 2736</td><td>5 … 7</td><td>0.01</td><td>0.0549425</td><td>0.0005</td>
 * <td>0.0005</td><td>0.0165628</td><td>0.117315</td><td>1.00032528</td><td>1.1356</td>
 * <td>0.547396</td></tr>
 * <tr><td>2737 … 3909</td><td>7 … 10</td><td>0.055</td><td>0.0100384</td><td>0.0005</td>
 * <td>0.0005</td><td>0.117503</td><td>0.0314152</td><td>1.00032578</td><td>1.13582</td>
 * <td>0.823006</td></tr>
 * <tr><td>3910 … 4691</td><td>10 … 12</td><td>0.01</td><td>0.0324712</td><td>0.0005</td>
 * <td>0.0005</td><td>0.0312983</td><td>0.119983</td><td>1.00021259</td><td>1.08667</td>
 * <td>0.942914</td></tr>
 * <tr><td>4692 … 5864</td><td>12 … 15</td><td>0.0325</td><td>0.0100192</td><td>0.0005</td>
 * <td>0.0005</td><td>0.120128</td><td>0.0475239</td><td>1.00021283</td><td>1.08677</td>
 * <td>1.12298</td></tr>
 * <tr><td>5865 … 6646</td><td>15 … 17</td><td>0.01</td><td>0.0212356</td><td>0.0005</td>
 * <td>0.0005</td><td>0.0474377</td><td>0.113815</td><td>1.0001563</td><td>1.06301</td>
 * <td>1.21114</td></tr>
 * <tr><td>6647 … 7819</td><td>17 … 20</td><td>0.02125</td><td>0.0100096</td><td>0.0005</td>
 * <td>0.0005</td><td>0.113916</td><td>0.0644545</td><td>1.00015642</td><td>1.06306</td>
 * <td>1.34348</td></tr>
 * <tr><td>7820 … 8601</td><td>20 … 22</td><td>0.01</td><td>0.0156178</td><td>0.0005</td>
 * <td>0.0005</td><td>0.0643992</td><td>0.111166</td><td>1.00012817</td><td>1.05139</td>
 * <td>1.41578</td></tr>
 * <tr><td>8602 … 9774</td><td>22 … 25</td><td>0.015625</td><td>0.0100048</td><td>0.0005</td>
 * <td>0.0005</td><td>0.111234</td><td>0.0827732</td><td>1.00012823</td><td>1.05141</td>
 * <td>1.52427</td></tr>
 * <tr><td>9775 … 10556</td><td>25 … 27</td><td>0.01</td><td>0.0128089</td><td>0.0005</td>
 * <td>0.0005</td><td>0.0827418</td><td>0.115861</td><td>1.00011411</td><td>1.04562</td>
 * <td>1.58864</td></tr>
 * <tr><td>10557 … 11729</td><td>27 … 30</td><td>0.0128125</td><td>0.0100024</td><td>0.0005</td>
 * <td>0.0005</td><td>0.115909</td><td>0.103437</td><td>1.00011414</td><td>1.04564</td>
 * <td>1.68521</td></tr>
 * </table>
 *
 * <p>13 more phases are not shown; the command {@code schedule} prints every step.
 */
@Generated("org.texp4j.processor.TexpProcessor")
@GeneratedTraining
final class ManyPhasesTraining {
  /** The number of steps per epoch: ⌈50000 / 128⌉. */
  public static final long STEPS_PER_EPOCH = 391;

  /** The SHA-256 digest of the declaration, in hex. */
  public static final String DECLARATION_DIGEST = "04cfc2ff8d055073a8b4671061974827"
      + "461a435146ab86444cf8d6c54225c9f0";

  /** The SHA-256 digest of this file, in hex, computed with zeros in place of the digest. */
  public static final String SOURCE_DIGEST = "c2a91ae8693f2af5bb2e67670adff95e"
      + "b23a0109df43ab3ff5f8c9519499a10b";

  /** The converted plan: α, P, κ and the rate η̃ of every step. */
  public static final Plan PLAN = Plan.of(recipe(STEPS_PER_EPOCH), RecipeForm.TEXP_PLUS_PLUS);

  /** The experiment that the command line runs. */
  public static final Experiment EXPERIMENT = Experiment.named("many-phases")
      .seed(0)
      .batchSize(128)
      .trainingExamples(50_000)
      .recipe(ManyPhasesTraining::recipe, RecipeForm.TEXP_PLUS_PLUS)
      .loop(ManyPhasesTraining::train)
      .declarationDigest(DECLARATION_DIGEST)
      .sourceDigest(SOURCE_DIGEST)
      .build();

  private ManyPhasesTraining() {
  }

  /**
   * The declared recipe, for epochs of any number of steps.
   *
   * @param stepsPerEpoch the number of steps per epoch, at least 1
   * @return the recipe, with its lengths in steps
   */
  public static Recipe recipe(long stepsPerEpoch) {
    long steps = 60 * stepsPerEpoch;
    Curve learningRate = Curve.cyclic(0.01, 0.1, 2 * stepsPerEpoch, 3 * stepsPerEpoch,
        CyclicMode.TRIANGULAR2, 1.0);
    Curve weightDecay = Curve.linearWarmup(0.0, 5 * stepsPerEpoch, Curve.warmupStableDecay(5.0E-4,
        0.0, steps - 5 * stepsPerEpoch - Math.round(0.2 * steps), steps - 5 * stepsPerEpoch,
        DecayShape.LINEAR));
    Curve momentum = Curve.constant(0.9);
    Rule rule = new Sgd(Velocity.NESTEROV, Coupling.IN_GRADIENT, 0.0);
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
      run.update(step); // θ̃ ← θ̃ − PP'(ηγ²ṽ + η(1 + γ)g);  ṽ ← γ(1 − ηλ)ṽ + (1 + κηγ)g
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
