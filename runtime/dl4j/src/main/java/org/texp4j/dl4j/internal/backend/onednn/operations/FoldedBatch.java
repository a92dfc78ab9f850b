package org.texp4j.dl4j.internal.backend.onednn.operations;

import org.bytedeco.dnnl.memory;
import org.texp4j.dl4j.internal.backend.onednn.program.Layouts;
import org.texp4j.dl4j.internal.backend.onednn.program.ProgramBuilder;
import org.texp4j.dl4j.internal.backend.onednn.program.Tensor;

/**
 * A batch of images folded into the channels of one example: each channel of each image becomes a
 * channel. The elements stay where they are in memory; whatever oneDNN computes per channel is so
 * computed per image and channel.
 *
 * @param images the layout of the batch: plain, or with channels in blocks
 * @param layout the layout of the one example
 * @param columns the number of channels of an image, padding of its last block included
 */
record FoldedBatch(memory.desc images, memory.desc layout, int columns) {

  /**
   * How to fold a batch with that layout; one with another layout is copied to a plain one first.
   */
  static FoldedBatch of(memory.desc layout, long[] shape) {
    for (int block : Layouts.blocks()) {
      memory.desc blocked = Layouts.blocked(block, shape);
      if (layout.equals(blocked)) {
        int columns = (int) ((shape[1] + block - 1) / block * block);
        return new FoldedBatch(blocked, Layouts.blocked(block, one(shape, columns)), columns);
      }
    }
    return new FoldedBatch(
        Layouts.plain(shape), Layouts.plain(one(shape, shape[1])), (int) shape[1]);
  }

  private static long[] one(long[] shape, long columns) {
    return new long[] {1, shape[0] * columns, shape[2], shape[3]};
  }

  /** The batch as one example; a copy where its layout differs from {@link #images}. */
  Tensor of(ProgramBuilder builder, Tensor tensor) {
    return builder.view(builder.inLayout(tensor, images), layout);
  }

  /** The one example as a batch again. */
  Tensor images(ProgramBuilder builder, Tensor example) {
    return builder.view(example, images);
  }
}
