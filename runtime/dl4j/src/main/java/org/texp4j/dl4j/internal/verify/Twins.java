package org.texp4j.dl4j.internal.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.train.RunSettings;
import org.texp4j.dl4j.train.TrainingRun;
import org.texp4j.schedule.Correction;
import org.texp4j.schedule.Plan;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.RecipeForm;

/**
 * Two runs of an experiment from one seed on the same batches, in double: as declared and
 * converted.
 *
 * <p>In real arithmetic they are one run. In floating point they diverge by rounding, which
 * training amplifies. So their deviation must stay within a strict bound or, if it is larger, a
 * multiple of the deviation of a second declared run that starts one unit in the last place away,
 * until that is so large that runs of one form jump apart as well; and at every checked step,
 * however late, one exponential step from the declared state must end where the declared step ends.
 *
 * <p>If the form of the recipe is not equivalent to the declared run, its twin is the run that it
 * is equivalent to: the one without drops for {@link RecipeForm#TEXP_MINUS_MINUS}, and for a plan
 * without corrections the one whose velocity is kicked where they are omitted.
 */
public final class Twins {

  /**
   * The bound on relative deviations in double: some ten thousand units in the last place, where
   * every naive variant of the conversion is off by parts in a million or more.
   */
  public static final double STRICT_BOUND = 1e-11;

  /**
   * The exponential run rounds anew at every step, the perturbed run is disturbed once; and chaotic
   * runs diverge at the same pace, but not at the same instant.
   */
  private static final double CHAOS_FACTOR = 100;

  /**
   * Up to this deviation, a perturbed run shows the effect of rounding on any run. A batch may have
   * a million rectified values: among these, some are as near to 0 as this, and when one of them
   * changes sign, a run is thrown far off, each run at an instant of its own.
   */
  static final double COMPARABLE = 1e-10;

  private final TrainingRun declared;
  private final TrainingRun converted;
  private final TrainingRun probe;
  private final TrainingRun perturbed;
  private final Map<Long, Double> kicks;
  private boolean comparable = true;

  private Twins(
      TrainingRun declared, TrainingRun converted, TrainingRun probe, TrainingRun perturbed) {
    this.declared = declared;
    this.converted = converted;
    this.probe = probe;
    this.perturbed = perturbed;
    kicks = kicks(converted.plan());
    kick();
  }

  /**
   * Prepares the twins of an experiment.
   *
   * @param settings the form, the data and the number of steps; the data type is always double
   */
  public static Twins start(Experiment experiment, RunSettings settings) {
    RunSettings exact = settings.withDataType(DataType.DOUBLE);
    TrainingRun converted = TrainingRun.start(experiment, exact);
    TrainingRun probe = TrainingRun.start(experiment, exact);
    RunSettings asDeclared = exact.withForm(RecipeForm.WEIGHT_DECAY);
    Experiment equivalent =
        isWithoutDrops(converted.plan()) ? experiment.withRecipe(Recipe::withoutDrops) : experiment;
    TrainingRun declared = TrainingRun.start(equivalent, asDeclared);
    TrainingRun perturbed = TrainingRun.start(equivalent, asDeclared);
    perturb(perturbed.network().parameters());
    return new Twins(declared, converted, probe, perturbed);
  }

  private static boolean isWithoutDrops(Plan plan) {
    return !plan.form().isEquivalent();
  }

  /**
   * The run that the converted one is compared with, in words: {@code WEIGHT_DECAY}, and how it
   * differs from the declared run.
   */
  public String reference() {
    return "WEIGHT_DECAY"
        + (isWithoutDrops(converted.plan()) ? " of the recipe without drops" : "")
        + (kicks.isEmpty() ? "" : ", kicked along its weights where a correction is omitted");
  }

  /**
   * The multiple of the weights that an omitted correction adds to the declared velocity, by step.
   */
  private static Map<Long, Double> kicks(Plan plan) {
    return plan.isCorrected()
        ? Map.of()
        : plan.corrections().stream()
            .collect(
                Collectors.toMap(Correction::step, each -> each.kappaAfter() - each.kappaBefore()));
  }

  private void kick() {
    long step = declared.step();
    Double factor = kicks.get(step);
    if (factor != null) {
      declared.restore(declared.state().withWeightsAddedToVelocity(factor), step);
      perturbed.restore(perturbed.state().withWeightsAddedToVelocity(factor), step);
    }
  }

  /**
   * Moves every parameter one unit in the last place up or down, but not zeros, which no rounding
   * moves: where an empty patch meets a bias of zero, the slightest one decides whether a rectifier
   * is open.
   */
  private static void perturb(INDArray parameters) {
    Random random = new Random(0);
    for (long i = 0; i < parameters.length(); i++) {
      double value = parameters.getDouble(i);
      boolean up = random.nextBoolean();
      if (value != 0) {
        parameters.putScalar(i, up ? Math.nextUp(value) : Math.nextDown(value));
      }
    }
  }

  /** The number of steps the twins will take. */
  public long steps() {
    return declared.end();
  }

  /**
   * Takes all steps and checks the first, the last and every N-th; stops at the first failure.
   *
   * @param every N, at least 1
   * @param observer gets each check as it is made
   * @return the checks, of which only the last can have failed
   */
  public List<TwinCheck> run(long every, Consumer<TwinCheck> observer) {
    List<TwinCheck> checks = new ArrayList<>();
    while (declared.hasNext()) {
      long done = declared.step() + 1;
      boolean checked = done == 1 || done % every == 0 || done == declared.end();
      if (checked) {
        probe.restore(declared.state().toExponential(converted.coordinates()), declared.step());
      }
      Batch batch = declared.nextBatch();
      declared.takeStep(batch);
      converted.takeStep(batch);
      perturbed.takeStep(batch);
      kick();
      if (checked) {
        probe.takeStep(batch);
        TwinCheck check = check(done, batch);
        checks.add(check);
        observer.accept(check);
        if (!check.isPassed()) {
          break;
        }
      }
    }
    return List.copyOf(checks);
  }

  private TwinCheck check(long done, Batch batch) {
    Deviation deviation = Deviation.between(converted, declared, batch);
    Deviation resynchronized = Deviation.between(probe, declared, batch);
    double chaos = Deviation.between(perturbed, declared, batch).worst();
    comparable &= chaos <= COMPARABLE;
    double bound =
        comparable ? Math.max(STRICT_BOUND, CHAOS_FACTOR * chaos) : Double.POSITIVE_INFINITY;
    return new TwinCheck(done, deviation, resynchronized, chaos, bound);
  }
}
