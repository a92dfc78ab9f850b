package org.texp4j.dl4j.internal.backend.onednn;

import org.bytedeco.dnnl.memory;

/**
 * A batch of images read as one example, of which each channel of each image is a channel: the same
 * numbers at the same places, so that what oneDNN does to channels it does to each image's own.
 *
 * @param images the layout of the batch: plain, or channels in blocks
 * @param layout the layout of the one example
 * @param columns the channels of an image, with those that fill its last block
 */
record Instances(memory.desc images, memory.desc layout, int columns) {

  /** How to read a tensor that has that layout, or after it is brought into a plain one. */
  static Instances of(memory.desc layout, long[] shape) {
    for (int block : OneDnn.BLOCKS) {
      memory.desc blocked = OneDnn.blocked(block, shape);
      if (layout.equals(blocked)) {
        int columns = (int) ((shape[1] + block - 1) / block * block);
        return new Instances(blocked, OneDnn.blocked(block, one(shape, columns)), columns);
      }
    }
    return new Instances(OneDnn.plain(shape), OneDnn.plain(one(shape, shape[1])), (int) shape[1]);
  }

  private static long[] one(long[] shape, long columns) {
    return new long[] {1, shape[0] * columns, shape[2], shape[3]};
  }

  /** The tensor as one example; a copy where it has another layout. */
  Tensor of(Assembly assembly, Tensor tensor) {
    return assembly.view(assembly.inLayout(tensor, images), layout);
  }

  /** One example as a batch of images again. */
  Tensor images(Assembly assembly, Tensor example) {
    return assembly.view(example, images);
  }
}
