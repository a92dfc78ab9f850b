package org.texp4j.dl4j.internal.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.texp4j.dl4j.Bits;

/** Arrays are read as Nd4j writes them, and nothing is allocated for one that lies. */
class StoredArrayTest {

  /** Where the numbers of a shape of rank 2 start, and its length after the number of elements. */
  private static final int SHAPE = 2 + "MIXED_DATA_TYPES".length() + 8 + 2 + "LONG".length();

  private static final int DATA_LENGTH = SHAPE + 8 * 8 + 2 + "MIXED_DATA_TYPES".length();

  @TempDir private Path directory;

  private ZipArchive archive(byte[] array) throws IOException {
    Path file = directory.resolve("a.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("array"));
      zip.write(array);
    }
    return ZipArchive.open(file);
  }

  private static byte[] written(INDArray array) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Nd4j.write(array, new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  @Test
  void readsWhatNd4jWrites() throws IOException {
    for (INDArray array :
        List.of(
            Nd4j.randn(DataType.FLOAT, 1, 20_000),
            Nd4j.randn(DataType.DOUBLE, 1, 9_000),
            Nd4j.randn(DataType.DOUBLE, 8_192),
            Nd4j.randn(DataType.FLOAT, 30).get(NDArrayIndex.interval(3, 11)),
            Nd4j.scalar(3f).reshape(1, 1))) {
      try (ZipArchive archive = archive(written(array))) {
        StoredArray stored = StoredArray.describe(archive, "array");

        assertThat(stored.type()).isEqualTo(array.dataType());
        assertThat(Bits.of(stored.read())).isEqualTo(Bits.of(array.dup().ravel()));
        assertThatThrownBy(() -> stored.require(DataType.FLOAT, 1 << 20, "the network"))
            .isInstanceOf(ZipException.class)
            .hasMessageContaining("but the network has 1048576 of type FLOAT");
      }
    }
  }

  @Test
  void anArrayThatLiesIsRefused() throws IOException {
    assertRefused(bytes -> bytes.putLong(SHAPE + 16, 1L << 40), "its shape is not that of its");
    assertRefused(
        bytes -> bytes.putLong(SHAPE + 16, 1L << 40).putLong(DATA_LENGTH, 1L << 40),
        "it announces 1099511627776 elements, but has 20 bytes of them");
    // 2^62 + 5 elements of 4 bytes are 20 bytes, in 64 bits.
    assertRefused(
        bytes -> bytes.putLong(SHAPE + 16, (1L << 62) + 5).putLong(DATA_LENGTH, (1L << 62) + 5),
        "it announces 4611686018427387909 elements");
    assertRefused(bytes -> bytes.putLong(SHAPE, 1), "its rank is not that of its shape");
    assertRefused(bytes -> bytes.putLong(SHAPE + 8, 5), "it is no row");
    assertRefused(bytes -> bytes.putLong(SHAPE + 16, -5), "it has -5 elements");
    assertRefused(
        bytes -> bytes.putLong(SHAPE + 32, 1000), "its elements do not follow each other");
    assertRefused(bytes -> bytes.putLong(SHAPE + 40, 1 << 14), "another type than its data");
    assertRefused(bytes -> bytes.putLong(SHAPE + 56, 'x'), "its order is unknown");
    assertRefused(bytes -> bytes.putLong(18, 1L << 40), "its rank is not 1 or 2");
    assertRefused(bytes -> bytes.put(2, (byte) 'X'), "its allocation mode is unknown");
  }

  private void assertRefused(Consumer<ByteBuffer> change, String reason) throws IOException {
    byte[] array = written(Nd4j.ones(DataType.FLOAT, 1, 5));
    change.accept(ByteBuffer.wrap(array));
    try (ZipArchive archive = archive(array)) {
      assertThatThrownBy(() -> StoredArray.describe(archive, "array"))
          .isInstanceOf(ZipException.class)
          .hasMessageContaining(reason);
    }
  }

  @Test
  void nanIsNamed() throws IOException {
    INDArray array = Nd4j.ones(DataType.FLOAT, 1, 9_000);
    array.putScalar(8_999, Float.NaN);
    try (ZipArchive archive = archive(written(array))) {
      assertThatThrownBy(StoredArray.describe(archive, "array")::read)
          .isInstanceOf(ZipException.class)
          .hasMessage("array has NaN at index 8999");
    }
  }

  @Test
  void whateverBytesThereAreItIsReadOrRefused() throws IOException {
    Random random = new Random(1);
    byte[] whole = written(Nd4j.ones(DataType.FLOAT, 1, 5));
    for (int i = 0; i < 300; i++) {
      byte[] array = whole.clone();
      array[random.nextInt(array.length)] = (byte) random.nextInt();
      try (ZipArchive archive = archive(array)) {
        assertThat(StoredArray.describe(archive, "array").read().length()).isEqualTo(5);
      } catch (ZipException refused) {
        assertThat(refused).hasMessageStartingWith("array ");
      }
    }
  }
}
