package org.texp4j.dl4j.data;

import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;

/**
 * Mixup of training data: each example of a batch becomes λ times itself plus 1 − λ times another
 * example of the batch, in features and labels alike, with one λ for the batch that is drawn from
 * Beta(α, α) (Zhang et al. 2018).
 *
 * <p>λ and the partners are a pure function of the seed and the features of the batch, so a run
 * resumes and is reproduced bit-identically wherever its data are. Set it with {@code
 * setPreProcessor} on the iterator of a {@code @TrainingData} method, with the seed of its {@link
 * org.texp4j.dl4j.DataRequest}. For batches without masks. Safe for use by several threads.
 *
 * @param alpha α, greater than 0, at most 4; the smaller, the closer λ is to 0 or 1
 * @param seed the seed
 */
public record Mixup(double alpha, long seed) implements DataSetPreProcessor {

  /** Beyond it nearly all draws would be rejected; usual are 0.1 to 1. */
  private static final double LARGEST = 4;

  /**
   * Creates a mixup.
   *
   * @throws IllegalArgumentException if {@code alpha} is out of its range
   */
  public Mixup {
    if (!(alpha > 0 && alpha <= LARGEST)) {
      throw new IllegalArgumentException(
          "alpha must be greater than 0 and at most " + LARGEST + ", not " + alpha);
    }
  }

  /**
   * Mixes the examples of a batch.
   *
   * @throws IllegalArgumentException if the batch has masks
   */
  @Override
  public void preProcess(DataSet batch) {
    if (batch.getFeaturesMaskArray() != null || batch.getLabelsMaskArray() != null) {
      throw new IllegalArgumentException("mixup is for batches without masks");
    }
    INDArray features = batch.getFeatures();
    RandomStream random = new RandomStream(seed, fingerprint(features));
    double lambda = beta(alpha, random);
    int[] partners = random.permutation(Math.toIntExact(features.size(0)));
    batch.setFeatures(mixed(features, partners, lambda));
    batch.setLabels(mixed(batch.getLabels(), partners, lambda));
  }

  private static INDArray mixed(INDArray array, int[] partners, double lambda) {
    INDArray others = array.ulike();
    IntStream.range(0, partners.length)
        .forEach(example -> others.slice(example).assign(array.slice(partners[example])));
    return array.mul(lambda).addi(others.muli(1 - lambda));
  }

  private static long fingerprint(INDArray features) {
    long fingerprint = 1;
    for (double value : features.dup('c').data().asDouble()) {
      fingerprint = 31 * fingerprint + Double.doubleToLongBits(value);
    }
    return fingerprint;
  }

  /** Draws from Beta(α, α) by Jöhnk's method. */
  static double beta(double alpha, RandomStream random) {
    while (true) {
      // As logarithms: the powers underflow for a small α.
      double x = StrictMath.log(random.nextDouble()) / alpha;
      double y = StrictMath.log(random.nextDouble()) / alpha;
      double largest = Math.max(x, y);
      double sum =
          largest + StrictMath.log(StrictMath.exp(x - largest) + StrictMath.exp(y - largest));
      if (sum <= 0) {
        return StrictMath.exp(x - sum);
      }
    }
  }
}
