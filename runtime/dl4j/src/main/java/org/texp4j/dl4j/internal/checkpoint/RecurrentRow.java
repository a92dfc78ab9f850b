package org.texp4j.dl4j.internal.checkpoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.texp4j.dl4j.internal.json.JsonObject;

/** What recurrent layers carry from step to step, as one row, and the names and shapes in it. */
final class RecurrentRow {

  /** The name of the row among the arrays of a checkpoint. */
  static final String NAME = "recurrentState";

  private static final String ARRAY = "name";
  private static final String SHAPE = "shape";
  private static final String TIMES = "x";

  private RecurrentRow() {}

  /** The arrays one after the other, in the order of their names. */
  static INDArray of(Map<String, INDArray> state) {
    return Nd4j.concat(
        0,
        new TreeMap<>(state)
            .values().stream()
                .map(array -> array.dup('c').reshape(array.length()))
                .toArray(INDArray[]::new));
  }

  /** Names and shapes. */
  static List<JsonObject> describe(Map<String, INDArray> state) {
    List<JsonObject> arrays = new ArrayList<>();
    new TreeMap<>(state)
        .forEach(
            (name, array) ->
                arrays.add(new JsonObject().put(ARRAY, name).put(SHAPE, shape(array))));
    return arrays;
  }

  private static String shape(INDArray array) {
    return Arrays.stream(array.shape())
        .mapToObj(String::valueOf)
        .collect(Collectors.joining(TIMES));
  }

  /**
   * Divides a row into the arrays that are described.
   *
   * @throws IllegalArgumentException if they do not fill it
   */
  static Map<String, INDArray> read(List<JsonObject> described, INDArray row) {
    INDArray flat = row.reshape(row.length());
    Map<String, INDArray> state = new TreeMap<>();
    long from = 0;
    for (JsonObject array : described) {
      long[] shape =
          Arrays.stream(array.text(SHAPE).split(TIMES)).mapToLong(Long::parseLong).toArray();
      long length = 1;
      for (long size : shape) {
        length = size < 1 ? 0 : Math.multiplyExact(length, size);
      }
      if (length == 0 || length > flat.length() - from) {
        throw new IllegalArgumentException(
            "its recurrent state has no " + array.text(ARRAY) + " of shape " + array.text(SHAPE));
      }
      state.put(
          array.text(ARRAY),
          flat.get(NDArrayIndex.interval(from, from + length)).dup().reshape('c', shape));
      from += length;
    }
    if (from != flat.length()) {
      throw new IllegalArgumentException("its recurrent state has more elements than arrays");
    }
    return state;
  }
}
