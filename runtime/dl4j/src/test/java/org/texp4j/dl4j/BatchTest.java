package org.texp4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

class BatchTest {

  private static final int EXAMPLES = 5;

  private final INDArray images = array(EXAMPLES, 2, 3, 3);
  private final INDArray sequences = array(EXAMPLES, 4, 7);
  private final INDArray classes = array(EXAMPLES, 3);
  private final INDArray sequenceMask = array(EXAMPLES, 7);
  private final INDArray classMask = array(EXAMPLES, 1);

  /** Two inputs and two outputs, of which the second input and the first output have masks. */
  private final Batch several =
      new Batch(
          List.of(images, sequences),
          List.of(classes, images),
          Arrays.asList(null, sequenceMask),
          Arrays.asList(classMask, null));

  @ParameterizedTest
  @CsvSource({
    "31, 6, 6 5 5 5 5 5",
    "32, 4, 8 8 8 8",
    "16, 3, 6 5 5",
    "7, 1, 7",
    "3, 8, 1 1 1",
    "1, 2, 1"
  })
  void partsDifferByOneExampleAtMost(int examples, int number, String sizes) {
    INDArray features = Nd4j.arange(examples).reshape(examples, 1);
    List<Batch> parts = Batch.of(new DataSet(features, features)).parts(number);

    assertThat(parts)
        .extracting(part -> String.valueOf(part.examples()))
        .containsExactly(sizes.split(" "));
    assertThat(Nd4j.vstack(parts.stream().map(part -> part.features().get(0)).toList()))
        .isEqualTo(features);
  }

  @Test
  void goesIntoAMultiDataSetAndBack() {
    assertThat(Batch.of(several.toMultiDataSet())).isEqualTo(several);
    assertThat(several.labelMask(0)).isSameAs(classMask);
    assertThat(several.labelMask(1)).isNull();

    Batch unmasked = Batch.of(new DataSet(images, classes));
    assertThat(unmasked.toMultiDataSet().getLabelsMaskArrays()).isNull();
    assertThat(unmasked.labelMask(0)).isNull();
    assertThatThrownBy(
            () ->
                Batch.of(new MultiDataSet(new INDArray[] {images, null}, new INDArray[] {classes})))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("it has no features in array 1, counted from 0");
  }

  @Test
  void holdsTheArraysOfADataSet() {
    Batch batch = Batch.of(new DataSet(sequences, classes, sequenceMask, null));

    assertThat(batch.examples()).isEqualTo(EXAMPLES);
    assertThat(batch.isSingle()).isTrue();
    assertThat(batch.hasMasks()).isTrue();
    assertThat(batch.features()).satisfiesExactly(each -> assertThat(each).isSameAs(sequences));
    assertThat(batch.labels()).satisfiesExactly(each -> assertThat(each).isSameAs(classes));
    assertThat(batch.featureMasks())
        .satisfiesExactly(each -> assertThat(each).isSameAs(sequenceMask));
    assertThat(batch.labelMasks()).isEmpty();
  }

  @Test
  void holdsTheArraysOfADataSetForSeveralInputsAndOutputs() {
    INDArray[] features = {images, sequences};
    INDArray[] labels = {classes, images};

    Batch batch = Batch.of(new MultiDataSet(features, labels));
    Batch masked =
        Batch.of(
            new MultiDataSet(
                features,
                labels,
                new INDArray[] {null, sequenceMask},
                new INDArray[] {classMask, null}));

    assertThat(batch.isSingle()).isFalse();
    assertThat(batch.hasMasks()).isFalse();
    assertThat(batch.arrays()).containsExactly(images, sequences, classes, images);
    assertThat(masked).isEqualTo(several);
  }

  @Test
  void masksThatAreAllNullAreNone() {
    Batch batch =
        new Batch(
            List.of(images, sequences),
            List.of(classes),
            Arrays.asList(null, null),
            Collections.singletonList(null));

    assertThat(batch.hasMasks()).isFalse();
    assertThat(batch.featureMasks()).isEmpty();
    assertThat(batch.labelMasks()).isEmpty();
  }

  @Test
  void listsFeaturesLabelsAndTheMasksThereAre() {
    assertThat(several.hasMasks()).isTrue();
    assertThat(several.arrays())
        .containsExactly(images, sequences, classes, images, sequenceMask, classMask);
  }

  @ParameterizedTest
  @CsvSource({"0, 5", "0, 2", "1, 2", "3, 5", "4, 5"})
  void aRangeIsAViewOfTheSameExamplesInEveryArray(int from, int to) {
    Batch range = several.range(from, to);

    assertThat(range.examples()).isEqualTo(to - from);
    assertThat(range.featureMasks().get(0)).isNull();
    assertThat(range.labelMasks().get(1)).isNull();
    List<INDArray> whole = several.arrays();
    for (int i = 0; i < whole.size(); i++) {
      INDArray part = range.arrays().get(i);
      long[] shape = whole.get(i).shape().clone();
      shape[0] = to - from;
      assertThat(part.shape()).isEqualTo(shape);
      int length = (int) whole.get(i).length() / EXAMPLES;
      assertThat(values(part))
          .isEqualTo(Arrays.copyOfRange(values(whole.get(i)), from * length, to * length));
    }
    range.features().get(0).putScalar(new int[] {0, 1, 2, 0}, -1);
    assertThat(images.getDouble(from, 1, 2, 0)).isEqualTo(-1);
  }

  @ParameterizedTest
  @CsvSource({"-1, 2", "0, 6", "2, 2", "3, 2", "5, 6"})
  void aRangeLiesWithinTheBatchAndIsNotEmpty(int from, int to) {
    assertThatThrownBy(() -> several.range(from, to))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("the batch has 5 examples, but the range is from " + from + " to " + to);
  }

  @Test
  void theFirstExamplesAreAsManyAsThereAre() {
    assertThat(several.first(2)).isEqualTo(several.range(0, 2));
    assertThat(several.first(9)).isEqualTo(several);
    assertThatThrownBy(() -> several.first(0)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void becomesADataSetIfSingle() {
    DataSet data = new DataSet(sequences, classes, sequenceMask, classMask);

    DataSet same = Batch.of(data).toDataSet();

    assertThat(same.getFeatures()).isSameAs(sequences);
    assertThat(same.getLabels()).isSameAs(classes);
    assertThat(same.getFeaturesMaskArray()).isSameAs(sequenceMask);
    assertThat(same.getLabelsMaskArray()).isSameAs(classMask);
    assertThatIllegalStateException()
        .isThrownBy(several::toDataSet)
        .withMessageEndingWith("but the batch has 2 and 2");
  }

  @Test
  void listsAreNotThoseOfTheCaller() {
    List<INDArray> features = Arrays.asList(images);
    Batch batch = new Batch(features, List.of(classes), List.of(), List.of());
    features.set(0, sequences);

    assertThat(batch.features()).containsExactly(images);
  }

  @Test
  void hasFeaturesAndLabels() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Batch(List.of(), List.of(classes), List.of(), List.of()))
        .withMessage(
            "a batch must have features and labels, but has 0 arrays of features and 1 of labels");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Batch(List.of(images), List.of(), List.of(), List.of()));
    assertThatThrownBy(() -> Batch.of(new DataSet(images, null)))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> new Batch(List.of(images), List.of(classes), null, List.of()))
        .isInstanceOf(NullPointerException.class);
  }

  @Test
  void hasAMaskForEveryArrayOrNone() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Batch(
                    List.of(images, sequences), List.of(classes), List.of(sequenceMask), List.of()))
        .withMessage("there are 1 masks for 2 arrays of features");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Batch(
                    List.of(images), List.of(classes), List.of(), List.of(classMask, classMask)))
        .withMessage("there are 2 masks for 1 arrays of labels");
  }

  @Test
  void everyArrayHasTheSameExamples() {
    INDArray fewer = array(EXAMPLES - 1, 3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Batch.of(new DataSet(images, fewer)))
        .withMessage("labels of shape [4, 3] do not hold 5 examples along their first dimension");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Batch(List.of(images, fewer), List.of(classes), List.of(), List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Batch.of(new DataSet(images, classes, fewer, null)))
        .withMessageStartingWith("feature masks");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Batch.of(new DataSet(images, classes, null, fewer)))
        .withMessageStartingWith("label masks");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Batch.of(new DataSet(Nd4j.scalar(1), classes)))
        .withMessage("features of shape [] do not hold any examples along their first dimension");
  }

  private static float[] values(INDArray array) {
    return array.dup('c').data().asFloat();
  }

  private static INDArray array(long... shape) {
    long length = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    return Nd4j.arange(length).castTo(DataType.FLOAT).reshape(shape);
  }
}
