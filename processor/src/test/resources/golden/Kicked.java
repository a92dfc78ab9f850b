package demo;

import org.texp4j.annotations.Experiment;
import org.texp4j.annotations.Momentum;
import org.texp4j.annotations.MomentumRule;
import org.texp4j.annotations.Normalization;
import org.texp4j.annotations.Normalized;
import org.texp4j.annotations.Schedule;
import org.texp4j.annotations.ScheduleType;
import org.texp4j.annotations.WeightDecay;

/** Theorem 2.9 without its correction at the start, in the update of Keras. */
@Experiment(trainingExamples = 50_000)
@Normalized(Normalization.BATCH)
@Momentum(value = 0.9, rule = MomentumRule.RATE_IN_VELOCITY)
@WeightDecay(5e-4)
@Schedule(
    type = ScheduleType.EXPONENTIAL,
    learningRate = 0.1,
    epochs = 160,
    momentumCorrections = false)
final class Kicked {}
