package org.texp4j.dl4j.internal.backend.onednn.operations;

import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;

/**
 * How a kernel moves over an image. Every array holds the value for rows, then that for columns.
 *
 * @param kernel the size of the kernel
 * @param stride the distance between positions of the kernel
 * @param dilation the distance between elements of the kernel, minus one: 0 for none
 * @param before the number of rows and columns of zeros before the image
 * @param after the number of rows and columns of zeros behind it
 */
record Window(long[] kernel, long[] stride, long[] dilation, long[] before, long[] after) {

  /** The window of a pointwise convolution: each pixel by itself. */
  static final Window POINTWISE =
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
      // As in Deeplearning4j, the extra zero of an odd number goes behind.
      window.before[i] = mode == ConvolutionMode.Same ? missing / 2 : padding[i];
      window.after[i] = Math.max(0, covered - input[2 + i] - window.before[i]);
    }
    return window;
  }
}
