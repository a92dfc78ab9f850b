package org.texp4j.dl4j.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.factory.Nd4j;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TrainedNetwork;
import org.texp4j.dl4j.TrainingException;
import org.texp4j.dl4j.TrainingState;
import org.texp4j.dl4j.TrainingSteps;
import org.texp4j.dl4j.UpdateStatistics;
import org.texp4j.dl4j.internal.network.NetworkModel;
import org.texp4j.dl4j.internal.setup.Seed;
import org.texp4j.dl4j.internal.update.Updates;
import org.texp4j.dl4j.internal.usercode.UserCode;
import org.texp4j.dl4j.train.StepOrder.Part;
import org.texp4j.schedule.Coordinates;
import org.texp4j.schedule.Plan;
import org.texp4j.schedule.Step;

/**
 * A run in progress: a network, its data and a plan, before some step.
 *
 * <p>The loop of a training class trains it through {@link TrainingSteps}; between two steps its
 * state can be read, copied and replaced. Not safe for use by several threads.
 */
public final class TrainingRun implements TrainingSteps {

  /** The listeners of this library, which report failures of their own. */
  private static final String LIBRARY = "org.texp4j.dl4j.internal.";

  private final Plan plan;
  private final BatchFeed feed;
  private final long end;
  private final int parts;
  private final SingleExamples singleExamples;
  private final List<String> notes;
  private final NetworkModel network;
  private final RunState state;
  private final Updates updates;
  private final Seed dropoutSeed;
  private final boolean random;
  private final RunIdentity identity;
  private final Experiment.Loop loop;
  private final List<StepListener> listeners = new ArrayList<>();

  /** The batch of the present step; null before the first. */
  private Batch present;

  private double loss = Double.NaN;
  private volatile boolean stopped;

  /** The steps that {@link #train} takes; empty while it does not run. */
  private Optional<StepOrder> order = Optional.empty();

  /**
   * Creates a run before its first step.
   *
   * @param end the step before which the run stops
   * @param random whether the network draws random numbers at every step, as for dropout
   */
  TrainingRun(
      Plan plan,
      BatchFeed feed,
      long end,
      NetworkModel network,
      RunState state,
      Seed dropoutSeed,
      boolean random,
      RunIdentity identity,
      SingleExamples singleExamples,
      List<String> notes,
      Experiment.Loop loop) {
    this.plan = plan;
    this.feed = feed;
    this.end = end;
    this.parts = identity.parts();
    this.network = network;
    this.singleExamples = singleExamples;
    this.notes = notes;
    this.state = state;
    this.dropoutSeed = dropoutSeed;
    this.random = random;
    this.identity = identity;
    this.loop = loop;
    updates = Updates.in(network.updater());
  }

  /**
   * Prepares a run up to its first step: starts the backend, opens the data, builds the network,
   * decides which tensors are converted and tests the decision on the first examples.
   *
   * @throws org.texp4j.dl4j.UnsuitableNetworkException if the network cannot be trained by the
   *     declared recipe
   * @throws TrainingException if the settings do not fit, or the experiment's own methods fail
   * @throws org.texp4j.dl4j.data.DataException if the data cannot be used
   */
  public static TrainingRun start(Experiment experiment, RunSettings settings) {
    return RunSetup.start(experiment, settings, true);
  }

  /**
   * Takes the run from its next step to its end by the loop of its experiment, or until it is
   * {@linkplain #stop stopped}.
   *
   * @throws TrainingException if the run cannot continue; if the loop fails, does not call the
   *     parts of its steps in the order of {@link TrainingSteps}, or returns early
   * @throws org.texp4j.dl4j.data.DataException if the data cannot be used
   */
  public void train() {
    StepOrder steps = new StepOrder();
    order = Optional.of(steps);
    try {
      loop.train(this);
    } catch (Throwable e) {
      steps.rethrowFailure();
      throw UserCode.failure(steps.at(step()) + "the training loop", e);
    } finally {
      order = Optional.empty();
    }
    steps.rethrowFailure();
    steps.requireComplete(step());
    if (hasNext()) {
      throw new TrainingException(
          "the training loop returned after "
              + step()
              + " of "
              + end
              + " steps: let it take steps while hasNext(), or stop the run");
    }
  }

  /** Adds a listener, which is notified after those added before. */
  public void addListener(StepListener listener) {
    listeners.add(
        listener.getClass().getName().startsWith(LIBRARY)
            ? listener
            : UserCode.guard(nameOf(listener), listener, StepListener.class));
  }

  private static String nameOf(Object listener) {
    return "the listener " + listener.getClass().getName();
  }

  /**
   * Adds a listener of Deeplearning4j's own, which is called as by its {@code fit}: with the index
   * of the step as iteration, and the epoch, both from 0.
   *
   * <p>This attaches Deeplearning4j's training UI, with {@code deeplearning4j-ui} on the class
   * path:
   *
   * <pre>{@code
   * StatsStorage storage = new InMemoryStatsStorage();
   * UIServer.getInstance().attach(storage);
   * run.addListener(new StatsListener(storage));
   * }</pre>
   *
   * <p>Such a listener reads the model as it is held: in an exponential run, weights of scale P
   * 2^−k. The model's updater reports no learning rate; {@link Step#rate} and {@link #statistics}
   * do.
   */
  public void addListener(TrainingListener listener) {
    network
        .model()
        .addListeners(UserCode.guard(nameOf(listener), listener, TrainingListener.class));
  }

  /** The network. */
  public TrainedNetwork network() {
    return network;
  }

  /** The plan the run follows. */
  public Plan plan() {
    return plan;
  }

  /**
   * What the run is made of, so far as its bits depend on it: experiment, declaration, seed,
   * network, data, form, data type and parts of a batch.
   */
  public RunIdentity identity() {
    return identity;
  }

  /**
   * What became of settings that the network brought along and that the declaration replaces; one
   * sentence each, without a full stop.
   */
  public List<String> notes() {
    return notes;
  }

  @Override
  public long step() {
    return state.step();
  }

  /** The step before which the run stops. */
  public long end() {
    return end;
  }

  /** The number of steps in an epoch of the data in use. */
  public long stepsPerEpoch() {
    return feed.stepsPerEpoch();
  }

  /**
   * Whether the training data repeat any epoch for certain, since they are {@link
   * org.texp4j.dl4j.data.EpochData}. Others may do so, too, but if they shuffle themselves, a run
   * that is resumed within an epoch cannot continue.
   */
  public boolean repeatsEpochs() {
    return feed.repeatsEpochs();
  }

  /** The number of examples of the last batch; 0 before the first. */
  public int examples() {
    return network.examples();
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
    return state.networkState().effectiveRate(step);
  }

  /** The effect of a step, the last that was taken, on the converted weights. */
  public UpdateStatistics statistics(Step step) {
    return state.networkState().statistics(step);
  }

  /**
   * ‖θ‖ of each group of weights that are jointly invariant, in the scale of the declared recipe,
   * by the names of its tensors.
   */
  public Map<String, Double> norms() {
    return state.networkState().norms();
  }

  /**
   * The angle between the directions of the converted weights now and at the start of the present
   * epoch, in radians; empty only in an epoch that was entered midway by {@link
   * #restore(TrainingState, long)}.
   */
  public Optional<Double> epochAngle() {
    return state.epochAngle();
  }

  /**
   * Whether the run keeps an average of its parameters, with which it is evaluated: a moving
   * average, or the state that its update rule names for that.
   */
  public boolean keepsAverage() {
    return state.average().isPresent() || state.evaluatesState();
  }

  /**
   * Does something while the network holds the average of its parameters in their place, if the run
   * {@linkplain #keepsAverage keeps one}, or else with the parameters themselves.
   */
  public void withAverage(Runnable work) {
    state.average().ifPresentOrElse(kept -> kept.during(work), () -> state.evaluated(work));
  }

  /** P and κ before the next step. */
  public Coordinates coordinates() {
    return state.coordinates();
  }

  /** A copy of the state before the next step. */
  public TrainingState state() {
    return state.networkState().copy();
  }

  /** A copy of all that the run carries from step to step. */
  public RunSnapshot snapshot() {
    return state.snapshot();
  }

  /**
   * Puts the run before a step, in a given state of its own form.
   *
   * @param step from 0 to the length of the plan
   * @throws IllegalArgumentException if the state was taken at other coordinates than the plan has
   *     before that step
   */
  public void restore(TrainingState given, long step) {
    state.restore(given, step);
    loss = Double.NaN;
  }

  /**
   * Puts the run where a snapshot of it was taken.
   *
   * @throws IllegalArgumentException if it is the snapshot of another run
   */
  public void restore(RunSnapshot snapshot) {
    state.restore(snapshot);
    loss = Double.NaN;
  }

  /**
   * Puts the run where a snapshot of the same network was taken under another recipe, in the form
   * of this run; from there on the run follows its own recipe.
   */
  public void enter(RunSnapshot snapshot) {
    state.enter(snapshot);
    loss = Double.NaN;
  }

  /**
   * Puts the run before the next step of another run of the same experiment, in any form; from
   * there on, both compute the same functions.
   */
  public void takeOver(TrainingRun other) {
    state.takeOver(other.state);
    loss = Double.NaN;
  }

  /** Ends the run after the present step. Safe for use by another thread. */
  public void stop() {
    stopped = true;
  }

  @Override
  public boolean hasNext() {
    return !stopped && step() < end && order.filter(StepOrder::isFailed).isEmpty();
  }

  @Override
  public Batch nextBatch() {
    return part(Part.NEXT_BATCH, () -> feed.next(step(), end));
  }

  @Override
  public Step nextStep() {
    return part(Part.NEXT_STEP, this::beginStep);
  }

  @Override
  public void computeGradient(Batch batch) {
    part(Part.COMPUTE_GRADIENT, () -> compute(batch));
  }

  @Override
  public void update(Step step) {
    part(
        Part.UPDATE,
        () -> {
          updates.prepare(step, state.networkState().shift());
          network.update();
        });
  }

  @Override
  public void carry(Step step) {
    part(Part.CARRY, () -> state.carry(step));
  }

  @Override
  public void notifyListeners(Step step) {
    part(Part.NOTIFY_LISTENERS, () -> endStep(step));
  }

  private void part(Part part, Runnable work) {
    part(
        part,
        () -> {
          work.run();
          return null;
        });
  }

  private <T> T part(Part part, Supplier<T> work) {
    return order.isPresent() ? order.get().take(part, step(), end, work) : work.get();
  }

  private Step beginStep() {
    if (state.isEpochStart()) {
      network.notifyOfEpochStart();
    }
    return state.nextStep();
  }

  private void compute(Batch batch) {
    long step = step() - 1;
    if (random) {
      Nd4j.getRandom().setSeed(dropoutSeed.child("dropout at step " + step));
    }
    present = batch;
    singleExamples.refuse(batch, batch.examples(), "the batch of step " + step);
    BatchErrors.during(batch, () -> network.computeGradient(batch, parts));
    loss = network.loss();
    if (!Double.isFinite(loss)) {
      throw new TrainingException(
          "the loss is " + loss + " at step " + step + " " + Divergence.ofLoss(network, batch));
    }
  }

  private void endStep(Step step) {
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
      state.beginEpochIfDue();
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
              + " left parameters that are not finite "
              + Divergence.ofUpdate(network, present));
    }
  }
}
