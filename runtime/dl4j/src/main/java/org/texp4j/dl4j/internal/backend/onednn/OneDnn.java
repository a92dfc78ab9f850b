package org.texp4j.dl4j.internal.backend.onednn;

import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.stream;

/** oneDNN on this machine's processor: its engine, its stream and how it names layouts. */
final class OneDnn {

  /** Never closed, not even with the scope it may be made in: everything refers to it. */
  static final engine ENGINE = new engine(engine.kind.cpu, 0).retainReference();

  /** Computes in order, and has done so when a call returns. */
  static final stream STREAM = new stream(ENGINE).retainReference();

  /** How many channels a block may have. */
  static final int[] BLOCKS = {16, 8, 4};

  private OneDnn() {}

  /** The layout of a row, matrix or stack of images with nothing between the elements. */
  static memory.desc plain(long... shape) {
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
  static memory.desc strided(long[] shape, long[] strides) {
    return new memory.desc(shape, memory.data_type.f32, strides);
  }

  /** Whichever layout oneDNN finds best. */
  static memory.desc any(long... shape) {
    return new memory.desc(shape, memory.data_type.f32, memory.format_tag.any);
  }

  /**
   * The layout for images between convolutions: whichever oneDNN finds best, but never channels in
   * blocks of sixteen where only eight of each would be channels and the others padding.
   */
  static memory.desc images(long... shape) {
    return shape[1] % 16 == 8 ? blocked(8, shape) : any(shape);
  }

  /**
   * The layout for images of one shape that is most like a layout of another: channels in the same
   * blocks, or else plain.
   */
  static memory.desc like(memory.desc layout, long[] shape, long... other) {
    for (int block : BLOCKS) {
      if (layout.equals(blocked(block, shape))) {
        return blocked(block, other);
      }
    }
    return plain(other);
  }

  /** The layout of images with channels in blocks of four, eight or sixteen. */
  static memory.desc blocked(int channels, long... shape) {
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
