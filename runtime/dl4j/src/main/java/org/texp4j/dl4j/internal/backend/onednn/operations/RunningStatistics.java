package org.texp4j.dl4j.internal.backend.onednn.operations;

import java.nio.FloatBuffer;
import java.util.function.Supplier;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.texp4j.dl4j.internal.backend.onednn.program.Parameter;
import org.texp4j.dl4j.internal.backend.onednn.program.ProgramBuilder;

/**
 * The running mean and variance of a batch normalization, as Deeplearning4j stores them.
 *
 * <p>They are parameters, and updated like parameters: the amount to subtract is written where a
 * gradient would be. The variance may be stored as log₁₀ of its square root.
 */
final class RunningStatistics {

  private static final double LN_10 = Math.log(10);

  private final BatchNormalization layer;
  private final boolean logarithmic;
  private final Supplier<FloatBuffer> mean;
  private final Supplier<FloatBuffer> spread;
  private final Supplier<FloatBuffer> meanUpdate;
  private final Supplier<FloatBuffer> spreadUpdate;

  private RunningStatistics(ProgramBuilder builder, BatchNormalization layer) {
    this.layer = layer;
    logarithmic = layer.layerConf().isUseLogStd();
    String spreadName =
        logarithmic
            ? BatchNormalizationParamInitializer.GLOBAL_LOG_STD
            : BatchNormalizationParamInitializer.GLOBAL_VAR;
    long channels = layer.layerConf().getNOut();
    Parameter means =
        Parameter.of(builder, layer, BatchNormalizationParamInitializer.GLOBAL_MEAN, channels);
    Parameter spreads = Parameter.of(builder, layer, spreadName, channels);
    mean = builder.floats(means.value());
    spread = builder.floats(spreads.value());
    meanUpdate = builder.floats(means.gradient());
    spreadUpdate = builder.floats(spreads.gradient());
  }

  static RunningStatistics of(ProgramBuilder builder, BatchNormalization layer) {
    return new RunningStatistics(builder, layer);
  }

  /** Reads mean and variance. */
  void read(FloatBuffer means, FloatBuffer variances) {
    for (int i = 0; i < means.capacity(); i++) {
      means.put(i, mean.get().get(i));
      variances.put(i, (float) variance(i));
    }
  }

  /** Writes the amounts by which a batch's statistics change the running ones. */
  void move(FloatBuffer means, FloatBuffer variances) {
    double decay = layer.layerConf().getDecay();
    for (int i = 0; i < means.capacity(); i++) {
      meanUpdate.get().put(i, (float) ((1 - decay) * (mean.get().get(i) - means.get(i))));
      double old = variance(i);
      double batch = variances.get(i);
      double update =
          logarithmic
              ? Math.log(old / (decay * old + (1 - decay) * batch)) / (2 * LN_10)
              : (1 - decay) * (old - batch);
      spreadUpdate.get().put(i, (float) update);
    }
  }

  private double variance(int channel) {
    double value = spread.get().get(channel);
    return logarithmic ? Math.exp(2 * LN_10 * value) : value;
  }
}
