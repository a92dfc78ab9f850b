import org.texp4j.annotations.Normalization;
import org.texp4j.annotations.Normalized;
import org.texp4j.annotations.Schedule;
import org.texp4j.annotations.ScheduleType;
import org.texp4j.annotations.WeightDecay;

/** A declaration in the unnamed package, used only for its schedule. */
@Normalized(Normalization.BATCH)
@WeightDecay(1e-3)
@Schedule(type = ScheduleType.EXPONENTIAL, learningRate = 0.1, steps = 20_000)
class ConstantGrowth {}
