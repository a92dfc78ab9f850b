package org.texp4j.dl4j.train;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.texp4j.dl4j.TrainingState;
import org.texp4j.dl4j.internal.network.NetworkModel;
import org.texp4j.dl4j.internal.state.Direction;
import org.texp4j.dl4j.internal.state.MovingAverage;
import org.texp4j.dl4j.internal.state.NetworkState;
import org.texp4j.schedule.Coordinates;
import org.texp4j.schedule.Plan;
import org.texp4j.schedule.PlanCursor;
import org.texp4j.schedule.Step;
import org.texp4j.schedule.WrittenRule;

/**
 * Everything that changes in a run from step to step, and its snapshots: the plan's cursor, the
 * state of the network, the moving average and the checksum of the present epoch's batches.
 *
 * <p>Not safe for use by several threads.
 */
final class RunState {

  private final Plan plan;
  private final BatchFeed feed;
  private final NetworkModel network;
  private final NetworkState state;
  private final Optional<MovingAverage> average;

  private PlanCursor cursor;

  /** The direction at the start of the present epoch; empty where it is not known. */
  private Optional<Direction> epochStart;

  RunState(
      Plan plan, BatchFeed feed, NetworkModel network, NetworkState state, OptionalDouble beta) {
    this.plan = plan;
    this.feed = feed;
    this.network = network;
    this.state = state;
    cursor = plan.cursor();
    state.begin(cursor.coordinates(), plan.isCorrected());
    epochStart = Optional.of(state.direction());
    average =
        beta.isPresent()
            ? Optional.of(new MovingAverage(state, beta.getAsDouble()))
            : Optional.empty();
  }

  long step() {
    return cursor.position();
  }

  Coordinates coordinates() {
    return cursor.coordinates();
  }

  boolean isEpochStart() {
    return step() % feed.stepsPerEpoch() == 0;
  }

  /** Advances the plan by one step. */
  Step nextStep() {
    return cursor.next();
  }

  /** Brings to the scale after a step what follows the weights, and updates the average. */
  void carry(Step step) {
    state.carry(step);
    if (!feed.segments().continuesBatch(step())) {
      network.setRecurrentState(Map.of());
    }
    average.ifPresent(MovingAverage::update);
  }

  /** Begins an epoch if the last step ended one. */
  void beginEpochIfDue() {
    if (isEpochStart()) {
      epochStart = Optional.of(state.direction());
    }
  }

  NetworkState networkState() {
    return state;
  }

  Optional<MovingAverage> average() {
    return average;
  }

  /** Whether evaluation uses a state of the update rule in place of the weights. */
  boolean evaluatesState() {
    return plan.recipe().rule() instanceof WrittenRule rule && !rule.evaluatesWeights();
  }

  /** Runs some work while the network holds the tensor that the update rule evaluates. */
  void evaluated(Runnable work) {
    if (plan.recipe().rule() instanceof WrittenRule rule && evaluatesState()) {
      state.duringState(rule.states().indexOf(rule.evaluated()), work);
    } else {
      work.run();
    }
  }

  /** The angle to the direction at the start of the present epoch, in radians. */
  Optional<Double> epochAngle() {
    return epochStart.map(start -> start.angleTo(state.direction()));
  }

  RunSnapshot snapshot() {
    return new RunSnapshot(
        step(),
        coordinates(),
        state.shift(),
        network.parameters().dup(),
        network.velocities().dup(),
        // At the start of an epoch the direction is that of the weights.
        isEpochStart() ? Optional.empty() : epochStart.map(Direction::unit),
        average.map(MovingAverage::values),
        network.recurrentState(),
        feed.checksumBefore(step()));
  }

  /**
   * Puts the run where a snapshot of it was taken.
   *
   * @throws IllegalArgumentException if it is the snapshot of another run
   */
  void restore(RunSnapshot snapshot) {
    Coordinates planned = plan.coordinatesAt(snapshot.step());
    if (!snapshot.coordinates().equals(planned)) {
      throw new IllegalArgumentException(
          "it was taken at "
              + snapshot.coordinates()
              + ", but before step "
              + snapshot.step()
              + " this run is at "
              + planned);
    }
    restore(snapshot, state(snapshot));
  }

  /**
   * Puts the run where a snapshot of the same network was taken under another recipe, in the form
   * of this run.
   */
  void enter(RunSnapshot snapshot) {
    restore(snapshot, inThisForm(state(snapshot), snapshot.step()));
  }

  private void restore(RunSnapshot snapshot, TrainingState given) {
    requireFit(snapshot);
    long step = snapshot.step();
    if (feed.segments().continuesBatch(step)) {
      CarriedState.require(
          snapshot.recurrentState(), network, examples -> feed.allowsExamples(step, examples));
    } else {
      CarriedState.requireNone(snapshot.recurrentState());
    }
    restore(given, step);
    epochStart = epochStart.or(() -> snapshot.epochStart().map(Direction::ofUnit));
    // It was held at the scale of the snapshot, of which the form may be another now.
    snapshot
        .average()
        .ifPresent(values -> average.ifPresent(kept -> kept.set(values, snapshot.heldScale())));
    feed.expect(snapshot.batches());
  }

  /** Compares the arrays that are no part of the network. */
  private void requireFit(RunSnapshot snapshot) {
    if (snapshot.average().isPresent() != average.isPresent()) {
      throw new IllegalArgumentException(
          average.isPresent()
              ? "it has no moving average, which this run keeps"
              : "it has a moving average, which this run does not keep");
    }
    snapshot
        .average()
        .ifPresent(values -> requireAlike("moving average", network.parameters(), values));
    snapshot
        .epochStart()
        .ifPresent(unit -> requireAlike("direction", state.direction().unit(), unit));
  }

  private static void requireAlike(String what, INDArray ours, INDArray given) {
    if (ours.length() != given.length() || ours.dataType() != given.dataType()) {
      throw new IllegalArgumentException(
          "its %s has %d elements of type %s, but that of this run has %d of type %s"
              .formatted(what, given.length(), given.dataType(), ours.length(), ours.dataType()));
    }
  }

  private TrainingState state(RunSnapshot snapshot) {
    return state.stateOf(
        snapshot.parameters(),
        snapshot.updaterState(),
        snapshot.coordinates(),
        snapshot.shift(),
        snapshot.recurrentState());
  }

  /**
   * Puts the run before a step, in a given state of its own form.
   *
   * @throws IllegalArgumentException if the state was taken at other coordinates than the plan has
   *     before that step
   */
  void restore(TrainingState given, long step) {
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
    epochStart = isEpochStart() ? Optional.of(state.direction()) : Optional.empty();
    average.ifPresent(MovingAverage::restart);
    feed.expect(Optional.empty());
    network.setCounts((int) step, (int) (step / feed.stepsPerEpoch()));
  }

  /** A state of any form, taken before a step, as the state of this run before it. */
  private TrainingState inThisForm(TrainingState given, long step) {
    Coordinates target = plan.coordinatesAt(step);
    if (given.coordinates().equals(target)) {
      return given;
    }
    TrainingState declared = given.toWeightDecay(given.coordinates());
    return plan.form().isConverted() ? declared.toExponential(target) : declared;
  }

  /** Puts the run before the next step of another run of the same experiment, in any form. */
  void takeOver(RunState other) {
    long step = other.step();
    restore(inThisForm(other.state.copy(), step), step);
    epochStart = other.epochStart;
    average.ifPresent(kept -> other.average.ifPresent(kept::takeOver));
    feed.expect(other.feed.checksumBefore(step));
  }
}
