package org.texp4j.dl4j.internal.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipException;

/**
 * The bytes of a zip file, at any position.
 *
 * @param channel the file
 * @param size its size
 */
record ZipBytes(FileChannel channel, long size) {

  /**
   * Reads bytes, little-endian as zip files are.
   *
   * @throws ZipException if they do not all lie in the file
   */
  ByteBuffer at(long position, int length) throws IOException {
    if (position < 0 || position > size - length) {
      throw new ZipException("it is truncated, or refers to bytes beyond its end");
    }
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, position + bytes.position()) < 0) {
        throw new ZipException("it is truncated");
      }
    }
    return bytes.flip();
  }

  /**
   * The name at the start of some bytes.
   *
   * @throws ZipException if it is not ASCII
   */
  static String name(ByteBuffer bytes, int length) throws ZipException {
    for (int i = 0; i < length; i++) {
      if (bytes.get(i) < ' ') {
        throw new ZipException("the name of one of its entries is not ASCII");
      }
    }
    byte[] name = new byte[length];
    bytes.get(0, name);
    return new String(name, StandardCharsets.US_ASCII);
  }

  /** A number of 16 bits. */
  static int unsigned(ByteBuffer bytes, int at) {
    return Short.toUnsignedInt(bytes.getShort(at));
  }

  /** A number of 32 bits. */
  static long unsignedInt(ByteBuffer bytes, int at) {
    return Integer.toUnsignedLong(bytes.getInt(at));
  }
}
