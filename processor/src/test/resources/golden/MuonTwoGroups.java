package demo;

import org.texp4j.annotations.CosineDecay;
import org.texp4j.annotations.Experiment;
import org.texp4j.annotations.Muon;
import org.texp4j.annotations.Normalization;
import org.texp4j.annotations.Normalized;
import org.texp4j.annotations.Schedule;
import org.texp4j.annotations.ScheduleType;
import org.texp4j.annotations.WeightDecay;

/** Muon for matrices and AdamW for all other tensors, as declared. */
@Experiment(trainingExamples = 50_000)
@Normalized(Normalization.BATCH)
@WeightDecay(0.1)
@Muon
@CosineDecay
@Schedule(type = ScheduleType.WEIGHT_DECAY, learningRate = 3e-4, epochs = 16)
final class MuonTwoGroups {}
