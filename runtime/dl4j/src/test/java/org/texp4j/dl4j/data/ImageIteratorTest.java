package org.texp4j.dl4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

class ImageIteratorTest {

  private static final int COUNT = 50;
  private static final Standardization UNIT = Standardization.unit(1);

  /** Image i of one pixel, i / 255, in class i mod 10: the first feature tells the image. */
  private static LabelledImages numbered(int count) {
    byte[] pixels = new byte[count];
    byte[] labels = new byte[count];
    for (int i = 0; i < count; i++) {
      pixels[i] = (byte) i;
      labels[i] = (byte) (i % 10);
    }
    return LabelledImages.of(1, 1, 1, 10, pixels, labels);
  }

  private static ImageIterator shuffled(long seed) {
    return ImageIterator.training(numbered(COUNT), UNIT, 16, seed);
  }

  /** The images of the rest of an epoch, in order. */
  private static List<Integer> drain(DataSetIterator iterator) {
    List<Integer> order = new ArrayList<>();
    while (iterator.hasNext()) {
      DataSet batch = iterator.next();
      for (int i = 0; i < batch.getFeatures().size(0); i++) {
        int image = Math.round(255 * batch.getFeatures().getFloat(i, 0, 0, 0));
        assertThat(batch.getLabels().getFloat(i, image % 10)).isEqualTo(1);
        assertThat(batch.getLabels().getRow(i).sumNumber().doubleValue()).isEqualTo(1);
        order.add(image);
      }
    }
    return order;
  }

  private static List<Integer> epoch(ImageIterator iterator, long epoch) {
    iterator.startEpoch(epoch);
    return drain(iterator);
  }

  private static List<Integer> inOrder() {
    return IntStream.range(0, COUNT).boxed().toList();
  }

  @Test
  void trainingHasEveryExampleOnceAnEpoch() {
    ImageIterator iterator = shuffled(1);
    for (int e = 0; e < 5; e++) {
      assertThat(epoch(iterator, e))
          .isNotEqualTo(inOrder())
          .containsExactlyInAnyOrderElementsOf(inOrder());
    }
  }

  @Test
  void orderIsAFunctionOfSeedAndEpochAlone() {
    ImageIterator wandering = shuffled(1);
    wandering.startEpoch(9);
    wandering.next();
    assertThat(epoch(wandering, 3)).isEqualTo(epoch(shuffled(1), 3));
    assertThat(epoch(wandering, 3)).isNotEqualTo(epoch(wandering, 4));
    assertThat(epoch(wandering, 3)).isNotEqualTo(epoch(shuffled(2), 3));
  }

  /** Saved runs rely on this order: if it changes, they cannot be resumed or reproduced. */
  @Test
  void orderNeverChanges() {
    assertThat(epoch(shuffled(7), 2).subList(0, 12))
        .containsExactly(27, 43, 1, 11, 2, 45, 8, 23, 30, 16, 3, 38);
  }

  @Test
  void resetMovesToTheNextEpoch() {
    ImageIterator iterator = shuffled(1);
    assertThat(drain(iterator)).isEqualTo(epoch(shuffled(1), 0));
    iterator.reset();
    assertThat(drain(iterator)).isEqualTo(epoch(shuffled(1), 1));
    iterator.startEpoch(6);
    iterator.next();
    iterator.reset();
    assertThat(drain(iterator)).isEqualTo(epoch(shuffled(1), 7));
  }

  @Test
  void evaluationKeepsTheOrderOfTheFile() {
    ImageIterator iterator = ImageIterator.evaluation(numbered(COUNT), UNIT, 16);
    assertThat(drain(iterator)).isEqualTo(inOrder());
    iterator.reset();
    assertThat(drain(iterator)).isEqualTo(inOrder());
  }

  @Test
  void theLastBatchMayBeShort() {
    ImageIterator iterator = shuffled(1);
    List<Long> sizes = new ArrayList<>();
    iterator.forEachRemaining(batch -> sizes.add(batch.getFeatures().size(0)));
    assertThat(sizes).containsExactly(16L, 16L, 16L, 2L);
    assertThatThrownBy(iterator::next)
        .isInstanceOf(NoSuchElementException.class)
        .hasMessageContaining("reset()");
  }

  @Test
  void servesBatchesOfAnySize() {
    ImageIterator iterator = shuffled(1);
    assertThat(iterator.next(3).getLabels().shape()).containsExactly(3, 10);
    assertThat(drain(iterator)).isEqualTo(epoch(shuffled(1), 0).subList(3, COUNT));
  }

  @Test
  void describesItself() {
    ImageIterator iterator = shuffled(1);
    assertThat(iterator.examples()).isEqualTo(COUNT);
    assertThat(iterator.batch()).isEqualTo(16);
    assertThat(iterator.inputColumns()).isEqualTo(1);
    assertThat(iterator.totalOutcomes()).isEqualTo(10);
    assertThat(iterator.resetSupported()).isTrue();
    assertThat(iterator.asyncSupported()).isTrue();
    assertThat(iterator.getLabels()).hasSize(10).startsWith("0", "1");
  }

  @Test
  void appliesThePreProcessor() {
    ImageIterator iterator = ImageIterator.evaluation(numbered(COUNT), UNIT, 16);
    assertThat(iterator.digest()).isPresent();
    iterator.setPreProcessor(batch -> batch.getFeatures().muli(2));
    assertThat(iterator.getPreProcessor()).isNotNull();
    assertThat(iterator.digest()).isEmpty();
    assertThat(iterator.next().getFeatures().getFloat(15, 0, 0, 0)).isEqualTo(30 / 255f);
  }

  @Test
  void standardizesEachChannelInPlace() {
    LabelledImages images = random(6);
    Standardization standardization =
        new Standardization(List.of(0.1, 0.2, 0.3), List.of(0.5, 0.6, 0.7));
    DataSet batch = ImageIterator.evaluation(images, standardization, 6).next();
    assertThat(batch.getFeatures().shape()).containsExactly(6, 3, 8, 7);
    assertThat(batch.getFeatures().dataType()).isEqualTo(DataType.FLOAT);
    assertThat(batch.getLabels().dataType()).isEqualTo(DataType.FLOAT);
    for (int[] at : new int[][] {{0, 0, 0, 0}, {5, 2, 7, 6}, {3, 1, 4, 2}}) {
      double pixel = images.pixel(at[0], at[1], at[2], at[3]) / 255.0;
      double mean = standardization.means().get(at[1]);
      double deviation = standardization.deviations().get(at[1]);
      assertThat(batch.getFeatures().getFloat(at)).isEqualTo((float) ((pixel - mean) / deviation));
    }
  }

  @Test
  void augmentationIsAFunctionOfSeedEpochAndExample() {
    LabelledImages images = random(20);
    float[] once = augmented(images, 5, 4, 2);
    assertThat(augmented(images, 5, 4, 7)).as("other batches").isEqualTo(once);
    assertThat(augmented(images, 5, 3, 2)).as("another epoch").isNotEqualTo(once);
    assertThat(augmented(images, 6, 4, 2)).as("another seed").isNotEqualTo(once);
  }

  /** All features of an epoch, by example: independent of the order they were drawn in. */
  private static float[] augmented(LabelledImages images, long seed, long epoch, int batchSize) {
    ImageIterator iterator =
        ImageIterator.training(
            images, Standardization.unit(3), batchSize, seed, Augmentation.CIFAR);
    iterator.startEpoch(epoch);
    int[] order = new RandomStream(seed, 0, epoch).permutation(images.count());
    int length = 3 * 8 * 7;
    float[] features = new float[images.count() * length];
    int drawn = 0;
    while (iterator.hasNext()) {
      float[] batch = iterator.next().getFeatures().dup('c').data().asFloat();
      for (int i = 0; i < batch.length / length; i++) {
        System.arraycopy(batch, i * length, features, order[drawn++] * length, length);
      }
    }
    return features;
  }

  @Test
  void augmentationShiftsOverBlackAndMirrors() {
    LabelledImages images = random(1);
    Set<Augmentation.Change> seen = new HashSet<>();
    ImageIterator iterator =
        ImageIterator.training(images, Standardization.unit(3), 1, 5, Augmentation.CIFAR);
    // 162 changes: 4000 draws miss a given one with probability e^-24.
    for (int epoch = 0; epoch < 4000; epoch++) {
      iterator.startEpoch(epoch);
      float[] features = iterator.next().getFeatures().data().asFloat();
      List<Augmentation.Change> found =
          allChanges().filter(c -> Arrays.equals(features, changed(images, c))).toList();
      assertThat(found).hasSize(1);
      seen.addAll(found);
    }
    assertThat(seen).hasSize(9 * 9 * 2);
  }

  private static Stream<Augmentation.Change> allChanges() {
    return IntStream.range(0, 9 * 9 * 2)
        .mapToObj(i -> new Augmentation.Change(i / 18 - 4, i / 2 % 9 - 4, i % 2 == 1));
  }

  /** The image padded with black, cropped, and mirrored, as three plain steps. */
  private static float[] changed(LabelledImages images, Augmentation.Change change) {
    float[] features = new float[3 * 8 * 7];
    for (int c = 0; c < 3; c++) {
      float[][] padded = new float[8 + 8][7 + 8];
      for (int y = 0; y < 8; y++) {
        for (int x = 0; x < 7; x++) {
          padded[y + 4][x + 4] = (float) (images.pixel(0, c, y, x) / 255.0);
        }
      }
      for (int y = 0; y < 8; y++) {
        for (int x = 0; x < 7; x++) {
          int to = change.mirrored() ? 6 - x : x;
          features[(c * 8 + y) * 7 + to] = padded[y + change.row() + 4][x + change.column() + 4];
        }
      }
    }
    return features;
  }

  @Test
  void aNetworkInDoubleTakesTheSameNumbers() {
    DataSet batch = ImageIterator.evaluation(random(6), Standardization.of(random(6)), 6).next();
    double single = score(DataType.FLOAT, batch);
    double twice = score(DataType.DOUBLE, batch);
    assertThat(twice)
        .isFinite()
        .isEqualTo(
            score(
                DataType.DOUBLE,
                new DataSet(
                    batch.getFeatures().castTo(DataType.DOUBLE),
                    batch.getLabels().castTo(DataType.DOUBLE))));
    // The initial weights of the two types are drawn alike; the scores differ by float rounding.
    assertThat(single).isCloseTo(twice, within(1e-4));
  }

  private static double score(DataType type, DataSet batch) {
    MultiLayerConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .seed(3)
            .dataType(type)
            .list()
            .layer(new ConvolutionLayer.Builder(3, 3).nOut(4).build())
            .layer(new BatchNormalization())
            .layer(new OutputLayer.Builder().nOut(10).activation(Activation.SOFTMAX).build())
            .setInputType(InputType.convolutional(8, 7, 3))
            .build();
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    network.setInput(batch.getFeatures());
    network.setLabels(batch.getLabels());
    network.computeGradientAndScore();
    return network.score();
  }

  @Test
  void refusesWrongArguments() {
    LabelledImages images = numbered(3);
    assertThatThrownBy(() -> ImageIterator.evaluation(images, UNIT, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("batchSize");
    assertThatThrownBy(() -> ImageIterator.evaluation(images, Standardization.unit(3), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 channels, but the images have 1");
    assertThatThrownBy(() -> shuffled(1).startEpoch(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("epoch");
    assertThatThrownBy(() -> shuffled(1).next(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Augmentation(-1, false))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> LabelledImages.of(1, 2, 2, 10, new byte[7], new byte[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("7 pixels are not 2 images of 1×2×2");
    assertThatThrownBy(() -> LabelledImages.of(1, 1, 1, 2, new byte[1], new byte[] {2}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("label 2 of image 0");
    assertThatThrownBy(() -> LabelledImages.of(0, 1, 1, 2, new byte[0], new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> images.pixel(0, 0, 1, 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void imagesKeepNothingOfTheCaller() {
    byte[] pixels = {1, 2};
    byte[] labels = {0, 1};
    LabelledImages images = LabelledImages.of(1, 1, 1, 10, pixels, labels);
    Arrays.fill(pixels, (byte) 9);
    Arrays.fill(labels, (byte) 9);
    assertThat(images.pixel(1, 0, 0, 0)).isEqualTo(2);
    assertThat(images.label(1)).isEqualTo(1);
  }

  private static LabelledImages random(int count) {
    byte[] pixels = new byte[count * 3 * 8 * 7];
    new Random(11).nextBytes(pixels);
    return LabelledImages.of(3, 8, 7, 10, pixels, new byte[count]);
  }
}
