package demo;

import org.texp4j.annotations.Experiment;
import org.texp4j.annotations.Hyperparameter;
import org.texp4j.annotations.Momentum;
import org.texp4j.annotations.Normalization;
import org.texp4j.annotations.Normalized;
import org.texp4j.annotations.PiecewiseConstant;
import org.texp4j.annotations.Schedule;
import org.texp4j.annotations.ScheduleType;
import org.texp4j.annotations.StepDecay;
import org.texp4j.annotations.Warmup;
import org.texp4j.annotations.WarmupShape;
import org.texp4j.annotations.WeightDecay;

/** Theorem 2.12: phases of the rate and of the weight decay. */
@Experiment(trainingExamples = 50_000)
@Normalized(Normalization.BATCH)
@Momentum(value = 0.9, dampening = 0.1)
@WeightDecay(5e-4)
@PiecewiseConstant(of = Hyperparameter.WEIGHT_DECAY, fractions = 0.75, values = 1e-3)
@Warmup(epochs = 5, shape = WarmupShape.CONSTANT, from = 0.1)
@StepDecay(epochs = {75, 115})
@Schedule(type = ScheduleType.TEXP, learningRate = 0.1, epochs = 160)
final class Phases {}
