package org.texp4j.dl4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Cifar10ImagesTest {

  private static final int RECORD = 3073;

  @TempDir Path directory;

  /** Records whose labels rise from one on, their pixels being the number of the position. */
  private static byte[] records(int count, int firstLabel) {
    byte[] file = new byte[count * RECORD];
    for (int at = 0; at < file.length; at++) {
      int place = at % RECORD;
      file[at] = (byte) (place == 0 ? firstLabel + at / RECORD : place - 1);
    }
    return file;
  }

  private void write(String name, byte[] content) throws IOException {
    Files.write(directory.resolve(name), content);
  }

  private String refusal(Split split) {
    DataException refusal =
        catchThrowableOfType(DataException.class, () -> Cifar10Images.read(directory, split));
    assertThat(refusal).as("the reader must refuse").isNotNull();
    assertThat(refusal.getMessage()).doesNotContain("\n").contains(directory.toString());
    return refusal.getMessage();
  }

  @Test
  void readsTheBatchesInTheOrderOfTheirNumbers() throws IOException {
    write("data_batch_10.bin", records(1, 9));
    write("data_batch_2.bin", records(2, 3));
    write("data_batch_1.bin", records(3, 0));
    write("batches.meta.txt", new byte[5]);
    LabelledImages images = Cifar10Images.read(directory, Split.TRAINING);
    assertThat(images.count()).isEqualTo(6);
    assertThat(new int[] {images.label(0), images.label(3), images.label(5)})
        .containsExactly(0, 3, 9);
    assertThat(images.channels()).isEqualTo(3);
    assertThat(images.height()).isEqualTo(32);
    assertThat(images.width()).isEqualTo(32);
    assertThat(images.classes()).isEqualTo(10);
    int place = 2 * 1024 + 5 * 32 + 7;
    assertThat(images.pixel(5, 2, 5, 7)).isEqualTo(place % 256);
  }

  @Test
  void readsTheTestBatch() throws IOException {
    write("test_batch.bin", records(4, 6));
    LabelledImages images = Cifar10Images.read(directory, Split.EVALUATION);
    assertThat(images.count()).isEqualTo(4);
    assertThat(images.label(3)).isEqualTo(9);
  }

  @Test
  void refusesAMissingDirectory() {
    assertThatThrownBy(() -> Cifar10Images.read(directory.resolve("nowhere"), Split.TRAINING))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("nowhere does not exist");
  }

  @Test
  void namesTheMissingFileAndWhatIsThere() throws IOException {
    Files.createDirectory(directory.resolve("cifar-10-batches-bin"));
    assertThat(refusal(Split.TRAINING))
        .contains("has no data_batch_1.bin")
        .contains("it has cifar-10-batches-bin/");
    assertThat(refusal(Split.EVALUATION)).contains("has no test_batch.bin");
  }

  @Test
  void refusesADirectoryInPlaceOfAFile() throws IOException {
    Files.createDirectory(directory.resolve("test_batch.bin"));
    assertThat(refusal(Split.EVALUATION)).contains("test_batch.bin is a directory");
  }

  @Test
  void refusesTruncation() throws IOException {
    Random random = new Random(7);
    byte[] sound = records(3, 0);
    for (int trial = 0; trial < 100; trial++) {
      int length = random.nextInt(sound.length);
      write("test_batch.bin", Arrays.copyOf(sound, length));
      if (length % RECORD == 0 && length > 0) {
        assertThat(Cifar10Images.read(directory, Split.EVALUATION).count())
            .isEqualTo(length / RECORD);
      } else {
        assertThat(refusal(Split.EVALUATION)).contains("has " + length + " bytes", "truncated");
      }
    }
  }

  @Test
  void refusesAnEmptyFile() throws IOException {
    write("test_batch.bin", new byte[0]);
    assertThat(refusal(Split.EVALUATION)).contains("has 0 bytes, so no image");
  }

  @Test
  void namesTheRecordOfALabelOutOfRange() throws IOException {
    byte[] file = records(5, 0);
    file[3 * RECORD] = 10;
    write("data_batch_1.bin", file);
    assertThat(refusal(Split.TRAINING))
        .contains("data_batch_1.bin has the label 10 in record 3, outside 0 … 9");
  }
}
