package org.texp4j.dl4j.data;

import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.texp4j.dl4j.internal.digest.Sha256;

/**
 * An iterator over batches of labelled images for Deeplearning4j: features [n, channels, height,
 * width], scaled by a {@link Standardization}, and one-hot labels [n, classes].
 *
 * <p>Both are FLOAT for any network; Deeplearning4j's layers cast them, so a network in double
 * trains on the same numbers. The last batch of an epoch may be smaller.
 *
 * <p>{@link #training Training} data is shuffled. The order and augmentation of epoch e are pure
 * functions of the seed and e: {@link #startEpoch} moves to any epoch, {@link #reset} to the next.
 * {@link #evaluation Evaluation} data has the order of the images in every epoch.
 *
 * <p>Not safe for use by several threads at a time. Java serialization is not supported, although
 * the interface declares it.
 */
public final class ImageIterator implements DataSetIterator, EpochData {

  private static final long serialVersionUID = 1;

  private static final long ORDER = 0;
  private static final long CHANGES = 1;
  private static final int BLACK = 0;

  private final transient LabelledImages images;
  private final transient Augmentation augmentation;
  private final float[][] table;
  private final int batchSize;
  private final long seed;
  private final transient EpochOrder order;

  private DataSetPreProcessor preProcessor;

  private ImageIterator(
      LabelledImages images,
      Standardization standardization,
      int batchSize,
      boolean shuffled,
      long seed,
      Augmentation augmentation) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("batchSize must be at least 1, but is " + batchSize);
    }
    if (standardization.means().size() != images.channels()) {
      throw new IllegalArgumentException(
          "the standardization is for %s channels, but the images have %s"
              .formatted(standardization.means().size(), images.channels()));
    }
    this.images = images;
    this.table = standardization.table();
    this.batchSize = batchSize;
    this.seed = seed;
    this.augmentation = augmentation;
    order =
        shuffled
            ? new EpochOrder(
                epoch -> new RandomStream(seed, ORDER, epoch).permutation(images.count()))
            : EpochOrder.asGiven(images.count());
  }

  /**
   * Returns training data, shuffled, at the start of epoch 0.
   *
   * @param batchSize the number of images in a batch, at least 1
   * @param seed the seed of the order
   * @throws IllegalArgumentException if {@code batchSize} is less than 1 or the standardization is
   *     for another number of channels
   */
  public static ImageIterator training(
      LabelledImages images, Standardization standardization, int batchSize, long seed) {
    return training(images, standardization, batchSize, seed, Augmentation.NONE);
  }

  /**
   * Returns training data, shuffled and augmented, at the start of epoch 0.
   *
   * @param batchSize the number of images in a batch, at least 1
   * @param seed the seed of the order and the augmentation
   * @throws IllegalArgumentException if {@code batchSize} is less than 1 or the standardization is
   *     for another number of channels
   */
  public static ImageIterator training(
      LabelledImages images,
      Standardization standardization,
      int batchSize,
      long seed,
      Augmentation augmentation) {
    return new ImageIterator(images, standardization, batchSize, true, seed, augmentation);
  }

  /**
   * Returns evaluation data, in the order of the images.
   *
   * @param standardization that of the training images
   * @param batchSize the number of images in a batch, at least 1
   * @throws IllegalArgumentException if {@code batchSize} is less than 1 or the standardization is
   *     for another number of channels
   */
  public static ImageIterator evaluation(
      LabelledImages images, Standardization standardization, int batchSize) {
    return new ImageIterator(images, standardization, batchSize, false, 0, Augmentation.NONE);
  }

  @Override
  public long examples() {
    return images.count();
  }

  /**
   * The SHA-256 digest of sizes, pixels, labels and standardization, in hex. Empty if there is a
   * pre-processor, which may make other batches of them.
   */
  @Override
  public Optional<String> digest() {
    if (preProcessor != null) {
      return Optional.empty();
    }
    MessageDigest digest = Sha256.start();
    digest.update(
        "%d %d %d %d %s"
            .formatted(
                images.channels(),
                images.height(),
                images.width(),
                images.classes(),
                Arrays.deepToString(table))
            .getBytes(StandardCharsets.UTF_8));
    digest.update(images.pixels());
    for (int image = 0; image < images.count(); image++) {
      digest.update((byte) images.label(image));
    }
    return Optional.of(HexFormat.of().formatHex(digest.digest()));
  }

  @Override
  public void startEpoch(long epoch) {
    order.start(epoch);
  }

  /** Moves to the start of the next epoch. */
  @Override
  public void reset() {
    order.startNext();
  }

  @Override
  public boolean hasNext() {
    return order.hasNext();
  }

  @Override
  public DataSet next() {
    return next(batchSize);
  }

  /**
   * Returns the next batch, which is smaller at the end of the epoch.
   *
   * @param most the largest number of images, at least 1
   * @throws IllegalArgumentException if {@code most} is less than 1
   * @throws NoSuchElementException at the end of the epoch
   */
  @Override
  public DataSet next(int most) {
    int[] next = order.next(most, "image");
    int count = next.length;
    float[] features = new float[Math.multiplyExact(count, images.imageLength())];
    float[] labels = new float[count * images.classes()];
    for (int i = 0; i < count; i++) {
      write(next[i], features, i * images.imageLength());
      labels[i * images.classes() + images.label(next[i])] = 1;
    }
    long[] shape = {count, images.channels(), images.height(), images.width()};
    DataSet batch =
        new DataSet(
            Nd4j.create(features, shape, DataType.FLOAT),
            Nd4j.create(labels, new long[] {count, images.classes()}, DataType.FLOAT));
    if (preProcessor != null) {
      preProcessor.preProcess(batch);
    }
    return batch;
  }

  @Override
  public int inputColumns() {
    return images.imageLength();
  }

  @Override
  public int totalOutcomes() {
    return images.classes();
  }

  @Override
  public boolean resetSupported() {
    return true;
  }

  /** Always true: another thread may read batches ahead, one thread at a time. */
  @Override
  public boolean asyncSupported() {
    return true;
  }

  @Override
  public int batch() {
    return batchSize;
  }

  @Override
  public void setPreProcessor(DataSetPreProcessor value) {
    preProcessor = value;
  }

  @Override
  public DataSetPreProcessor getPreProcessor() {
    return preProcessor;
  }

  /** Returns the numbers of the classes, which have no names. */
  @Override
  public List<String> getLabels() {
    return IntStream.range(0, images.classes()).mapToObj(Integer::toString).toList();
  }

  private void write(int image, float[] features, int first) {
    Augmentation.Change change =
        augmentation.draw(new RandomStream(seed, CHANGES, order.epoch(), image));
    byte[] pixels = images.pixels();
    int height = images.height();
    int width = images.width();
    int to = first;
    for (int c = 0; c < images.channels(); c++) {
      float[] values = table[c];
      int channel = image * images.imageLength() + c * height * width;
      for (int y = 0; y < height; y++) {
        int row = y + change.row();
        if (row < 0 || row >= height) {
          Arrays.fill(features, to, to + width, values[BLACK]);
          to += width;
          continue;
        }
        int start = channel + row * width;
        int column = (change.mirrored() ? width - 1 : 0) + change.column();
        int right = change.mirrored() ? -1 : 1;
        for (int x = 0; x < width; x++) {
          boolean inside = column >= 0 && column < width;
          features[to++] = values[inside ? Byte.toUnsignedInt(pixels[start + column]) : BLACK];
          column += right;
        }
      }
    }
  }

  /** Always throws: Deeplearning4j declares iterators serializable, but images are not state. */
  private void writeObject(ObjectOutputStream out) throws NotSerializableException {
    throw new NotSerializableException(ImageIterator.class.getName());
  }
}
