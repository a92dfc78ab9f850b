package demo;

import static org.texp4j.annotations.Normalization.BATCH;
import static org.texp4j.annotations.ScheduleType.TEXP;
import static org.texp4j.annotations.ScheduleType.WEIGHT_DECAY;

import org.texp4j.annotations.*;

/** A comparison: two schedules of the class's own, and one of a recipe annotation. */
@Experiment(name = "compared", seed = 7, trainingExamples = 5000)
@Normalized(BATCH)
@Momentum(0.9)
@Schedule(type = WEIGHT_DECAY, learningRate = 0.1, epochs = 16)
@Schedule(name = "large-rate", type = TEXP, learningRate = 0.2, epochs = 16)
@Comparison.Cosine
@Comparison.UsualDecay
final class Comparison {

  private Comparison() {}

  /** Shared by all recipes, as it has no schedule. */
  @WeightDecay(5e-4)
  @interface UsualDecay {}

  /** A recipe of its own, with what belongs to it alone. */
  @CosineDecay
  @Schedule(type = ScheduleType.TEXP_PLUS_PLUS, learningRate = 0.1, epochs = 8)
  @interface Cosine {}
}
