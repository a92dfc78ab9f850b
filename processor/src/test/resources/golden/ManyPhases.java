package demo;

import org.texp4j.annotations.Cyclic;
import org.texp4j.annotations.CyclicMode;
import org.texp4j.annotations.Experiment;
import org.texp4j.annotations.Hyperparameter;
import org.texp4j.annotations.Length;
import org.texp4j.annotations.Momentum;
import org.texp4j.annotations.MomentumRule;
import org.texp4j.annotations.Normalization;
import org.texp4j.annotations.Normalized;
import org.texp4j.annotations.Schedule;
import org.texp4j.annotations.ScheduleType;
import org.texp4j.annotations.WarmupStableDecay;
import org.texp4j.annotations.WeightDecay;

/** Cycles of the rate, more than a table shows, and a weight decay that comes and goes. */
@Experiment(trainingExamples = 50_000)
@Normalized(Normalization.BATCH)
@Momentum(value = 0.9, rule = MomentumRule.NESTEROV)
@WeightDecay(5e-4)
@WarmupStableDecay(
    of = Hyperparameter.WEIGHT_DECAY,
    warmup = @Length(epochs = 5),
    decay = @Length(fraction = 0.2))
@Cyclic(
    maximum = 0.1,
    up = @Length(epochs = 2),
    down = @Length(epochs = 3),
    mode = CyclicMode.TRIANGULAR2)
@Schedule(type = ScheduleType.TEXP_PLUS_PLUS, learningRate = 0.01, epochs = 60)
final class ManyPhases {}
