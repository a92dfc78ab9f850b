package org.texp4j.dl4j.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.checkpoint.Checkpoint;
import org.texp4j.dl4j.checkpoint.CheckpointFile;
import org.texp4j.dl4j.checkpoint.Facts;
import org.texp4j.dl4j.invariance.UnsuitableNetworkException;
import org.texp4j.dl4j.network.NetworkDescription;
import org.texp4j.dl4j.network.NetworkModel;
import org.texp4j.dl4j.state.Direction;
import org.texp4j.dl4j.state.LiveState;
import org.texp4j.dl4j.state.Motion;
import org.texp4j.dl4j.state.MovingAverage;
import org.texp4j.dl4j.state.TrainingState;
import org.texp4j.dl4j.update.Updates;
import org.texp4j.schedule.Conversion;
import org.texp4j.schedule.Coordinates;
import org.texp4j.schedule.Plan;
import org.texp4j.schedule.PlanCursor;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.ScaledDouble;
import org.texp4j.schedule.Step;

/**
 * A run in progress: a network, its data and a plan, standing before some step.
 *
 * <p>Offers the parts of a step that the loop of a generated training class puts together, in this
 * order: {@link #nextBatch}, {@link #nextStep}, {@link #computeGradient}, {@link #update}, {@link
 * #carry}, {@link #notifyListeners}. Not safe for use by several threads.
 */
public final class TrainingRun {

  private static final String REMEDY =
      "the declared recipe diverges here; try a smaller learning rate or a warm-up";

  private static final String COORDINATES = "coordinates";
  private static final String SHIFT = "shift";
  private static final String BATCHES = "batches";
  private static final String START_OF_EPOCH = "startOfEpoch";
  private static final String AVERAGE = "average";

  private final Plan plan;
  private final BatchFeed feed;
  private final long end;
  private final int parts;
  private final NetworkModel network;
  private final LiveState state;
  private final Updates updates;
  private final Seed dropoutSeed;
  private final boolean random;
  private final Facts identity;
  private final List<StepListener> listeners = new ArrayList<>();

  private final Optional<MovingAverage> average;

  private PlanCursor cursor;

  /** The direction at the start of the present epoch; empty where it is not known. */
  private Optional<Direction> startOfEpoch;

  private double loss = Double.NaN;
  private volatile boolean stopped;

  TrainingRun(
      Plan plan,
      BatchFeed feed,
      long end,
      int parts,
      NetworkModel network,
      LiveState state,
      OptionalDouble averageKept,
      Seed dropoutSeed,
      boolean random,
      Facts identity) {
    this.plan = plan;
    this.feed = feed;
    this.end = end;
    this.parts = parts;
    this.network = network;
    this.state = state;
    this.dropoutSeed = dropoutSeed;
    this.random = random;
    this.identity = identity;
    updates = Updates.of(network.updater());
    cursor = plan.cursor();
    TrainingState fresh = state.copy();
    state.set(
        plan.isCorrected()
            ? fresh.toExponential(cursor.coordinates())
            : fresh.takenAs(cursor.coordinates()));
    startOfEpoch = Optional.of(state.direction());
    average =
        averageKept.isPresent()
            ? Optional.of(new MovingAverage(state, averageKept.getAsDouble()))
            : Optional.empty();
  }

  /**
   * Prepares a run up to its first step: starts the backend, opens the data, builds the network,
   * decides which tensors are converted and tests the decision on the first examples.
   *
   * @throws UnsuitableNetworkException if the network cannot be trained by the declared recipe
   * @throws TrainingException if the settings do not fit, or the experiment's own methods fail
   * @throws org.texp4j.dl4j.data.DataException if the data cannot be used
   */
  public static TrainingRun start(Experiment experiment, RunSettings settings) {
    return RunSetup.start(experiment, settings, true);
  }

  /** Describes the network of an experiment as its method configures it, for a data type. */
  public static NetworkDescription describe(Experiment experiment, RunSettings settings) {
    return RunSetup.describe(experiment, settings);
  }

  /** The first weight decay of a recipe that is not 0, which stands for the whole; or 0. */
  public static double declaredWeightDecay(Recipe recipe) {
    return RunSetup.firstWeightDecay(recipe);
  }

  /** Adds a listener, which is told after those added before. */
  public void addListener(StepListener listener) {
    listeners.add(listener);
  }

  /**
   * Adds a listener of Deeplearning4j's own, which is called as by its {@code fit}: with the index
   * of the step as iteration, and the epoch, both from 0.
   *
   * <p>So Deeplearning4j's training UI is attached, with {@code deeplearning4j-ui} on the class
   * path:
   *
   * <pre>{@code
   * StatsStorage storage = new InMemoryStatsStorage();
   * UIServer.getInstance().attach(storage);
   * run.addListener(new StatsListener(storage));
   * }</pre>
   *
   * <p>What such a listener reads in the model is the run as it is held: in an exponential run
   * weights of scale P 2^−k. Its updater tells no learning rate; {@link Step#rate} and {@link
   * #motion} do.
   */
  public void addListener(TrainingListener listener) {
    network.model().addListeners(listener);
  }

  /** The network. */
  public NetworkModel network() {
    return network;
  }

  /** The plan the run follows. */
  public Plan plan() {
    return plan;
  }

  /** The step the run stands before; the number of steps taken. */
  public long step() {
    return cursor.position();
  }

  /** The step the run stops before. */
  public long end() {
    return end;
  }

  /** The number of steps in an epoch of the data in use. */
  public long stepsPerEpoch() {
    return feed.stepsPerEpoch();
  }

  /** The mean loss on the last batch, without a penalty for weight decay; NaN before the first. */
  public double loss() {
    return loss;
  }

  /**
   * η̃/‖w̃‖² over the converted weights: the rate at which their direction turns. With AdamW, whose
   * steps do not shrink with the gradient, it is P'η/‖w̃‖.
   */
  public double effectiveRate(Step step) {
    return state.effectiveRate(step);
  }

  /** What a step, the last that was taken, did to the converted weights. */
  public Motion motion(Step step) {
    return state.motion(step);
  }

  /**
   * ‖θ‖ of each group of weights that are invariant jointly, in the scale of the declared recipe,
   * by the names of its tensors.
   */
  public Map<String, Double> norms() {
    return state.norms();
  }

  /** The direction of the converted weights; a copy. */
  public Direction direction() {
    return state.direction();
  }

  /**
   * How far the converted weights have turned since the start of the present epoch, in radians;
   * empty only in an epoch that was entered on its way by {@link #restore(TrainingState, long)}.
   */
  public Optional<Double> turned() {
    return startOfEpoch.map(start -> start.angleTo(direction()));
  }

  /** The moving average of the parameters, where the settings ask for one. */
  public Optional<MovingAverage> average() {
    return average;
  }

  /** Does something while the network holds the average, where the run keeps one. */
  void averaged(Runnable work) {
    average.ifPresentOrElse(kept -> kept.during(work), work);
  }

  /** P and κ before the next step. */
  public Coordinates coordinates() {
    return cursor.coordinates();
  }

  /** A copy of the state before the next step. */
  public TrainingState state() {
    return state.copy();
  }

  /**
   * Puts the run before a step, in a given state of its own form.
   *
   * @param step from 0 to the length of the plan
   * @throws IllegalArgumentException if the state was taken at other coordinates than the plan has
   *     before that step
   */
  public void restore(TrainingState given, long step) {
    PlanCursor target = plan.cursorAt(step);
    if (!given.coordinates().equals(target.coordinates())) {
      throw new IllegalArgumentException(
          "the state was taken at "
              + given.coordinates()
              + ", but before step "
              + step
              + " this run is at "
              + target.coordinates());
    }
    cursor = target;
    state.set(given);
    startOfEpoch = isStartOfEpoch() ? Optional.of(direction()) : Optional.empty();
    average.ifPresent(MovingAverage::restart);
    feed.expect(Optional.empty());
    network.setCounts((int) step, (int) (step / feed.stepsPerEpoch()));
    loss = Double.NaN;
  }

  private boolean isStartOfEpoch() {
    return step() % feed.stepsPerEpoch() == 0;
  }

  /**
   * What the run is made of, so far as its bits depend on it: experiment, declaration, seed,
   * network, data, form, data type and parts of a batch. Two runs in which these are the same, on
   * one machine with one number of threads, are the same run.
   */
  public Facts identity() {
    return identity;
  }

  /** Writes a checkpoint of this moment, with more facts than the run knows. */
  void writeCheckpoint(Path file, Facts more) throws IOException {
    Map<String, INDArray> others = new HashMap<>();
    if (!isStartOfEpoch()) { // else the direction is that of the weights
      startOfEpoch.ifPresent(start -> others.put(START_OF_EPOCH, start.unit()));
    }
    average.ifPresent(kept -> others.put(AVERAGE, kept.values()));
    CheckpointFile.write(file, position().with(more), network, others);
  }

  /** What a checkpoint of this moment holds besides arrays. */
  Facts position() {
    Facts position =
        identity
            .with(Checkpoint.STEP, step())
            .with(COORDINATES, coordinates())
            .with(SHIFT, state.shift());
    return feed.sumBefore(step()).map(sum -> position.with(BATCHES, sum)).orElse(position);
  }

  /**
   * Puts the run where a checkpoint of it was taken.
   *
   * @throws IllegalArgumentException if it is the checkpoint of another run
   */
  void restore(Checkpoint checkpoint) {
    long step = checkpoint.step();
    Coordinates taken = coordinates(checkpoint);
    Coordinates planned = plan.coordinatesAt(step);
    if (!taken.equals(planned)) {
      throw new IllegalArgumentException(
          "it was taken at " + taken + ", but before step " + step + " this run is at " + planned);
    }
    restore(checkpoint, state(checkpoint));
  }

  /**
   * Puts the run where a checkpoint of the same network was taken under another recipe, in the form
   * of this run: from here on this recipe is followed.
   */
  void enter(Checkpoint checkpoint) {
    restore(checkpoint, inThisForm(state(checkpoint), checkpoint.step()));
  }

  private void restore(Checkpoint checkpoint, TrainingState given) {
    restore(given, checkpoint.step());
    startOfEpoch =
        startOfEpoch.or(
            () ->
                Optional.ofNullable(checkpoint.others().get(START_OF_EPOCH))
                    .map(Direction::ofUnit));
    INDArray averaged = checkpoint.others().get(AVERAGE);
    if (averaged != null) {
      // It was held at the scale of the checkpoint, of which the form may be another now.
      average.ifPresent(kept -> kept.set(averaged, heldScale(checkpoint)));
    }
    feed.expect(checkpoint.facts().get(BATCHES));
  }

  private static ScaledDouble heldScale(Checkpoint checkpoint) {
    return coordinates(checkpoint)
        .scale()
        .shifted(-Long.parseLong(checkpoint.facts().require(SHIFT)));
  }

  private TrainingState state(Checkpoint checkpoint) {
    return state.state(
        checkpoint.parameters(),
        checkpoint.velocities(),
        coordinates(checkpoint),
        Long.parseLong(checkpoint.facts().require(SHIFT)));
  }

  private static Coordinates coordinates(Checkpoint checkpoint) {
    return Coordinates.parse(checkpoint.facts().require(COORDINATES));
  }

  /** A state of any form, taken before a step, as the state of this run before it. */
  private TrainingState inThisForm(TrainingState given, long step) {
    Coordinates target = plan.coordinatesAt(step);
    if (given.coordinates().equals(target)) {
      return given;
    }
    TrainingState declared = given.toWeightDecay(given.coordinates());
    return plan.conversion() == Conversion.WEIGHT_DECAY ? declared : declared.toExponential(target);
  }

  /**
   * Puts the run where another run of the same experiment stands, in whatever form that one is:
   * from here on, both compute the same functions.
   */
  void takeOver(TrainingRun other) {
    long step = other.step();
    restore(inThisForm(other.state(), step), step);
    startOfEpoch = other.startOfEpoch;
    average.ifPresent(kept -> other.average.ifPresent(kept::takeOver));
    feed.expect(other.feed.sumBefore(step));
  }

  /**
   * Takes one whole step on a batch: the body of the generated loop, for those who compare runs
   * step by step.
   */
  public Step takeStep(DataSet batch) {
    Step step = nextStep();
    computeGradient(batch);
    update(step);
    carry(step);
    notifyListeners(step);
    return step;
  }

  /** Whether the run has a further step. */
  public boolean hasNext() {
    return !stopped && cursor.position() < end;
  }

  /** Lets the run end after the step it is at. Safe for use by another thread. */
  public void stop() {
    stopped = true;
  }

  /**
   * The batch of the next step; call it once a step.
   *
   * @throws org.texp4j.dl4j.data.DataException if the data does not give epochs of the declared
   *     length
   */
  public DataSet nextBatch() {
    return feed.next(cursor.position(), end);
  }

  /** Moves the plan on by one step and returns that step's coefficients. */
  public Step nextStep() {
    if (cursor.position() % feed.stepsPerEpoch() == 0) {
      network.notifyOfEpochStart();
    }
    return cursor.next();
  }

  /**
   * Computes the gradient of the mean loss on a batch.
   *
   * @throws TrainingException if the loss is not finite, or the batch does not fit the network
   */
  public void computeGradient(DataSet batch) {
    long step = cursor.position() - 1;
    if (random) {
      Nd4j.getRandom().setSeed(dropoutSeed.child("dropout at step " + step));
    }
    if (parts == 1) {
      RunSetup.onBatch(batch, () -> network.computeGradient(batch));
    } else {
      RunSetup.onBatch(batch, () -> network.computeGradient(batch, parts));
    }
    loss = network.loss();
    if (!Double.isFinite(loss)) {
      throw new TrainingException(
          "the loss is "
              + loss
              + " at step "
              + step
              + " ("
              + Divergence.ofLoss(network, batch)
              + "): "
              + REMEDY);
    }
  }

  /**
   * Takes the step on weights and velocities: as converted, without weight decay, on the converted
   * tensors, and as declared on all others. For the heavy ball that is ṽ ← γṽ + ∇L(θ̃) and θ̃ ← θ̃
   * − η̃ṽ here, v ← γv + ∇L(θ) + λθ and θ ← θ − ηv there.
   */
  public void update(Step step) {
    updates.prepare(step, state.shift());
    network.update();
  }

  /**
   * Brings the ε and the running statistics of batch normalization to the scale after a step, and
   * corrects the velocity where the plan begins a new phase.
   */
  public void carry(Step step) {
    state.carry(step);
    average.ifPresent(MovingAverage::update);
  }

  /**
   * Tells the listeners, those of this run and Deeplearning4j's, that a step is done.
   *
   * @throws TrainingException if the step left parameters that are not finite
   */
  public void notifyListeners(Step step) {
    requireFiniteParameters(step);
    network.notifyListeners();
    for (StepListener listener : listeners) {
      listener.stepDone(this, step);
    }
    long done = step.index() + 1;
    if (done % feed.stepsPerEpoch() == 0 || done == end) {
      for (StepListener listener : listeners) {
        listener.epochDone(this, step.index() / feed.stepsPerEpoch());
      }
      if (isStartOfEpoch()) {
        startOfEpoch = Optional.of(direction());
      }
      network.notifyOfEpochEnd();
      network.setCounts((int) done, (int) (done / feed.stepsPerEpoch()));
    }
    for (StepListener listener : listeners) {
      listener.settled(this);
    }
  }

  private void requireFiniteParameters(Step step) {
    if (!network.isFinite()) {
      throw new TrainingException(
          "the update of step "
              + step.index()
              + " left parameters that are not finite ("
              + Divergence.ofParameters(network).orElse("their sum overflows")
              + "): "
              + REMEDY);
    }
  }
}
