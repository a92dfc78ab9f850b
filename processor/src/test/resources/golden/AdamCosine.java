package demo;

import org.texp4j.annotations.AdamW;
import org.texp4j.annotations.CosineDecay;
import org.texp4j.annotations.Experiment;
import org.texp4j.annotations.Hyperparameter;
import org.texp4j.annotations.LinearDecay;
import org.texp4j.annotations.Normalization;
import org.texp4j.annotations.Normalized;
import org.texp4j.annotations.Schedule;
import org.texp4j.annotations.ScheduleType;
import org.texp4j.annotations.Warmup;
import org.texp4j.annotations.WarmupPlacement;
import org.texp4j.annotations.WarmupShape;
import org.texp4j.annotations.WeightDecay;

/** AdamW with a warm-up over its cosine and a weight decay that rises. */
@Experiment(trainingExamples = 50_000)
@Normalized(Normalization.GROUP)
@AdamW(beta2 = 0.98)
@WeightDecay(0.01)
@LinearDecay(of = Hyperparameter.WEIGHT_DECAY, end = 0.05)
@Warmup(
    fraction = 0.05,
    from = 0.01,
    shape = WarmupShape.EXPONENTIAL,
    placement = WarmupPlacement.OVER)
@CosineDecay(minimum = 1e-5)
@Schedule(type = ScheduleType.TEXP_PLUS_PLUS, learningRate = 1e-3, epochs = 60)
final class AdamCosine {}
