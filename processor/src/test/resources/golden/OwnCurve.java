package demo;

import org.texp4j.annotations.Coupling;
import org.texp4j.annotations.CustomCurve;
import org.texp4j.annotations.Experiment;
import org.texp4j.annotations.Momentum;
import org.texp4j.annotations.MomentumRule;
import org.texp4j.annotations.Normalization;
import org.texp4j.annotations.Normalized;
import org.texp4j.annotations.Schedule;
import org.texp4j.annotations.ScheduleType;
import org.texp4j.annotations.Warmup;
import org.texp4j.annotations.WeightDecay;
import org.texp4j.schedule.Curve;
import org.texp4j.schedule.CurveFactory;

/** A curve in plain Java, after a warm-up, with weight decay beside the gradient step. */
@Experiment(trainingExamples = 50_000)
@Normalized(Normalization.INSTANCE)
@Momentum(value = 0.9, rule = MomentumRule.NESTEROV)
@WeightDecay(value = 5e-4, coupling = Coupling.DECOUPLED)
@Warmup(epochs = 1)
@CustomCurve(OwnCurve.Wave.class)
@Schedule(type = ScheduleType.TEXP_PLUS_PLUS, learningRate = 0.1, epochs = 20)
final class OwnCurve {

  /** Half as high again in each epoch, by turns. */
  static final class Wave implements CurveFactory {
    @Override
    public Curve curve(double initial, long steps, long stepsPerEpoch) {
      Curve wave = step -> 1 + 0.5 * Math.sin(2 * Math.PI * step / stepsPerEpoch);
      return wave.times(Curve.cosineDecay(initial, 0, steps)).clamped(0, 0.14);
    }
  }
}
