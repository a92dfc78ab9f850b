package org.texp4j.dl4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The examples of one step: the features for each input of a network, the labels for each output,
 * and their masks.
 *
 * <p>Examples lie along the first dimension of every array. The arrays are not copied, and must not
 * be changed while the batch is in use. A network with one input and one output has one array of
 * features and one of labels.
 *
 * @param features the features, one array for each input; at least one
 * @param labels the labels, one array for each output; at least one
 * @param featureMasks the masks of the features, one for each input or null where it has none;
 *     empty if there are none at all
 * @param labelMasks the masks of the labels, one for each output or null where it has none; empty
 *     if there are none at all
 */
public record Batch(
    List<INDArray> features,
    List<INDArray> labels,
    List<INDArray> featureMasks,
    List<INDArray> labelMasks) {

  private static final String NO_FEATURES = "it has no features";
  private static final String NO_LABELS = "it has no labels";

  /**
   * Creates a batch.
   *
   * @throws IllegalArgumentException if there are no features, no labels or no examples; if the
   *     arrays and masks do not all have the same number of examples; or if there are masks, but
   *     not as many as arrays
   * @throws NullPointerException if a list, an array of features or an array of labels is null
   */
  public Batch {
    features = List.copyOf(features);
    labels = List.copyOf(labels);
    if (features.isEmpty() || labels.isEmpty()) {
      throw new IllegalArgumentException(
          "a batch must have features and labels, but has "
              + features.size()
              + " arrays of features and "
              + labels.size()
              + " of labels");
    }
    featureMasks = masks("features", featureMasks, features.size());
    labelMasks = masks("labels", labelMasks, labels.size());
    long examples = examplesIn(features.get(0));
    requireExamples("features", features, examples);
    requireExamples("labels", labels, examples);
    requireExamples("feature masks", featureMasks, examples);
    requireExamples("label masks", labelMasks, examples);
  }

  private static List<INDArray> masks(String ofArrays, List<INDArray> masks, int arrays) {
    if (masks.stream().allMatch(Objects::isNull)) {
      return List.of();
    }
    if (masks.size() != arrays) {
      throw new IllegalArgumentException(
          "there are " + masks.size() + " masks for " + arrays + " arrays of " + ofArrays);
    }
    return Collections.unmodifiableList(new ArrayList<>(masks));
  }

  private static void requireExamples(String name, List<INDArray> arrays, long examples) {
    for (INDArray array : arrays) {
      if (array != null && (examplesIn(array) != examples || examples == 0)) {
        throw new IllegalArgumentException(
            name
                + " of shape "
                + Arrays.toString(array.shape())
                + " do not hold "
                + (examples == 0 ? "any" : examples)
                + " examples along their first dimension");
      }
    }
  }

  private static long examplesIn(INDArray array) {
    return array.rank() == 0 ? 0 : array.size(0);
  }

  /**
   * A batch with the arrays of a data set, for one input and one output.
   *
   * @throws IllegalArgumentException as for the constructor
   * @throws NullPointerException if the data set is null or has no features or no labels
   */
  public static Batch of(DataSet data) {
    Objects.requireNonNull(data, "it has no examples");
    return new Batch(
        List.of(Objects.requireNonNull(data.getFeatures(), NO_FEATURES)),
        List.of(Objects.requireNonNull(data.getLabels(), NO_LABELS)),
        Collections.singletonList(data.getFeaturesMaskArray()),
        Collections.singletonList(data.getLabelsMaskArray()));
  }

  /**
   * A batch with the arrays of a data set, for any number of inputs and outputs.
   *
   * @throws IllegalArgumentException as for the constructor
   * @throws NullPointerException if the data set is null or has no features or no labels
   */
  public static Batch of(MultiDataSet data) {
    Objects.requireNonNull(data, "it has no examples");
    return new Batch(
        all(data.getFeatures(), NO_FEATURES),
        all(data.getLabels(), NO_LABELS),
        orNone(data.getFeaturesMaskArrays()),
        orNone(data.getLabelsMaskArrays()));
  }

  private static List<INDArray> all(INDArray[] arrays, String missing) {
    List<INDArray> all = Arrays.asList(Objects.requireNonNull(arrays, missing));
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i) == null) {
        throw new NullPointerException(missing + " in array " + i + ", counted from 0");
      }
    }
    return all;
  }

  private static List<INDArray> orNone(INDArray[] masks) {
    return masks == null ? List.of() : Arrays.asList(masks);
  }

  /** The number of examples, at least 1. */
  public int examples() {
    return Math.toIntExact(features.get(0).size(0));
  }

  /** Whether any array has a mask. */
  public boolean hasMasks() {
    return !featureMasks.isEmpty() || !labelMasks.isEmpty();
  }

  /** The mask of the labels of an output; null if it has none. */
  public INDArray labelMask(int output) {
    return labelMasks.isEmpty() ? null : labelMasks.get(output);
  }

  /** Whether there is one array of features and one of labels. */
  public boolean isSingle() {
    return features.size() == 1 && labels.size() == 1;
  }

  /** All arrays: features, labels, and the masks there are, in this order. */
  public List<INDArray> arrays() {
    List<INDArray> arrays = new ArrayList<>(features);
    arrays.addAll(labels);
    featureMasks.stream().filter(Objects::nonNull).forEach(arrays::add);
    labelMasks.stream().filter(Objects::nonNull).forEach(arrays::add);
    return arrays;
  }

  /**
   * The examples from one index, inclusive, to another, exclusive, as views.
   *
   * @param from at least 0
   * @param to greater than {@code from}, at most {@link #examples}
   * @throws IndexOutOfBoundsException unless 0 ≤ from &lt; to ≤ examples
   */
  public Batch range(int from, int to) {
    if (from < 0 || from >= to || to > examples()) {
      throw new IndexOutOfBoundsException(
          "the batch has " + examples() + " examples, but the range is from " + from + " to " + to);
    }
    return new Batch(
        ranges(features, from, to),
        ranges(labels, from, to),
        ranges(featureMasks, from, to),
        ranges(labelMasks, from, to));
  }

  private static List<INDArray> ranges(List<INDArray> arrays, int from, int to) {
    List<INDArray> ranges = new ArrayList<>();
    for (INDArray array : arrays) {
      ranges.add(array == null ? null : range(array, from, to));
    }
    return ranges;
  }

  private static INDArray range(INDArray array, int from, int to) {
    INDArrayIndex[] indices = new INDArrayIndex[array.rank()];
    Arrays.fill(indices, NDArrayIndex.all());
    indices[0] = NDArrayIndex.interval(from, to);
    return array.get(indices);
  }

  /**
   * The first examples, as views: as many as asked for, or all if there are fewer.
   *
   * @param most at least 1
   * @throws IndexOutOfBoundsException if it is less than 1
   */
  public Batch first(int most) {
    return range(0, Math.min(most, examples()));
  }

  /**
   * The examples in parts, as views, whose sizes differ by one at most; the larger parts come
   * first.
   *
   * @param number the number of parts, at least 1; with fewer examples than that, each is a part
   * @throws IllegalArgumentException if the number is less than 1
   */
  public List<Batch> parts(int number) {
    if (number < 1) {
      throw new IllegalArgumentException("number must be at least 1, but is " + number);
    }
    int parts = Math.min(number, examples());
    List<Batch> list = new ArrayList<>();
    int from = 0;
    for (int part = 0; part < parts; part++) {
      int to = from + examples() / parts + (part < examples() % parts ? 1 : 0);
      list.add(range(from, to));
      from = to;
    }
    return list;
  }

  /**
   * The same examples as a data set of Deeplearning4j, which shares their arrays.
   *
   * @throws IllegalStateException if there are several arrays of features or labels
   */
  public DataSet toDataSet() {
    if (!isSingle()) {
      throw new IllegalStateException(
          "a data set has one array of features and one of labels, but the batch has "
              + features.size()
              + " and "
              + labels.size());
    }
    INDArray featureMask = featureMasks.isEmpty() ? null : featureMasks.get(0);
    return new DataSet(features.get(0), labels.get(0), featureMask, labelMask(0));
  }

  /** The same examples as a multi data set of Deeplearning4j, which shares their arrays. */
  public MultiDataSet toMultiDataSet() {
    return new org.nd4j.linalg.dataset.MultiDataSet(
        array(features), array(labels), array(featureMasks), array(labelMasks));
  }

  private static INDArray[] array(List<INDArray> arrays) {
    return arrays.isEmpty() ? null : arrays.toArray(INDArray[]::new);
  }
}
