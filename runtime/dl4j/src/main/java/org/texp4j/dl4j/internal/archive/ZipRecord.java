package org.texp4j.dl4j.internal.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;

/**
 * What the directory of a zip file says of an entry.
 *
 * @param flags its general purpose bits
 * @param method how it is compressed
 * @param crc the checksum of its content
 * @param compressed the number of bytes it takes in the file, without its header
 * @param size the number of bytes of its content
 * @param start where its local header starts
 */
record ZipRecord(
    String name, int flags, int method, long crc, long compressed, long size, long start) {

  private static final int LOCAL = 0x04034b50;
  private static final int LOCAL_LENGTH = 30;
  private static final int DESCRIPTOR = 0x08074b50;
  private static final int DESCRIPTOR_LENGTH = 16;
  private static final int DESCRIPTOR_64_LENGTH = 24;

  private static final int HAS_DESCRIPTOR = 1 << 3;

  /** The levels of deflate, a descriptor, names in UTF-8; encryption and patches are not. */
  private static final int KNOWN_FLAGS = 0b110 | HAS_DESCRIPTOR | 1 << 11;

  private static final long LARGE = 0xffffffffL;

  /** Whether the content is stored as it is. */
  boolean isStored() {
    return method == ZipEntry.STORED;
  }

  /**
   * Where the content starts.
   *
   * @throws ZipException if the header before it does not say the same as the directory
   */
  long contentStart(ZipBytes bytes) throws IOException {
    if ((flags & ~KNOWN_FLAGS) != 0 || !(isStored() || method == ZipEntry.DEFLATED)) {
      throw new ZipException("its entry " + name + " is encrypted or compressed in an unknown way");
    }
    ByteBuffer local = bytes.at(start, LOCAL_LENGTH);
    int nameLength = ZipBytes.unsigned(local, 26);
    boolean same =
        local.getInt(0) == LOCAL
            && ZipBytes.unsigned(local, 6) == flags
            && ZipBytes.unsigned(local, 8) == method
            && ZipBytes.name(bytes.at(start + LOCAL_LENGTH, nameLength), nameLength).equals(name);
    boolean sized =
        hasDescriptor()
            ? !isStored()
            : same
                && ZipBytes.unsignedInt(local, 14) == crc
                && isNumber(ZipBytes.unsignedInt(local, 18), compressed)
                && isNumber(ZipBytes.unsignedInt(local, 22), size);
    if (!same || !sized) {
      throw differs();
    }
    return start + LOCAL_LENGTH + nameLength + ZipBytes.unsigned(local, 28);
  }

  /**
   * Where the entry ends.
   *
   * @param contentEnd where its content ends
   * @throws ZipException if what follows the content does not say the same as the directory
   */
  long end(ZipBytes bytes, long contentEnd) throws IOException {
    if (!hasDescriptor()) {
      return contentEnd;
    }
    boolean large = compressed >= LARGE || size >= LARGE;
    int length = large ? DESCRIPTOR_64_LENGTH : DESCRIPTOR_LENGTH;
    ByteBuffer descriptor = bytes.at(contentEnd, length);
    boolean same =
        descriptor.getInt(0) == DESCRIPTOR
            && ZipBytes.unsignedInt(descriptor, 4) == crc
            && (large
                ? descriptor.getLong(8) == compressed && descriptor.getLong(16) == size
                : ZipBytes.unsignedInt(descriptor, 8) == compressed
                    && ZipBytes.unsignedInt(descriptor, 12) == size);
    if (!same) {
      throw differs();
    }
    return contentEnd + length;
  }

  private boolean hasDescriptor() {
    return (flags & HAS_DESCRIPTOR) != 0;
  }

  private static boolean isNumber(long in32Bits, long number) {
    return in32Bits == Math.min(number, LARGE);
  }

  private ZipException differs() {
    return new ZipException("its entry " + name + " is not what its directory says");
  }
}
