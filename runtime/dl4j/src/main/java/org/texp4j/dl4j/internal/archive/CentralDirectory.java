package org.texp4j.dl4j.internal.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipException;

/**
 * The directory at the end of a zip file, as in PKWARE's APPNOTE 6.3, sections 4.3.12 to 4.3.16.
 *
 * @param start where it starts, which is where the last entry ends
 * @param entries its entries in their order
 */
record CentralDirectory(long start, List<ZipRecord> entries) {

  private static final int END = 0x06054b50;
  private static final int END_LENGTH = 22;
  private static final int LONGEST_COMMENT = 0xffff;

  private static final int LOCATOR = 0x07064b50;
  private static final int LOCATOR_LENGTH = 20;
  private static final int END_64 = 0x06064b50;
  private static final int END_64_LENGTH = 56;

  private static final int HEADER = 0x02014b50;
  private static final int HEADER_LENGTH = 46;
  private static final int EXTRA_64 = 1;

  private static final long IN_EXTRA = 0xffffffffL;
  private static final int MOST_ENTRIES = 1000;

  /** Where the directory lies. */
  private record Place(long start, long size, long entries) {}

  static CentralDirectory read(ZipBytes bytes) throws IOException {
    Place place = place(bytes);
    if (place.entries > MOST_ENTRIES) {
      throw new ZipException("it announces " + place.entries + " entries");
    }
    List<ZipRecord> entries = new ArrayList<>();
    long position = place.start;
    for (int i = 0; i < place.entries; i++) {
      ByteBuffer header = bytes.at(position, HEADER_LENGTH);
      if (header.getInt(0) != HEADER) {
        throw new ZipException("its directory ends after " + i + " of its entries");
      }
      int nameLength = ZipBytes.unsigned(header, 28);
      int extraLength = ZipBytes.unsigned(header, 30);
      int commentLength = ZipBytes.unsigned(header, 32);
      ByteBuffer rest = bytes.at(position + HEADER_LENGTH, nameLength + extraLength);
      entries.add(entry(header, rest, nameLength));
      position += HEADER_LENGTH + nameLength + extraLength + commentLength;
    }
    if (position != place.start + place.size) {
      throw new ZipException("its directory has another size than it announces");
    }
    return new CentralDirectory(place.start, List.copyOf(entries));
  }

  private static Place place(ZipBytes bytes) throws IOException {
    long end = end(bytes);
    ByteBuffer record = bytes.at(end, END_LENGTH);
    long entries = ZipBytes.unsigned(record, 10);
    long size = ZipBytes.unsignedInt(record, 12);
    long start = ZipBytes.unsignedInt(record, 16);
    long after = end;
    if (entries == 0xffff || size == IN_EXTRA || start == IN_EXTRA) {
      ByteBuffer locator = bytes.at(end - LOCATOR_LENGTH, LOCATOR_LENGTH);
      after = locator.getLong(8);
      ByteBuffer large = bytes.at(after, END_64_LENGTH);
      if (locator.getInt(0) != LOCATOR
          || large.getInt(0) != END_64
          || after + END_64_LENGTH != end - LOCATOR_LENGTH) {
        throw new ZipException("its end is not that of a zip file");
      }
      entries = large.getLong(32);
      size = large.getLong(40);
      start = large.getLong(48);
    }
    if (entries < 0 || size < 0 || start < 0 || start > after || size != after - start) {
      throw new ZipException("its directory does not lie before its end");
    }
    return new Place(start, size, entries);
  }

  /** Finds the last record whose comment reaches to the end of the file. */
  private static long end(ZipBytes bytes) throws IOException {
    int length = (int) Math.min(bytes.size(), END_LENGTH + LONGEST_COMMENT);
    ByteBuffer tail = bytes.at(bytes.size() - length, length);
    for (int at = length - END_LENGTH; at >= 0; at--) {
      if (tail.getInt(at) == END && at + END_LENGTH + ZipBytes.unsigned(tail, at + 20) == length) {
        return bytes.size() - length + at;
      }
    }
    throw new ZipException("it is not a zip file");
  }

  private static ZipRecord entry(ByteBuffer header, ByteBuffer rest, int nameLength)
      throws IOException {
    long compressed = ZipBytes.unsignedInt(header, 20);
    long size = ZipBytes.unsignedInt(header, 24);
    long start = ZipBytes.unsignedInt(header, 42);
    ByteBuffer extra = extra64(rest, nameLength);
    if (size == IN_EXTRA) {
      size = extra.getLong();
    }
    if (compressed == IN_EXTRA) {
      compressed = extra.getLong();
    }
    if (start == IN_EXTRA) {
      start = extra.getLong();
    }
    return new ZipRecord(
        ZipBytes.name(rest, nameLength),
        ZipBytes.unsigned(header, 8),
        ZipBytes.unsigned(header, 10),
        ZipBytes.unsignedInt(header, 16),
        compressed,
        size,
        start);
  }

  /** The numbers that do not fit into 32 bits; empty if there are none. */
  private static ByteBuffer extra64(ByteBuffer rest, int from) throws IOException {
    for (int at = from; at + 4 <= rest.limit(); at += 4 + ZipBytes.unsigned(rest, at + 2)) {
      int end = at + 4 + ZipBytes.unsigned(rest, at + 2);
      if (end > rest.limit()) {
        throw new ZipException("an entry of its directory has an extra field that is too long");
      }
      if (ZipBytes.unsigned(rest, at) == EXTRA_64) {
        return rest.duplicate().order(rest.order()).position(at + 4).limit(end);
      }
    }
    return ByteBuffer.allocate(0);
  }
}
