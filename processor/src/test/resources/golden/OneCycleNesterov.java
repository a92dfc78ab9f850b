package demo;

import org.texp4j.annotations.Experiment;
import org.texp4j.annotations.Momentum;
import org.texp4j.annotations.MomentumRule;
import org.texp4j.annotations.Normalization;
import org.texp4j.annotations.Normalized;
import org.texp4j.annotations.OneCycle;
import org.texp4j.annotations.Schedule;
import org.texp4j.annotations.ScheduleType;
import org.texp4j.annotations.WeightDecay;

/** One cycle of rate and momentum, in the update of Deeplearning4j's Nesterovs. */
@Experiment(trainingExamples = 50_000)
@Normalized(Normalization.LAYER)
@Momentum(value = 0.9, rule = MomentumRule.NESTEROV_RATE_IN_VELOCITY)
@WeightDecay(1e-4)
@OneCycle(start = 0.25, finalDivisor = 1e3)
@Schedule(type = ScheduleType.TEXP_PLUS_PLUS, learningRate = 0.4, epochs = 30)
final class OneCycleNesterov {}
