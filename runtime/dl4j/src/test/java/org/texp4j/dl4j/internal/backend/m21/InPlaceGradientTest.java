package org.texp4j.dl4j.internal.backend.m21;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.texp4j.dl4j.train.Backend;

final class InPlaceGradientTest {

  @BeforeAll
  static void start() {
    Backend.start();
  }

  /** If this fails, {@link InPlaceGradient} is no longer needed. */
  @Test
  void deeplearning4jsGradientIsAnotherObjectAtEachCall() {
    Gradient gradient = new DefaultGradient(Nd4j.ones(1, 4));

    assertThat(gradient.gradient()).isNotSameAs(gradient.gradient());
  }

  @Test
  void aGradientInPlaceIsTheObjectThatTheUpdaterKnows() {
    INDArray flattened = Nd4j.ones(1, 4);
    Gradient gradient = new DefaultGradient(flattened);
    gradient.setGradientFor("0_W", flattened);

    Gradient inPlace = new InPlaceGradient(gradient, flattened);

    assertThat(inPlace.gradient()).isSameAs(flattened);
    assertThat(inPlace.getGradientFor("0_W")).isSameAs(flattened);
    assertThat(inPlace.gradientForVariable()).containsOnlyKeys("0_W");
  }
}
