package org.texp4j.dl4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class LabelSmoothingTest {

  private static INDArray smoothed(INDArray labels) {
    DataSet batch = new DataSet(Nd4j.ones(labels.size(0), 1), labels.dup());
    new LabelSmoothing(0.25).preProcess(batch);
    return batch.getLabels();
  }

  @Test
  void spreadsAShareOverTheClasses() {
    INDArray labels = Nd4j.createFromArray(new double[][] {{1, 0, 0, 0}, {0, 0, 1, 0}});

    assertThat(smoothed(labels).toDoubleMatrix())
        .isDeepEqualTo(
            new double[][] {{0.8125, 0.0625, 0.0625, 0.0625}, {0.0625, 0.0625, 0.8125, 0.0625}});
  }

  @Test
  void leavesStepsWithoutAClassWithoutOne() {
    INDArray labels = Nd4j.zeros(1, 2, 3);
    labels.putScalar(0, 0, 0, 1);
    labels.putScalar(0, 1, 2, 1);

    INDArray smoothed = smoothed(labels);

    assertThat(smoothed.slice(0).toFloatMatrix())
        .isDeepEqualTo(new float[][] {{0.875f, 0, 0.125f}, {0.125f, 0, 0.875f}});
  }

  @Test
  void refusesLabelsThatAreNoClasses() {
    assertThatThrownBy(() -> smoothed(Nd4j.ones(3, 1)))
        .hasMessage(
            "label smoothing needs one-of-n labels of at least two classes, not labels of shape"
                + " [3, 1]");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, Double.NaN})
  void refusesAShareOutOfRange(double share) {
    assertThatThrownBy(() -> new LabelSmoothing(share))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("share must be at least 0 and less than 1, not " + share);
  }
}
