package org.texp4j.dl4j.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.texp4j.dl4j.Bits;
import org.texp4j.dl4j.internal.json.JsonObject;

class RecurrentRowTest {

  @Test
  void arraysComeBackByNameAndShape() {
    Map<String, INDArray> state =
        Map.of("b/c", Nd4j.rand(3, 2).transpose(), "a/b/prevAct", Nd4j.rand(2, 4));

    Map<String, INDArray> read =
        RecurrentRow.read(RecurrentRow.describe(state), RecurrentRow.of(state));

    assertThat(read).containsOnlyKeys("a/b/prevAct", "b/c");
    state.forEach(
        (name, array) -> {
          assertThat(read.get(name).shape()).isEqualTo(array.shape());
          assertThat(Bits.of(read.get(name))).isEqualTo(Bits.of(array));
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"2x4", "2x2", "-2x-3", "0x6", "", "x", "9223372036854775807x2", "2,3"})
  void otherShapesAreRefused(String shape) {
    List<JsonObject> described = List.of(new JsonObject().put("name", "a").put("shape", shape));

    assertThatThrownBy(() -> RecurrentRow.read(described, Nd4j.rand(6)))
        .isInstanceOfAny(IllegalArgumentException.class, ArithmeticException.class);
  }
}
