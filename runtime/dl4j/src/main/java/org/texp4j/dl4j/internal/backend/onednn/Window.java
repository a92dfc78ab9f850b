package org.texp4j.dl4j.internal.backend.onednn;

import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;

/**
 * How a kernel moves over an image: rows, then columns.
 *
 * @param kernel its extent
 * @param stride how far apart its places are
 * @param dilation the distance of its elements, less one: none is 0
 * @param before rows and columns of zeros before the image
 * @param after rows and columns of zeros behind it
 */
record Window(long[] kernel, long[] stride, long[] dilation, long[] before, long[] after) {

  /** Each pixel by itself. */
  static final Window PIXEL =
      new Window(new long[] {1, 1}, new long[] {1, 1}, new long[2], new long[2], new long[2]);

  static Window of(ConvolutionLayer layer, long[] input, long[] output) {
    return of(
        layer.getKernelSize(),
        layer.getStride(),
        layer.getDilation(),
        layer.getPadding(),
        layer.getConvolutionMode(),
        input,
        output);
  }

  static Window of(SubsamplingLayer layer, long[] input, long[] output) {
    return of(
        layer.getKernelSize(),
        layer.getStride(),
        layer.getDilation(),
        layer.getPadding(),
        layer.getConvolutionMode(),
        input,
        output);
  }

  /** A window as large as the image. */
  static Window whole(long[] input) {
    return new Window(
        new long[] {input[2], input[3]}, new long[] {1, 1}, new long[2], new long[2], new long[2]);
  }

  private static Window of(
      int[] kernel,
      int[] stride,
      int[] dilation,
      int[] padding,
      ConvolutionMode mode,
      long[] input,
      long[] output) {
    Window window = new Window(new long[2], new long[2], new long[2], new long[2], new long[2]);
    for (int i = 0; i < 2; i++) {
      window.kernel[i] = kernel[i];
      window.stride[i] = stride[i];
      window.dilation[i] = dilation[i] - 1;
      long extent = (long) (kernel[i] - 1) * dilation[i] + 1;
      long covered = (output[2 + i] - 1) * stride[i] + extent;
      long missing = Math.max(0, covered - input[2 + i]);
      // As in Deeplearning4j, an odd zero goes behind.
      window.before[i] = mode == ConvolutionMode.Same ? missing / 2 : padding[i];
      window.after[i] = Math.max(0, covered - input[2 + i] - window.before[i]);
    }
    return window;
  }
}
