package org.texp4j.dl4j.internal.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Zip files that different readers read differently are refused. */
class ZipArchiveTest {

  private static final byte[] FIRST =
      "the first entry ".repeat(20).getBytes(StandardCharsets.UTF_8);
  private static final byte[] SECOND = {1, 2, 3};

  @TempDir private Path directory;

  private static byte[] zip(int method) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      put(zip, method, "first", FIRST);
      put(zip, method, "second", SECOND);
    }
    return bytes.toByteArray();
  }

  private static void put(ZipOutputStream zip, int method, String name, byte[] content)
      throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(method);
    if (method == ZipEntry.STORED) {
      CRC32 crc = new CRC32();
      crc.update(content);
      entry.setCrc(crc.getValue());
      entry.setSize(content.length);
    }
    zip.putNextEntry(entry);
    zip.write(content);
  }

  private Path file(byte[] bytes) throws IOException {
    return Files.write(directory.resolve("a.zip"), bytes);
  }

  private void assertRefused(byte[] bytes, String reason) throws IOException {
    Path file = file(bytes);
    assertThatThrownBy(() -> ZipArchive.open(file).close())
        .isInstanceOf(ZipException.class)
        .hasMessageContaining(reason);
  }

  /** Puts bytes into a zip before its directory or before its first entry. */
  private static byte[] inserted(byte[] zip, int at, byte[] more, boolean moveEntries) {
    ByteBuffer all = ByteBuffer.allocate(zip.length + more.length).order(ByteOrder.LITTLE_ENDIAN);
    all.put(zip, 0, at).put(more).put(zip, at, zip.length - at);
    int end = all.capacity() - 22;
    int start = all.getInt(end + 16) + more.length;
    all.putInt(end + 16, start);
    for (int entry = start; moveEntries && entry < end; entry += 46 + all.getShort(entry + 28)) {
      all.putInt(entry + 42, all.getInt(entry + 42) + more.length);
    }
    return all.array();
  }

  private static int directoryStart(byte[] zip) {
    return ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN).getInt(zip.length - 6);
  }

  @Test
  void readsWhatJavaWrites() throws IOException {
    for (int method : List.of(ZipEntry.STORED, ZipEntry.DEFLATED)) {
      try (ZipArchive archive = ZipArchive.open(file(zip(method)))) {
        assertThat(archive.names()).containsExactly("first", "second");
        assertThat(archive.bytes("first", 1000)).isEqualTo(FIRST);
        assertThat(archive.bytes("second", 3)).isEqualTo(SECOND);
        assertThat(archive.isUncompressed("first")).isEqualTo(method == ZipEntry.STORED);
        assertThatThrownBy(() -> archive.bytes("second", 2)).hasMessageContaining("3 bytes");
        assertThatThrownBy(() -> archive.open("third")).hasMessage("it has no third");
      }
    }
  }

  @Test
  void anEntryThatOnlyTheStreamShowsIsRefused() throws IOException {
    byte[] zip = zip(ZipEntry.STORED);
    byte[] hidden = zip(ZipEntry.STORED);
    byte[] entries = Arrays.copyOf(hidden, directoryStart(hidden));
    byte[] atTheEnd = inserted(zip, directoryStart(zip), entries, false);
    try (ZipFile file = new ZipFile(file(atTheEnd).toFile())) {
      assertThat(file.size()).as("what the directory lists").isEqualTo(2);
    }
    assertThat(stream(atTheEnd)).as("what the stream shows").hasSize(4);

    assertRefused(atTheEnd, "after its last entry lie bytes of no entry");
    assertRefused(inserted(zip, 0, entries, true), "before its entry first lie bytes of no entry");
  }

  private static List<String> stream(byte[] zip) throws IOException {
    List<String> names = new ArrayList<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        names.add(entry.getName());
      }
    }
    return names;
  }

  @Test
  void anEntryHiddenBehindTheDataOfAnotherIsRefused() throws IOException {
    byte[] zip = zip(ZipEntry.DEFLATED);
    ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    int start = directoryStart(zip);
    int compressed = bytes.getInt(start + 20);
    int dataEnd = 30 + "first".length() + compressed;
    byte[] hidden = new byte[40];
    byte[] longer = inserted(zip, dataEnd, hidden, false);
    ByteBuffer view = ByteBuffer.wrap(longer).order(ByteOrder.LITTLE_ENDIAN);
    int directory = directoryStart(longer);
    view.putInt(directory + 20, compressed + hidden.length);
    view.putInt(dataEnd + hidden.length + 8, compressed + hidden.length);
    int second = directory + 46 + "first".length();
    view.putInt(second + 42, view.getInt(second + 42) + hidden.length);

    assertRefused(longer, "bytes follow the data of its entry first");
  }

  @Test
  void twoEntriesOfOneNameAreRefused() throws IOException {
    ByteArrayOutputStream doubled = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(doubled)) {
      put(out, ZipEntry.DEFLATED, "first!", FIRST);
      put(out, ZipEntry.DEFLATED, "second", SECOND);
    }
    byte[] twice =
        doubled
            .toString(StandardCharsets.ISO_8859_1)
            .replace("second", "first!")
            .getBytes(StandardCharsets.ISO_8859_1);

    assertRefused(twice, "it has two entries first!");
  }

  @Test
  void aNameThatDiffersBetweenDirectoryAndEntryIsRefused() throws IOException {
    byte[] zip = zip(ZipEntry.DEFLATED);
    zip[30] = 'F';

    assertRefused(zip, "its entry first is not what its directory says");
  }

  @Test
  void everyByteThatChangesIsNoticedOrChangesNothing() throws IOException {
    byte[] zip = zip(ZipEntry.DEFLATED);
    Random random = new Random(1);
    for (int at = 0; at < zip.length; at++) {
      byte[] changed = zip.clone();
      changed[at] ^= (byte) (1 + random.nextInt(255));
      try (ZipArchive archive = ZipArchive.open(file(changed))) {
        // Dates, versions and attributes have no meaning here.
        assertThat(archive.bytes("first", 1000)).as("byte %d", at).isEqualTo(FIRST);
        assertThat(archive.bytes("second", 1000)).as("byte %d", at).isEqualTo(SECOND);
      } catch (ZipException refused) {
        assertThat(refused).hasMessageMatching("(?s).+");
      }
    }
    for (int length = 0; length < zip.length; length++) {
      byte[] cut = Arrays.copyOf(zip, length);
      assertThatThrownBy(() -> ZipArchive.open(file(cut)).close()).isInstanceOf(ZipException.class);
    }
  }
}
