package demo;

import org.texp4j.annotations.Experiment;
import org.texp4j.annotations.Momentum;
import org.texp4j.annotations.Normalization;
import org.texp4j.annotations.Normalized;
import org.texp4j.annotations.PiecewiseConstant;
import org.texp4j.annotations.Schedule;
import org.texp4j.annotations.ScheduleType;
import org.texp4j.annotations.WeightDecay;

/** TEXP without the drops of its rate. */
@Experiment(trainingExamples = 50_000)
@Normalized(Normalization.BATCH)
@Momentum(0.9)
@WeightDecay(5e-4)
@PiecewiseConstant(
    fractions = {0.5, 0.75},
    values = {0.05, 0.01})
@Schedule(type = ScheduleType.TEXP_MINUS_MINUS, learningRate = 0.1, epochs = 160)
public final class WithoutDrops {

  private WithoutDrops() {}
}
