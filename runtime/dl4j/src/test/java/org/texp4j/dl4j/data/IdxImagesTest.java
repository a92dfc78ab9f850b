package org.texp4j.dl4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.texp4j.dl4j.data.IdxFiles.IMAGES;
import static org.texp4j.dl4j.data.IdxFiles.LABELS;
import static org.texp4j.dl4j.data.IdxFiles.gzip;
import static org.texp4j.dl4j.data.IdxFiles.images;
import static org.texp4j.dl4j.data.IdxFiles.labels;
import static org.texp4j.dl4j.data.IdxFiles.write;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdxImagesTest {

  private static final int COUNT = 12;

  @TempDir Path directory;

  @BeforeEach
  void writeSoundFiles() {
    write(directory, IMAGES, images(COUNT, 3, 2));
    write(directory, LABELS, labels(COUNT));
  }

  private LabelledImages read() {
    return IdxImages.read(directory, Split.TRAINING, 10);
  }

  /** Reads, expects a refusal in one line, and returns the line. */
  private String refusal() {
    DataException refusal = catchThrowableOfType(DataException.class, this::read);
    assertThat(refusal).as("the reader must refuse").isNotNull();
    assertThat(refusal.getMessage()).doesNotContain("\n").contains(directory.toString());
    return refusal.getMessage();
  }

  private void assertSound(LabelledImages images) {
    assertThat(images.count()).isEqualTo(COUNT);
    assertThat(images.channels()).isEqualTo(1);
    assertThat(images.height()).isEqualTo(3);
    assertThat(images.width()).isEqualTo(2);
    assertThat(images.classes()).isEqualTo(10);
    assertThat(images.label(11)).isEqualTo(1);
    assertThat(images.pixel(7, 0, 2, 1)).isEqualTo(7 + 5);
  }

  @Test
  void readsPlainFiles() {
    assertSound(read());
  }

  @Test
  void readsFilesOfAnyNameAndJoinsThem() {
    write(directory, "letters.images", images(4, 3, 2));
    write(directory, "letters.labels.gz", gzip(labels(4)));
    LabelledImages letters =
        IdxImages.read(
            directory.resolve("letters.images"), directory.resolve("letters.labels.gz"), 10);

    LabelledImages joined = LabelledImages.join(List.of(read(), letters, letters));

    assertThat(joined.count()).isEqualTo(COUNT + 8);
    assertThat(joined.label(11)).isEqualTo(1);
    assertThat(joined.label(COUNT + 4 + 3)).isEqualTo(3);
    assertThat(joined.pixel(7, 0, 2, 1)).isEqualTo(7 + 5);
    assertThat(joined.pixel(COUNT + 4 + 2, 0, 2, 1)).isEqualTo(2 + 5);
  }

  @Test
  void imagesThatDifferCannotBeJoined() {
    write(directory, "small", images(4, 2, 2));
    write(directory, "labels", labels(4));
    LabelledImages small =
        IdxImages.read(directory.resolve("small"), directory.resolve("labels"), 10);

    assertThatThrownBy(() -> LabelledImages.join(List.of(read(), small)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "images of 1×2×2 in 10 classes cannot be joined with images of 1×3×2 in 10 classes");
    assertThatThrownBy(() -> LabelledImages.join(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there are no images to join");
  }

  @Test
  void aFileThatIsNoneIsNamed() {
    Path missing = directory.resolve("none");

    assertThatThrownBy(() -> IdxImages.read(missing, directory.resolve(LABELS), 10))
        .isInstanceOf(DataException.class)
        .hasMessage(missing + " does not exist; check its name");
    assertThatThrownBy(() -> IdxImages.read(directory, directory.resolve(LABELS), 10))
        .isInstanceOf(DataException.class)
        .hasMessage(directory + " is not a file; name the data file itself");
  }

  @Test
  void readsGzipFiles() throws IOException {
    Files.delete(directory.resolve(IMAGES));
    Files.delete(directory.resolve(LABELS));
    write(directory, IMAGES + ".gz", gzip(images(COUNT, 3, 2)));
    write(directory, LABELS + ".gz", gzip(labels(COUNT)));
    assertSound(read());
  }

  @Test
  void decidesByContentWhetherAFileIsGzip() throws IOException {
    write(directory, IMAGES, gzip(images(COUNT, 3, 2)));
    Files.delete(directory.resolve(LABELS));
    write(directory, LABELS + ".gz", labels(COUNT));
    assertSound(read());
  }

  @Test
  void readsPixelsAsUnsignedBytes() {
    write(directory, IMAGES, images(300, 1, 1));
    write(directory, LABELS, labels(300));
    assertThat(read().pixel(255, 0, 0, 0)).isEqualTo(255);
    assertThat(read().pixel(200, 0, 0, 0)).isEqualTo(200);
  }

  @Test
  void readsMoreThanOneChunkOfMemory() {
    write(directory, IMAGES, images(2000, 28, 29));
    write(directory, LABELS, labels(2000));
    LabelledImages images = read();
    assertThat(images.count()).isEqualTo(2000);
    assertThat(images.pixel(1999, 0, 27, 28)).isEqualTo((1999 + 28 * 29 - 1) % 256);
  }

  @Test
  void readsTheEvaluationFiles() {
    write(directory, "t10k-images-idx3-ubyte", images(4, 3, 2));
    write(directory, "t10k-labels-idx1-ubyte", labels(4));
    assertThat(IdxImages.read(directory, Split.EVALUATION, 10).count()).isEqualTo(4);
  }

  @Test
  void refusesAMissingDirectory() {
    Path missing = directory.resolve("nowhere");
    assertThatThrownBy(() -> IdxImages.read(missing, Split.TRAINING, 10))
        .isInstanceOf(DataException.class)
        .hasMessage("directory " + missing + " does not exist; check its name");
  }

  @Test
  void refusesAFileInPlaceOfTheDirectory() {
    Path file = directory.resolve(IMAGES);
    assertThatThrownBy(() -> IdxImages.read(file, Split.TRAINING, 10))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(file + " is not a directory");
  }

  @Test
  void namesTheMissingFileAndWhatIsThere() throws IOException {
    Files.delete(directory.resolve(LABELS));
    Files.createDirectory(directory.resolve("raw"));
    assertThat(refusal())
        .contains("has no " + LABELS + " or " + LABELS + ".gz; it has raw/, " + IMAGES);
  }

  @Test
  void saysThatADirectoryIsEmpty() throws IOException {
    Files.delete(directory.resolve(LABELS));
    Files.delete(directory.resolve(IMAGES));
    assertThat(refusal()).contains("it is empty");
  }

  @Test
  void listsOnlySomeOfManyFiles() throws IOException {
    Files.delete(directory.resolve(IMAGES));
    for (int i = 0; i < 30; i++) {
      write(directory, "a" + i, new byte[0]);
    }
    assertThat(refusal()).contains("and 19 more").hasSizeLessThan(500);
  }

  @Test
  void refusesADirectoryInPlaceOfAFile() throws IOException {
    Files.delete(directory.resolve(IMAGES));
    Files.createDirectory(directory.resolve(IMAGES));
    assertThat(refusal()).contains(IMAGES + " is a directory");
  }

  @Test
  void refusesAFileThatMayNotBeRead() throws IOException {
    Path file = directory.resolve(IMAGES);
    assumeThat(Files.getFileStore(file).supportsFileAttributeView("posix")).isTrue();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    assumeThat(Files.isReadable(file)).as("the superuser may read everything").isFalse();
    assertThat(refusal()).contains(IMAGES + " may not be read: permission denied");
  }

  @Test
  void recognizesLabelsGivenAsImages() {
    write(directory, IMAGES, labels(COUNT));
    assertThat(refusal())
        .contains(IMAGES + " starts with 0x00000801, the magic number of idx labels")
        .contains("0x00000803, the magic number of idx images, is needed");
  }

  @Test
  void recognizesImagesGivenAsLabels() {
    write(directory, LABELS, images(COUNT, 3, 2));
    assertThat(refusal())
        .contains(LABELS + " starts with 0x00000803, the magic number of idx images");
  }

  @Test
  void recognizesGzipWithinGzip() {
    write(directory, IMAGES, gzip(gzip(images(COUNT, 3, 2))));
    assertThat(refusal()).contains("gzip file within the gzip file");
  }

  @Test
  void refusesAFileOfAnotherKind() {
    write(directory, IMAGES, "<!DOCTYPE html>404".getBytes(StandardCharsets.UTF_8));
    assertThat(refusal()).contains("starts with 0x3c21444f, which is not that of idx images");
  }

  @Test
  void refusesDifferentCounts() {
    write(directory, LABELS, labels(COUNT - 1));
    assertThat(refusal()).contains("has 12 images, but").contains("has 11 labels");
  }

  @Test
  void refusesTrailingBytes() {
    byte[] sound = images(COUNT, 3, 2);
    write(directory, IMAGES, Arrays.copyOf(sound, sound.length + 1));
    assertThat(refusal()).contains(IMAGES + " continues after the 88 bytes");
  }

  @Test
  void refusesALabelOutOfRange() {
    byte[] file = labels(COUNT);
    file[8 + 5] = (byte) 200;
    write(directory, LABELS, file);
    assertThat(refusal()).contains("has the label 200 at image 5, outside 0 … 9");
  }

  @Test
  void refusesAHeaderThatAnnouncesNothingOrTooMuch() {
    write(directory, IMAGES, images(0, 3, 2));
    assertThat(refusal()).contains("announces 0 items").contains("nothing to read");
    write(
        directory,
        IMAGES,
        ByteBuffer.allocate(16).putInt(0x803).putInt(-1).putInt(-1).putInt(-1).array());
    assertThat(refusal()).contains("announces 4294967295 items").contains("more than the 2 GiB");
  }

  @Test
  void refusesTooManyClasses() {
    assertThatThrownBy(() -> IdxImages.read(directory, Split.TRAINING, 257))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("257");
  }

  @Test
  void refusesEveryTruncationOfAPlainFile() {
    byte[] sound = images(COUNT, 3, 2);
    for (int length = 0; length < sound.length; length++) {
      write(directory, IMAGES, Arrays.copyOf(sound, length));
      String expected =
          length < 16
              ? "it ends after " + length + " bytes, within the"
              : "its header announces 88 bytes, but it ends after " + length + ";";
      assertThat(refusal()).contains(IMAGES + " is truncated", expected);
    }
  }

  @Test
  void refusesEveryTruncationOfAGzipFile() {
    byte[] sound = gzip(images(COUNT, 3, 2));
    // From 2 bytes on it has the magic number of gzip; below it is nothing known.
    for (int length = 0; length < sound.length; length++) {
      write(directory, IMAGES, Arrays.copyOf(sound, length));
      assertThat(refusal()).contains(IMAGES + " is truncated");
    }
  }

  @Test
  void saysHowFarATruncatedGzipFileGoes() {
    byte[] random = images(2000, 28, 28);
    new Random(3).nextBytes(random);
    ByteBuffer.wrap(random).putInt(0x803).putInt(2000).putInt(28).putInt(28);
    byte[] sound = gzip(random);
    write(directory, IMAGES, Arrays.copyOf(sound, sound.length / 2));
    assertThat(refusal())
        .containsPattern("announces 1568016 bytes, but it ends after 7[89]\\d{4};");
  }

  /** A damaged byte is refused or harmless; it never shows as another exception. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void survivesCorruptionOfAnyByte(boolean zipped) {
    Random random = new Random(20250101);
    for (int trial = 0; trial < 400; trial++) {
      boolean damageImages = random.nextBoolean();
      byte[] file = damageImages ? images(COUNT, 3, 2) : labels(COUNT);
      byte[] stored = zipped ? gzip(file) : file;
      // The first 20 bytes hold the headers of both formats; half of the damage goes there.
      int at = random.nextInt(random.nextBoolean() ? Math.min(20, stored.length) : stored.length);
      stored[at] ^= (byte) (1 + random.nextInt(255));
      writeSoundFiles();
      write(directory, damageImages ? IMAGES : LABELS, stored);
      try {
        assertThat(read().count()).isEqualTo(COUNT);
      } catch (DataException e) {
        assertThat(e.getMessage()).doesNotContain("\n").contains(directory.toString());
      }
    }
  }

  @Test
  void readsFromTheClassPath() {
    LabelledImages images =
        IdxImages.fromClassPath(IdxImagesTest.class, "tiny-idx", Split.TRAINING, 10);
    assertThat(images.count()).isEqualTo(3);
    assertThat(images.pixel(2, 0, 1, 1)).isEqualTo(5);
  }

  @Test
  void namesWhatTheClassPathLacks() {
    assertThatThrownBy(
            () -> IdxImages.fromClassPath(IdxImagesTest.class, "tiny-idx", Split.EVALUATION, 10))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("the class path has no t10k-images-idx3-ubyte or")
        .hasMessageContaining("tiny-idx");
  }
}
