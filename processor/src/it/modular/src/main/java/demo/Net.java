package demo;

import static org.texp4j.annotations.Normalization.BATCH;
import static org.texp4j.annotations.ScheduleType.TEXP_PLUS_PLUS;

import org.texp4j.annotations.Normalized;
import org.texp4j.annotations.Schedule;
import org.texp4j.annotations.WeightDecay;

@Normalized(BATCH)
@WeightDecay(5e-4)
@Schedule(type = TEXP_PLUS_PLUS, learningRate = 0.1, steps = 3)
final class Net {

  private Net() {}
}
