package org.texp4j.dl4j.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** A reader of the bytes of a file, which counts them to report where a truncated file ends. */
final class ByteReader {

  // Headers may be wrong: memory grows with the bytes that arrive, not with those announced.
  private static final int FIRST_CHUNK = 1 << 20;

  private final InputStream in;
  private final String file;
  private long position;

  ByteReader(InputStream in, String file) {
    this.in = in;
    this.file = file;
  }

  /**
   * Reads a big-endian number of four bytes, 0 … 2³² − 1.
   *
   * @param meaning the name of the number in messages
   */
  long unsignedInt(String meaning) throws IOException {
    byte[] bytes = new byte[4];
    if (fill(bytes, 0) < bytes.length) {
      throw new DataException(
          "%s is truncated: it ends after %s bytes, within the %s of its header; fetch it again"
              .formatted(file, position, meaning));
    }
    long number = 0;
    for (byte b : bytes) {
      number = number << 8 | Byte.toUnsignedInt(b);
    }
    return number;
  }

  /** Reads exactly {@code count} bytes, the rest of the file according to its header. */
  byte[] bytes(int count) throws IOException {
    byte[] bytes = new byte[Math.min(count, FIRST_CHUNK)];
    long expected = position + count;
    int filled = fill(bytes, 0);
    while (filled == bytes.length && filled < count) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(count, 2L * filled));
      filled = fill(bytes, filled);
    }
    if (filled < count) {
      throw new DataException(
          "%s is truncated: its header announces %s bytes, but it ends after %s; fetch it again"
              .formatted(file, expected, position));
    }
    return bytes;
  }

  /** Reads all remaining bytes. */
  byte[] rest() throws IOException {
    byte[] bytes = in.readAllBytes();
    position += bytes.length;
    return bytes;
  }

  /** Requires the end of the file; in a gzip file this also verifies the checksum. */
  void end() throws IOException {
    if (in.read() >= 0) {
      throw new DataException(
          "%s continues after the %s bytes that its header announces: it is corrupt; fetch it again"
              .formatted(file, position));
    }
  }

  /** Fills an array from an index as far as the file reaches; returns the index it stops before. */
  private int fill(byte[] bytes, int from) throws IOException {
    int index = from;
    try {
      int n;
      while (index < bytes.length && (n = in.read(bytes, index, bytes.length - index)) >= 0) {
        index += n;
      }
    } catch (EOFException gzipEndsEarly) {
      // The bytes inflated before are counted, so this is reported like any other truncation.
    }
    position += index - from;
    return index;
  }
}
