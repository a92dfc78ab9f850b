package org.texp4j.dl4j.internal.evaluation;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Images or volumes as a row for each pixel, for outputs with masks: Deeplearning4j's evaluation of
 * classes refuses masks of images. The channels lie along dimension 1.
 */
final class PixelRows {

  private PixelRows() {}

  static INDArray of(INDArray images) {
    int[] order = new int[images.rank()];
    for (int dimension = 1; dimension < order.length - 1; dimension++) {
      order[dimension] = dimension + 1;
    }
    order[order.length - 1] = 1;
    return images.permute(order).dup('c').reshape('c', -1, images.size(1));
  }

  /**
   * The mask of each pixel, or of each channel of each pixel.
   *
   * @param mask a mask of examples, or one whose sizes are those of the images or 1
   * @param images the images
   */
  static INDArray ofMask(INDArray mask, INDArray images) {
    long[] shape = images.shape().clone();
    long[] given = new long[shape.length];
    Arrays.fill(given, 1);
    given[0] = mask.size(0);
    INDArray pixels = mask.rank() == 2 ? mask.reshape(given) : mask;
    shape[1] = pixels.size(1);
    return of(pixels.broadcast(shape));
  }
}
