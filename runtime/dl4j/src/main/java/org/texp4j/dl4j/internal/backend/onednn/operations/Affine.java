package org.texp4j.dl4j.internal.backend.onednn.operations;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.texp4j.dl4j.internal.backend.onednn.program.Parameter;
import org.texp4j.dl4j.internal.backend.onednn.program.ProgramBuilder;

/** The γ and β of a normalization, one of each per channel: 1 and 0 where a layer has none. */
final class Affine {

  private final Coefficients gamma;
  private final Coefficients beta;

  private Affine(Coefficients gamma, Coefficients beta) {
    this.gamma = gamma;
    this.beta = beta;
  }

  static Affine of(ProgramBuilder builder, Layer layer, int channels) {
    return new Affine(
        new Coefficients(builder, layer, BatchNormalizationParamInitializer.GAMMA, channels, 1),
        new Coefficients(builder, layer, BatchNormalizationParamInitializer.BETA, channels, 0));
  }

  /** The present γ; valid until the next call. */
  float[] gamma() {
    return gamma.read();
  }

  /** The present β; valid until the next call. */
  float[] beta() {
    return beta.read();
  }

  /** Writes the gradients. */
  void write(double[] byGamma, double[] byBeta) {
    gamma.write(byGamma);
    beta.write(byBeta);
  }

  private static final class Coefficients {

    private final float[] values;
    private final Supplier<FloatBuffer> value;
    private final Supplier<FloatBuffer> gradient;

    Coefficients(ProgramBuilder builder, Layer layer, String name, int channels, float absent) {
      values = new float[channels];
      Arrays.fill(values, absent);
      Parameter weights = Parameter.of(builder, layer, name, channels);
      value = weights == null ? null : builder.floats(weights.value());
      gradient = weights == null ? null : builder.floats(weights.gradient());
    }

    float[] read() {
      if (value != null) {
        value.get().get(0, values);
      }
      return values;
    }

    void write(double[] values) {
      for (int i = 0; gradient != null && i < values.length; i++) {
        gradient.get().put(i, (float) values[i]);
      }
    }
  }
}
