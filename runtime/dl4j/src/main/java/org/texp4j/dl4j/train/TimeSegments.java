package org.texp4j.dl4j.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.TrainingException;
import org.texp4j.dl4j.internal.network.NetworkDescription;

/**
 * The segments into which batches of sequences are cut where a network truncates backpropagation
 * through time. Each is a step, since Deeplearning4j updates the weights after each.
 *
 * <p>As in Deeplearning4j, sequences are cut, and rows are repeated with each of their segments.
 *
 * @param length the number of time steps of a segment; the last of a batch may have fewer
 * @param perBatch the number of segments of every batch
 */
record TimeSegments(long length, int perBatch) {

  private static final int SEQUENCES = 3;

  /** The dimension along which Deeplearning4j cuts. */
  private static final int TIME = 2;

  /** One segment, which is the whole batch. */
  static final TimeSegments WHOLE = new TimeSegments(Long.MAX_VALUE, 1);

  /**
   * The segments of batches such as the first.
   *
   * @param length the number of time steps after which a network truncates; empty if it does not
   * @throws TrainingException if Deeplearning4j would not train such a network on the batch
   */
  static TimeSegments of(NetworkDescription network, OptionalInt length, Batch first) {
    if (length.isEmpty()) {
      return WHOLE;
    }
    TimeSegments one = new TimeSegments(length.getAsInt(), 1);
    one.requireColumnsFirst(network, first);
    TimeSegments segments = new TimeSegments(one.length, one.segmentsIn(first, "the first batch"));
    if (segments.perBatch > 1 && network instanceof NetworkDescription.Layers) {
      INDArray features = first.features().get(0);
      if (features.rank() == 2
          && network.nodes().get(0).layer() instanceof EmbeddingSequenceLayer) {
        throw new TrainingException(
            segments.truncates()
                + ", but a batch has the indices of a sequence of embeddings as features of shape "
                + Arrays.toString(features.shape())
                + ", which Deeplearning4j does not cut: give them as [N, 1, T], "
                + Arrays.toString(new long[] {features.size(0), 1, features.size(1)}));
      }
      segments.requireSequences("features", features);
      segments.requireSequences("labels", first.labels().get(0));
    }
    return segments;
  }

  private void requireColumnsFirst(NetworkDescription network, Batch batch) {
    boolean columnsLast =
        network.nodes().stream()
            .anyMatch(
                node ->
                    node.layer() instanceof BaseRecurrentLayer layer
                        && layer.getRnnDataFormat() == RNNFormat.NWC);
    if (columnsLast
        && sequences(batch).anyMatch(array -> Math.max(array.size(1), array.size(2)) > length)) {
      throw new TrainingException(
          truncates()
              + ", but has columns last, which Deeplearning4j cuts instead of time steps: use"
              + " RNNFormat.NCW, or remove .backpropType(…)");
    }
  }

  private void requireSequences(String name, INDArray array) {
    if (array.rank() != SEQUENCES) {
      throw new TrainingException(
          truncates()
              + ", but a batch has "
              + name
              + " of shape "
              + Arrays.toString(array.shape())
              + ", with no value for each time step, so Deeplearning4j would not train on it:"
              + " remove .backpropType(…)");
    }
  }

  private String truncates() {
    return "the network truncates backpropagation through time after " + length + " time steps";
  }

  /**
   * Requires that a batch has the same number of segments as all others.
   *
   * @param where which batch it is, for the message
   * @throws TrainingException if it has more or fewer, or its sequences differ in length
   */
  void require(Batch batch, String where) {
    int segments = this == WHOLE ? 1 : segmentsIn(batch, where);
    if (segments != perBatch) {
      throw new TrainingException(
          truncates()
              + ", which takes a step for each segment: the first batch has "
              + perBatch
              + ", but "
              + where
              + " has "
              + segments
              + ", and a recipe counts steps. Pad the sequences of all batches to the same length,"
              + " with masks, or remove .backpropType(…)");
    }
  }

  private int segmentsIn(Batch batch, String where) {
    long[] times = sequences(batch).mapToLong(array -> array.size(TIME)).distinct().toArray();
    if (times.length > 1 && Arrays.stream(times).max().getAsLong() > length) {
      throw new TrainingException(
          truncates()
              + ", but "
              + where
              + " has sequences of different lengths, "
              + Arrays.toString(times)
              + ": give features and labels of all inputs and outputs the same number of time"
              + " steps, with masks, or remove .backpropType(…)");
    }
    return times.length == 0 || times[0] <= length
        ? 1
        : Math.toIntExact((times[0] + length - 1) / length);
  }

  private static Stream<INDArray> sequences(Batch batch) {
    return Stream.concat(batch.features().stream(), batch.labels().stream())
        .filter(array -> array.rank() == SEQUENCES);
  }

  /** The index of the batch of a step. */
  long batchOf(long step) {
    return step / perBatch;
  }

  /** Whether a step continues the sequences of the step before. */
  boolean continuesBatch(long step) {
    return step % perBatch != 0;
  }

  /** The segment of a batch on which a step is taken; a copy, or the whole batch itself. */
  Batch segment(Batch batch, long step) {
    if (perBatch == 1) {
      return batch;
    }
    long from = step % perBatch * length;
    return new Batch(
        cut(batch.features(), from),
        cut(batch.labels(), from),
        cutMasks(batch.featureMasks(), batch.features(), from),
        cutMasks(batch.labelMasks(), batch.labels(), from));
  }

  private List<INDArray> cut(List<INDArray> arrays, long from) {
    return arrays.stream()
        .map(array -> array.rank() == SEQUENCES ? cut(array, from) : array)
        .toList();
  }

  private List<INDArray> cutMasks(List<INDArray> masks, List<INDArray> masked, long from) {
    List<INDArray> cut = new ArrayList<>();
    for (int i = 0; i < masks.size(); i++) {
      INDArray mask = masks.get(i);
      cut.add(mask == null || masked.get(i).rank() != SEQUENCES ? mask : cut(mask, from));
    }
    return cut;
  }

  /** Cuts the last dimension. */
  private INDArray cut(INDArray array, long from) {
    int last = array.rank() - 1;
    INDArrayIndex[] indices = new INDArrayIndex[array.rank()];
    Arrays.fill(indices, NDArrayIndex.all());
    indices[last] = NDArrayIndex.interval(from, Math.min(from + length, array.size(last)));
    return array.get(indices).dup(); // Of views of views, ND4J loses the shape.
  }
}
