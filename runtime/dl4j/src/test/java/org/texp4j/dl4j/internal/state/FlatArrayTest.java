package org.texp4j.dl4j.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Changing elements of an array in place. */
class FlatArrayTest {

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT", "DOUBLE"})
  void replacesARangeOfAViewAndNothingElse(DataType type) {
    INDArray whole = Nd4j.linspace(0, 9, 10, DataType.DOUBLE).castTo(type);
    INDArray view = whole.get(NDArrayIndex.interval(3, 8));

    FlatArray.of(view).replace(1, 4, each -> 10 * each);

    assertThat(whole.toDoubleVector()).containsExactly(0, 1, 2, 3, 40, 50, 60, 7, 8, 9);
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT", "DOUBLE"})
  void computesInDouble(DataType type) {
    INDArray row = Nd4j.ones(type, 2);

    FlatArray.of(row).replace(0, 1, each -> (each + 0x1p-40) - each);

    assertThat(row.toDoubleVector()).containsExactly(0x1p-40, 1);
  }
}
