package org.texp4j.dl4j.internal.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Directions of weights and the angles between them. */
class DirectionTest {

  private static Direction of(double... weights) {
    return Direction.of(List.of(Nd4j.createFromArray(weights)));
  }

  /** The inverse cosine of the inner product would be 0 for the smallest. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-9, 1e-3, 0.5, Math.PI / 2, 3, Math.PI - 1e-9, Math.PI})
  void anglesAreAccurateAlsoWhereTheyAreSmall(double angle) {
    Direction turned = of(7 * Math.cos(angle), 7 * Math.sin(angle));

    assertThat(of(2, 0).angleTo(turned)).isCloseTo(angle, withinPercentage(1e-5));
    assertThat(turned.angleTo(turned)).isZero();
  }

  @Test
  void tensorsAreTakenAsOneVectorAndLeftAsTheyAre() {
    INDArray first = Nd4j.createFromArray(3.0, 0.0);
    INDArray second = Nd4j.createFromArray(4.0);

    assertThat(Direction.of(List.of(first, second)).unit().toDoubleVector())
        .containsExactly(0.6, 0, 0.8);
    Direction.of(List.of(first));
    assertThat(first.toDoubleVector()).containsExactly(3, 0);
  }

  @Test
  void withoutWeightsTheAngleIsZero() {
    assertThat(Direction.of(List.of()).angleTo(Direction.of(List.of()))).isZero();
  }
}
