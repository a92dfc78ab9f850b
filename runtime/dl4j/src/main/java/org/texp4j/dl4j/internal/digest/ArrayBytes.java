package org.texp4j.dl4j.internal.digest;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.bytedeco.javacpp.BytePointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The elements of an array as bytes, for digests. */
public final class ArrayBytes {

  private static final long CHUNK = 1 << 24;

  private ArrayBytes() {}

  /**
   * Gives the elements in order c, as they lie in memory, piece by piece: little-endian on every
   * processor that ND4J supports.
   *
   * @param reader gets buffers that are valid only during the call
   */
  public static void read(INDArray array, Consumer<ByteBuffer> reader) {
    INDArray plain = array.isView() || array.ordering() != 'c' ? array.dup('c') : array;
    long length = plain.length() * plain.dataType().width();
    BytePointer bytes = new BytePointer(plain.data().pointer()).capacity(length);
    for (long from = 0; from < length; from += CHUNK) {
      reader.accept(bytes.position(from).limit(Math.min(length, from + CHUNK)).asByteBuffer());
    }
  }
}
