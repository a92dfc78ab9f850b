package org.texp4j.dl4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.texp4j.dl4j.Bits;

class MixupTest {

  /** Examples whose features are their labels, so that both must be mixed alike. */
  private static DataSet batch(int first) {
    INDArray features = Nd4j.eye(6).muli(1 + first).castTo(DataType.DOUBLE);
    return new DataSet(features, features.dup());
  }

  private static INDArray mixed(double alpha, long seed, int first) {
    DataSet batch = batch(first);
    new Mixup(alpha, seed).preProcess(batch);
    assertThat(Bits.of(batch.getLabels())).isEqualTo(Bits.of(batch.getFeatures()));
    return batch.getFeatures();
  }

  @Test
  void eachExampleIsMixedWithAnotherByOneLambda() {
    INDArray mixed = mixed(1, 3, 0);

    double lambda = lambda(mixed);
    for (int example = 0; example < mixed.rows(); example++) {
      INDArray row = mixed.getRow(example);
      assertThat(row.sumNumber().doubleValue()).isCloseTo(1, within(1e-12));
      assertThat(row.getDouble(example))
          .satisfiesAnyOf(
              own -> assertThat(own).isCloseTo(lambda, within(1e-12)),
              own -> assertThat(own).isCloseTo(1, within(1e-12)));
    }
  }

  @Test
  void isAFunctionOfSeedAndBatch() {
    assertThat(Bits.of(mixed(1, 3, 0))).isEqualTo(Bits.of(mixed(1, 3, 0)));
    assertThat(lambda(mixed(1, 4, 0))).isNotEqualTo(lambda(mixed(1, 3, 0)));
    assertThat(lambda(mixed(1, 3, 1).div(2))).isNotEqualTo(lambda(mixed(1, 3, 0)));
  }

  /** The factor of an example that has another for its partner. */
  private static double lambda(INDArray mixed) {
    return IntStream.range(0, mixed.rows())
        .mapToDouble(example -> mixed.getDouble(example, example))
        .filter(own -> own < 1 - 1e-9)
        .findFirst()
        .orElseThrow();
  }

  /** Mean ½ and variance 1/(4(2α + 1)); over 20,000 draws, four standard errors of the mean. */
  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.1, 0.4, 1, 3})
  void lambdaHasABetaDistribution(double alpha) {
    int draws = 20_000;
    RandomStream random = new RandomStream(1);
    double[] lambdas =
        DoubleStream.generate(() -> Mixup.beta(alpha, random)).limit(draws).toArray();
    double mean = DoubleStream.of(lambdas).average().orElseThrow();
    double variance =
        DoubleStream.of(lambdas).map(each -> (each - 0.5) * (each - 0.5)).average().orElseThrow();
    double expected = 1 / (4 * (2 * alpha + 1));

    assertThat(mean).isCloseTo(0.5, within(4 * Math.sqrt(expected / draws)));
    assertThat(variance).isCloseTo(expected, within(0.03 * expected));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, 4.1, Double.NaN})
  void refusesAnAlphaOutOfRange(double alpha) {
    assertThatThrownBy(() -> new Mixup(alpha, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("alpha must be greater than 0 and at most 4.0, not " + alpha);
  }

  @Test
  void refusesMasks() {
    DataSet batch = batch(0);
    batch.setLabelsMaskArray(Nd4j.ones(6, 1));

    assertThatThrownBy(() -> new Mixup(1, 1).preProcess(batch))
        .hasMessage("mixup is for batches without masks");
  }
}
