package org.texp4j.dl4j.internal.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Pieces of arrays, whose memory is read and written without another check behind them. */
class ArrayPiecesTest {

  private static final int LENGTH = 1500;

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void aViewIsWrittenInPlaceAndNothingBesideIt(DataType type) {
    INDArray whole = Nd4j.ones(type, LENGTH + 2);
    INDArray view = whole.get(NDArrayIndex.interval(1, LENGTH + 1));
    ArrayPieces pieces = ArrayPieces.of(view);
    pieces.clear(0, ArrayPieces.PIECE);

    pieces.store(0, 0, ArrayPieces.PIECE);
    pieces.store(0, ArrayPieces.PIECE, LENGTH - ArrayPieces.PIECE);

    assertThat(view.sumNumber().doubleValue()).isZero();
    assertThat(whole.sumNumber().doubleValue()).as("the element on each side").isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"-1, 1", "1500, 1", "1490, 11", "0, 1025", "0, -1", "9223372036854775807, 2"})
  void aPieceThatPassesAnEndIsRefused(long from, int count) {
    for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
      ArrayPieces pieces = ArrayPieces.of(Nd4j.ones(type, LENGTH));

      assertThatThrownBy(() -> pieces.load(0, from, count))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> pieces.store(0, from, count))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void arraysOfTwoTypesAreRefused() {
    INDArray floats = Nd4j.ones(DataType.FLOAT, LENGTH);
    INDArray doubles = Nd4j.ones(DataType.DOUBLE, LENGTH);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ArrayPieces.of(doubles, floats))
        .withMessageContaining("of one type, but the first is of DOUBLE and array 1");
    assertThatIllegalArgumentException().isThrownBy(() -> ArrayPieces.of(floats, doubles));
  }

  @ParameterizedTest
  @EnumSource(names = {"HALF", "BFLOAT16", "LONG"})
  void otherTypesAreRefused(DataType type) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ArrayPieces.of(Nd4j.ones(type, LENGTH)))
        .withMessage("an update computes in FLOAT or DOUBLE, but the parameters are of " + type);
  }

  @Test
  void aColumnIsRefused() {
    INDArray column = Nd4j.ones(DataType.FLOAT, LENGTH, 2).getColumn(0);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ArrayPieces.of(column))
        .withMessageContaining("must be contiguous");
  }
}
