package org.texp4j.dl4j.internal.archive;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/**
 * A zip file that all readers of zip files read alike.
 *
 * <p>Some readers follow the directory at the end of the file, others the headers before the
 * entries, as Deeplearning4j does; a file can be made that shows them different entries. This one
 * is refused unless both say the same: its entries follow each other without gap from the first
 * byte to the directory, have different names, and the size and checksum that are announced. All
 * this is checked when it is opened, in memory that does not depend on the file. Not safe for use
 * by several threads.
 */
public final class ZipArchive implements AutoCloseable {

  /** An entry and where its content lies. */
  private record Content(ZipRecord record, long start) {}

  private final FileChannel channel;
  private final Map<String, Content> contents = new LinkedHashMap<>();

  private ZipArchive(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Opens a file and checks all of it.
   *
   * @throws ZipException if it is not such a file; says why, without its name
   * @throws IOException if it cannot be read
   */
  public static ZipArchive open(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file);
    try {
      ZipArchive archive = new ZipArchive(channel);
      archive.check(new ZipBytes(channel, channel.size()));
      return archive;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private void check(ZipBytes bytes) throws IOException {
    CentralDirectory directory = CentralDirectory.read(bytes);
    long position = 0;
    for (ZipRecord entry : directory.entries()) {
      if (entry.start() != position) {
        throw new ZipException("before its entry " + entry.name() + " lie bytes of no entry");
      }
      long start = entry.contentStart(bytes);
      if (entry.compressed() < 0 || entry.compressed() > directory.start() - start) {
        throw new ZipException("its entry " + entry.name() + " reaches beyond the last one");
      }
      if (contents.put(entry.name(), new Content(entry, start)) != null) {
        throw new ZipException("it has two entries " + entry.name());
      }
      checkContent(entry);
      position = entry.end(bytes, start + entry.compressed());
    }
    if (position != directory.start()) {
      throw new ZipException("after its last entry lie bytes of no entry");
    }
  }

  /** Requires the announced size and checksum, and that nothing follows the compressed data. */
  private void checkContent(ZipRecord entry) throws IOException {
    CRC32 crc = new CRC32();
    long size = 0;
    try (InputStream in = open(entry.name())) {
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0 && size <= entry.size(); n = in.read(buffer)) {
        crc.update(buffer, 0, n);
        size += n;
      }
      if (in instanceof Inflating inflating && inflating.bytesRead() != entry.compressed()) {
        throw new ZipException("bytes follow the data of its entry " + entry.name());
      }
    } catch (EOFException e) {
      throw new ZipException("the data of its entry " + entry.name() + " end early");
    }
    if (size != entry.size() || crc.getValue() != entry.crc()) {
      throw new ZipException("its entry " + entry.name() + " does not have its size or checksum");
    }
  }

  /** The names of the entries in their order. */
  public Set<String> names() {
    return Collections.unmodifiableSet(contents.keySet());
  }

  /**
   * Refuses entries of other names.
   *
   * @throws ZipException if there is one
   */
  public void requireOnly(Set<String> known) throws ZipException {
    for (String name : names()) {
      if (!known.contains(name)) {
        throw new ZipException("it has an entry " + name + ", which no model of this kind has");
      }
    }
  }

  /**
   * The number of bytes in an entry.
   *
   * @throws ZipException if there is no such entry
   */
  public long size(String name) throws ZipException {
    return content(name).record.size();
  }

  /**
   * Whether an entry takes at least as many bytes in the file as it has, so that what it holds
   * cannot be much larger than the file.
   *
   * @throws ZipException if there is no such entry
   */
  public boolean isUncompressed(String name) throws ZipException {
    ZipRecord entry = content(name).record;
    return entry.compressed() >= entry.size();
  }

  /**
   * Opens the content of an entry.
   *
   * @throws ZipException if there is no such entry
   */
  public InputStream open(String name) throws ZipException {
    Content content = content(name);
    InputStream raw = new Range(channel, content.start, content.record.compressed());
    return content.record.isStored() ? raw : new Inflating(raw);
  }

  /**
   * Reads the content of an entry.
   *
   * @param most the largest number of bytes that it may have
   * @throws ZipException if there is no such entry, or it has more
   */
  public byte[] bytes(String name, int most) throws IOException {
    if (size(name) > most) {
      throw new ZipException(
          "its entry "
              + name
              + " has "
              + size(name)
              + " bytes, more than the "
              + most
              + " allowed");
    }
    try (InputStream in = open(name)) {
      return in.readNBytes(most);
    }
  }

  private Content content(String name) throws ZipException {
    Content content = contents.get(name);
    if (content == null) {
      throw new ZipException("it has no " + name);
    }
    return content;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** A part of a file. */
  private static final class Range extends InputStream {

    private final FileChannel channel;
    private final long end;
    private long position;

    Range(FileChannel channel, long start, long length) {
      this.channel = channel;
      position = start;
      end = start + length;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int wanted = (int) Math.min(length, end - position);
      if (wanted <= 0) {
        return length == 0 ? 0 : -1;
      }
      int n = channel.read(ByteBuffer.wrap(bytes, offset, wanted), position);
      position += Math.max(n, 0);
      return n;
    }
  }

  private static final class Inflating extends InflaterInputStream {

    Inflating(InputStream in) {
      super(in, new Inflater(/* nowrap= */ true), 1 << 16);
    }

    long bytesRead() {
      return inf.getBytesRead();
    }

    @Override
    public void close() throws IOException {
      super.close();
      inf.end();
    }
  }
}
