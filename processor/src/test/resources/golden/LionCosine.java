package demo;

import org.texp4j.annotations.CosineDecay;
import org.texp4j.annotations.Experiment;
import org.texp4j.annotations.Lion;
import org.texp4j.annotations.Normalization;
import org.texp4j.annotations.Normalized;
import org.texp4j.annotations.Schedule;
import org.texp4j.annotations.ScheduleType;
import org.texp4j.annotations.WeightDecay;

/** Lion, written as three statements of mathematics. */
@Experiment(trainingExamples = 50_000)
@Normalized(Normalization.BATCH)
@WeightDecay(0.1)
@Lion(beta1 = 0.95)
@CosineDecay
@Schedule(type = ScheduleType.TEXP_PLUS_PLUS, learningRate = 3e-4, epochs = 16)
final class LionCosine {}
