package org.texp4j.dl4j.foreign;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Changes files at random: as whoever wants to do harm, or as chance would. */
public final class Mutator {

  private static final int DIGITS = 64;
  private static final String PLACEHOLDER = "sha256=" + "0".repeat(DIGITS);

  private static final Pattern VALUE =
      Pattern.compile("(?<=[:\\[,]\\s{0,3})(\"[^\"]*\"|-?[\\d.][\\d.eE+-]*|true|false|null)");
  private static final Pattern MEMBER =
      Pattern.compile("\"[^\"]*\"\\s*:\\s*(\"[^\"]*\"|-?[\\d.eE+-]+)");
  private static final Pattern OBJECT = Pattern.compile("\\{");

  private static final List<String> VALUES =
      List.of(
          "0",
          "1",
          "-1",
          "2",
          "7",
          "0.5",
          "3.7",
          "1e308",
          "1e999",
          "-1e-320",
          "2147483647",
          "2147483648",
          "-2147483648",
          "4294967296",
          "4611686018427387907",
          "9223372036854775807",
          "-9223372036854775808",
          "99999999999999999999999999",
          "true",
          "null",
          "[]",
          "{}",
          "[1, [2, {\"a\" : 3}]]",
          "\"\"",
          "\"NaN\"",
          "\"Infinity\"",
          "\"-Infinity\"",
          "\"3\"",
          "\"\\u0000\"",
          "\"../../outside\"",
          "\"/etc/passwd\"",
          "\"TEXP\"",
          "\"WEIGHT_DECAY\"",
          "\"DOUBLE\"",
          "\"HALF\"",
          "\"planted.Planted\"",
          "\"planted\\u002ePlanted\"",
          "\"java.util.ArrayList<planted.Planted>\"",
          "\"[Lplanted.Planted;\"",
          "\"org.deeplearning4j.nn.conf.layers.DenseLayer\"",
          "\"org.deeplearning4j.nn.conf.layers.ConvolutionLayer\"",
          "\"org.deeplearning4j.nn.conf.layers.LSTM\"",
          "\"org.nd4j.linalg.activations.impl.ActivationCube\"",
          "\"org.nd4j.linalg.learning.config.Adam\"",
          "\"org.nd4j.linalg.learning.config.NoOp\"",
          "\"org.nd4j.shade.jackson.databind.ObjectMapper\"",
          "{\"@class\" : \"planted.Planted\"}",
          "{\"type\" : \"planted.Planted\"}",
          "[\"planted.Planted\", {}]",
          "{\"planted.Planted\" : {}}");

  private static final List<String> MEMBERS =
      List.of(
          "\"@class\" : \"planted.Planted\"",
          "\"\\u0040class\" : \"planted.Planted\"",
          "\"type\" : \"planted.Planted\"",
          "\"weightInit\" : \"DISTRIBUTION\", \"dist\" : {\"type\" : \"planted.Planted\"}",
          "\"unknown\" : {\"@class\" : \"planted.Planted\"}",
          "\"format\" : 4",
          "\"unknown\" : 1");

  private static final List<Long> NUMBERS =
      List.of(
          0L,
          1L,
          2L,
          3L,
          -1L,
          99L,
          102L,
          8192L,
          16384L,
          1L << 31,
          1L << 32,
          1L << 40,
          (1L << 62) + 5,
          Long.MAX_VALUE,
          Long.MIN_VALUE);

  /** An entry of an archive. */
  record Entry(String name, byte[] content) {}

  private final Random random;

  /** Creates one that draws from a source. */
  Mutator(Random random) {
    this.random = random;
  }

  private <T> T one(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  /** Changes the text of a JSON object. */
  String json(String text) {
    StringBuilder changed = new StringBuilder(text);
    for (int i = 0; i <= random.nextInt(2); i++) {
      change(changed);
    }
    return changed.toString();
  }

  private void change(StringBuilder text) {
    switch (random.nextInt(20)) {
      case 0 -> replace(text, VALUE, "[".repeat(20_000) + "]".repeat(20_000));
      case 1 -> {
        byte[] bytes = bytes(text.toString().getBytes(StandardCharsets.UTF_8));
        text.replace(0, text.length(), new String(bytes, StandardCharsets.UTF_8));
      }
      case 2, 3 -> replace(text, OBJECT, "{ " + one(MEMBERS) + ", ");
      case 4, 5 -> {
        List<MatchResult> members = MEMBER.matcher(text).results().toList();
        if (!members.isEmpty()) {
          MatchResult member = one(members);
          text.insert(member.start(), random.nextBoolean() ? member.group() + ", " : "\"x\" : 1, ");
        }
      }
      case 6, 7, 8 -> {
        List<MatchResult> values = VALUE.matcher(text).results().toList();
        if (!values.isEmpty()) {
          replace(text, VALUE, one(values).group());
        }
      }
      default -> replace(text, VALUE, one(VALUES));
    }
  }

  private void replace(StringBuilder text, Pattern what, String by) {
    List<MatchResult> found = what.matcher(text).results().toList();
    if (!found.isEmpty()) {
      MatchResult place = one(found);
      text.replace(place.start(), place.end(), by);
    }
  }

  /** Changes bytes of any meaning. */
  byte[] bytes(byte[] whole) {
    byte[] bytes = whole.clone();
    if (bytes.length == 0) {
      return new byte[] {1};
    }
    switch (random.nextInt(6)) {
      case 0 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 1 -> bytes = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(64));
      case 2 -> {
        int at = random.nextInt(bytes.length);
        byte[] longer = new byte[bytes.length + 8];
        System.arraycopy(bytes, 0, longer, 0, at);
        System.arraycopy(bytes, at, longer, at + 8, bytes.length - at);
        bytes = longer;
      }
      default -> {
        for (int i = 0; i <= random.nextInt(3); i++) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
      }
    }
    return bytes;
  }

  /** Changes an array, mostly what it says of itself. */
  byte[] array(byte[] whole) {
    if (random.nextInt(4) == 0) {
      return bytes(whole);
    }
    byte[] bytes = whole.clone();
    ByteBuffer view = ByteBuffer.wrap(bytes);
    int header = Math.min(140, bytes.length - 8);
    for (int i = 0; i <= random.nextInt(3); i++) {
      // Numbers start at 18, at 32 and so on behind two texts: any place may be hit.
      int at = random.nextInt(3) == 0 ? random.nextInt(header) : 32 + 8 * random.nextInt(8);
      view.putLong(Math.min(at, bytes.length - 8), one(NUMBERS));
    }
    if (random.nextInt(5) == 0) {
      view.putInt(bytes.length - 4, 0x7fc00000);
    }
    return bytes;
  }

  /** Changes a zip file of a model, inside or outside of its entries. */
  byte[] archive(byte[] whole) {
    List<Entry> entries = entries(whole);
    int at = random.nextBoolean() ? jsonEntry(entries) : random.nextInt(entries.size());
    Entry entry = entries.get(at);
    byte[] changed = null;
    switch (random.nextInt(20)) {
      case 0 -> entries.remove(at);
      case 1 -> entries.add(new Entry("preprocessor.bin", serialized()));
      case 2 -> entries.add(new Entry("x" + entry.name(), entry.content()));
      case 3 -> changed = duplicated(entries, entry);
      case 4 -> changed = bytes(zip(entries));
      case 5 -> changed = hidden(entries);
      default ->
          entries.set(
              at,
              new Entry(
                  entry.name(),
                  entry.name().endsWith(".json")
                      ? json(text(entry)).getBytes(StandardCharsets.UTF_8)
                      : array(entry.content())));
    }
    return sealed(changed == null ? zip(entries) : changed);
  }

  private int jsonEntry(List<Entry> entries) {
    List<Integer> places =
        IntStream.range(0, entries.size())
            .filter(i -> entries.get(i).name().endsWith(".json"))
            .boxed()
            .toList();
    return one(places);
  }

  private static String text(Entry entry) {
    return new String(entry.content(), StandardCharsets.UTF_8);
  }

  /** A zip with two entries of one name, which Java does not write by itself. */
  private static byte[] duplicated(List<Entry> entries, Entry entry) {
    List<Entry> twice = new ArrayList<>(entries);
    String other = "@".repeat(entry.name().length());
    twice.add(new Entry(other, entry.content()));
    return new String(zip(twice), StandardCharsets.ISO_8859_1)
        .replace(other, entry.name())
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  /** A zip with a serialized object that only its stream shows. */
  private static byte[] hidden(List<Entry> entries) {
    byte[] zip = zip(entries);
    byte[] more = zip(List.of(new Entry("preprocessor.bin", serialized())));
    int start = directory(zip);
    int length = directory(more);
    ByteBuffer all = ByteBuffer.allocate(zip.length + length);
    all.put(zip, 0, start).put(more, 0, length).put(zip, start, zip.length - start);
    all.order(ByteOrder.LITTLE_ENDIAN)
        .putInt(all.capacity() - PLACEHOLDER.length() - 6, start + length);
    return all.array();
  }

  private static int directory(byte[] zip) {
    return ByteBuffer.wrap(zip)
        .order(ByteOrder.LITTLE_ENDIAN)
        .getInt(zip.length - PLACEHOLDER.length() - 6);
  }

  /** What ObjectOutputStream writes of a planted object, without that class being loaded here. */
  private static byte[] serialized() {
    byte[] name = "planted.Planted".getBytes(StandardCharsets.US_ASCII);
    ByteBuffer bytes = ByteBuffer.allocate(8 + name.length + 13);
    bytes.putInt(0xaced0005).putShort((short) 0x7372).putShort((short) name.length).put(name);
    bytes.putLong(/* serialVersionUID= */ 1).put((byte) 2).putShort((short) 0);
    return bytes.put((byte) 0x78).put((byte) 0x70).array();
  }

  static List<Entry> entries(byte[] zip) {
    List<Entry> entries = new ArrayList<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        entries.add(new Entry(entry.getName(), in.readAllBytes()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return entries;
  }

  /** An archive with one entry changed, sealed again. */
  public static byte[] changed(byte[] archive, String name, UnaryOperator<byte[]> change) {
    return sealed(
        zip(
            entries(archive).stream()
                .map(
                    each ->
                        each.name().equals(name)
                            ? new Entry(name, change.apply(each.content()))
                            : each)
                .toList()));
  }

  /** The contents of an archive by name. */
  public static Map<String, byte[]> contents(byte[] zip) {
    return entries(zip).stream().collect(Collectors.toMap(Entry::name, Entry::content));
  }

  private static byte[] zip(List<Entry> entries) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setLevel(Deflater.NO_COMPRESSION);
      zip.setComment(PLACEHOLDER);
      for (Entry each : entries) {
        ZipEntry entry = new ZipEntry(each.name());
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(each.content());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Seals a file again, if it is long enough to hold a seal. */
  static byte[] sealed(byte[] file) {
    if (file.length < DIGITS) {
      return file;
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(file, 0, file.length - DIGITS);
      byte[] digits = HexFormat.of().formatHex(digest.digest()).getBytes(StandardCharsets.US_ASCII);
      System.arraycopy(digits, 0, file, file.length - DIGITS, DIGITS);
      return file;
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
