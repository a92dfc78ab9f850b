package org.texp4j.dl4j.internal.backend.onednn.program;

import org.bytedeco.dnnl.memory;

/** Memory descriptors of oneDNN: arrays of floats in the layouts that programs use. */
public final class Layouts {

  /** The numbers of channels that a block may have, the largest first. */
  private static final int[] BLOCKS = {16, 8, 4};

  private Layouts() {}

  /** The numbers of channels that a block may have, the largest first. */
  public static int[] blocks() {
    return BLOCKS.clone();
  }

  /**
   * The layout of an array in C order, with nothing between the elements.
   *
   * @param shape of rank 1, 2, 4 or 5
   */
  public static memory.desc plain(long... shape) {
    return new memory.desc(
        shape,
        memory.data_type.f32,
        switch (shape.length) {
          case 1 -> memory.format_tag.a;
          case 2 -> memory.format_tag.ab;
          case 4 -> memory.format_tag.abcd;
          case 5 -> memory.format_tag.abcde;
          default -> throw new IllegalArgumentException("an array of rank " + shape.length);
        });
  }

  /** The layout in which an array of that shape has these strides. */
  public static memory.desc strided(long[] shape, long[] strides) {
    return new memory.desc(shape, memory.data_type.f32, strides);
  }

  /** Whichever layout the primitive works best on: its primitive descriptor tells. */
  public static memory.desc any(long... shape) {
    return new memory.desc(shape, memory.data_type.f32, memory.format_tag.any);
  }

  /**
   * The layout for images between convolutions: whichever works best, but never channels in blocks
   * of sixteen where only eight of a block would be channels and the others padding.
   */
  public static memory.desc images(long... shape) {
    return shape[1] % 16 == 8 ? blocked(8, shape) : any(shape);
  }

  /**
   * The layout for images of one shape that is most like a layout of another: channels in the same
   * blocks, or else plain.
   */
  public static memory.desc like(memory.desc layout, long[] shape, long... other) {
    for (int block : BLOCKS) {
      if (layout.equals(blocked(block, shape))) {
        return blocked(block, other);
      }
    }
    return plain(other);
  }

  /** The layout of images with channels in blocks of four, eight or sixteen. */
  public static memory.desc blocked(int channels, long... shape) {
    return new memory.desc(
        shape,
        memory.data_type.f32,
        switch (channels) {
          case 4 -> memory.format_tag.aBcd4b;
          case 8 -> memory.format_tag.aBcd8b;
          case 16 -> memory.format_tag.aBcd16b;
          default -> throw new IllegalArgumentException("blocks of " + channels + " channels");
        });
  }
}
