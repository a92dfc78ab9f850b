package org.texp4j.dl4j.internal.backend.onednn;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;

/** The γ and β of a normalization, a number a channel: 1 and 0 where a layer has none. */
final class Affine {

  private final Parameter gamma;
  private final Parameter beta;

  private Affine(Parameter gamma, Parameter beta) {
    this.gamma = gamma;
    this.beta = beta;
  }

  static Affine of(Assembly assembly, Layer layer, int channels) {
    return new Affine(
        new Parameter(assembly, layer, BatchNormalizationParamInitializer.GAMMA, channels, 1),
        new Parameter(assembly, layer, BatchNormalizationParamInitializer.BETA, channels, 0));
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

  private static final class Parameter {

    private final float[] numbers;
    private final Supplier<FloatBuffer> value;
    private final Supplier<FloatBuffer> gradient;

    Parameter(Assembly assembly, Layer layer, String name, int channels, float absent) {
      numbers = new float[channels];
      Arrays.fill(numbers, absent);
      Weights weights = Weights.of(assembly, layer, name, channels);
      value = weights == null ? null : assembly.floats(weights.value());
      gradient = weights == null ? null : assembly.floats(weights.gradient());
    }

    float[] read() {
      if (value != null) {
        value.get().get(0, numbers);
      }
      return numbers;
    }

    void write(double[] numbers) {
      for (int i = 0; gradient != null && i < numbers.length; i++) {
        gradient.get().put(i, (float) numbers[i]);
      }
    }
  }
}
