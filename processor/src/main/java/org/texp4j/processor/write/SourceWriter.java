package org.texp4j.processor.write;

import com.palantir.javapoet.JavaFile;
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
    JavaFile blank = new TrainingSource(training, BLANK, generatedAnnotation).file();
    String name = training.type().qualifiedTrainingName();
    Element origin = training.type().position().element();
    String text = blank.toString();
    String digest = Sha256.of(text);
    try (Writer file = filer.createSourceFile(name, origin).openWriter()) {
      write(text, digest, file);
    }
  }

  /**
   * Writes a text with its digest, which stands in two halves; to lay it out again takes longest.
   */
  private static void write(String text, String digest, Writer file) throws IOException {
    int half = HALF_BLANK.length();
    int first = text.indexOf(HALF_BLANK, text.indexOf(" SOURCE_DIGEST ="));
    int second = text.indexOf(HALF_BLANK, first + half);
    file.write(text, 0, first);
    file.write(digest, 0, half);
    file.write(text, first + half, second - first - half);
    file.write(digest, half, half);
    file.write(text, second + half, text.length() - second - half);
  }

  /**
   * Writes the stub of a training class.
   *
   * @param runtime whether the classes exist that training classes call
   * @param generatedAnnotation whether {@code @Generated} exists where the class is compiled
   */
  public void writeStub(DeclaredClass type, boolean runtime, boolean generatedAnnotation)
      throws IOException {
    StubSource.file(type, runtime, generatedAnnotation).writeTo(filer);
  }
}
