package org.texp4j.dl4j.normalization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A check of gradients against finite differences of the loss. */
final class FiniteDifferences {

  private FiniteDifferences() {}

  /**
   * Compares ⟨g, u⟩ with a difference of fourth order along random directions u. With h = 3e-5 its
   * error is some 1e-11 from rounding, 1e-16/h, and from the fifth derivative, h⁴ = 1e-18 times
   * what may be 1e7 where deviations are near 0.1.
   *
   * @param gradient of the mean loss, for all parameters
   * @param parameters in double; changed while the loss is taken
   */
  static void assertIsGradient(INDArray gradient, INDArray parameters, Supplier<Double> loss) {
    double h = 3e-5;
    INDArray start = parameters.dup();
    for (int i = 0; i < 4; i++) {
      INDArray direction = Nd4j.randn(DataType.DOUBLE, parameters.shape());
      DoubleUnaryOperator along =
          t -> {
            parameters.assign(start.add(direction.mul(t)));
            return loss.get();
          };
      double near = along.applyAsDouble(h) - along.applyAsDouble(-h);
      double far = along.applyAsDouble(2 * h) - along.applyAsDouble(-2 * h);
      double slope = gradient.reshape(parameters.shape()).mul(direction).sumNumber().doubleValue();
      assertThat((8 * near - far) / (12 * h))
          .isCloseTo(slope, within(1e-9 * Math.max(1, Math.abs(slope))));
    }
    parameters.assign(start);
  }
}
