package org.texp4j.processor.write;

import java.io.IOException;
import java.io.Writer;
import javax.annotation.processing.Filer;
import javax.lang.model.element.Element;
import org.texp4j.processor.model.DeclaredClass;
import org.texp4j.processor.model.Sha256;
import org.texp4j.processor.model.Training;

/** Writes training classes and stubs into a compilation. */
public final class SourceWriter {

  private static final String HALF_BLANK = "0".repeat(32);

  /** What stands in place of the digest while it is computed. */
  private static final String BLANK = HALF_BLANK + HALF_BLANK;

  private final Filer filer;

  /** Creates a writer into a compilation. */
  public SourceWriter(Filer filer) {
    this.filer = filer;
  }

  /**
   * Writes the training class, which holds the digest of its own text.
   *
   * @param generatedAnnotation whether {@code @Generated} exists where the class is compiled
   */
  public void write(Training training, boolean generatedAnnotation) throws IOException {
    String blank = new TrainingSource(training, BLANK, generatedAnnotation).text();
    String digest = Sha256.of(blank);
    int half = HALF_BLANK.length();
    int first = blank.indexOf(HALF_BLANK, blank.indexOf(" SOURCE_DIGEST ="));
    int second = blank.indexOf(HALF_BLANK, first + half);
    String text =
        new StringBuilder(blank)
            .replace(first, first + half, digest.substring(0, half))
            .replace(second, second + half, digest.substring(half))
            .toString();
    write(training.type(), text);
  }

  /**
   * Writes the stub of a training class.
   *
   * @param runtime whether the classes exist that training classes call
   * @param generatedAnnotation whether {@code @Generated} exists where the class is compiled
   */
  public void writeStub(DeclaredClass type, boolean runtime, boolean generatedAnnotation)
      throws IOException {
    write(type, StubSource.text(type, runtime, generatedAnnotation));
  }

  private void write(DeclaredClass type, String text) throws IOException {
    Element origin = type.position().element();
    try (Writer file = filer.createSourceFile(type.qualifiedTrainingName(), origin).openWriter()) {
      file.write(text);
    }
  }
}
