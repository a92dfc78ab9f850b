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

  /** What stands in place of the digest while it is computed. */
  private static final String BLANK = "0".repeat(64);

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
    String text = blank.toString();
    String name = training.type().qualifiedTrainingName();
    Element origin = training.type().position().element();
    try (Writer file = filer.createSourceFile(name, origin).openWriter()) {
      file.write(withDigest(text, Sha256.of(text)));
    }
  }

  /** The text with its digest, which stands in two halves; laying it out again takes longest. */
  private static char[] withDigest(String text, String digest) {
    int half = BLANK.length() / 2;
    String zeros = BLANK.substring(half);
    int first = text.indexOf(zeros, text.indexOf(" SOURCE_DIGEST ="));
    int second = text.indexOf(zeros, first + half);
    char[] whole = text.toCharArray();
    digest.getChars(0, half, whole, first);
    digest.getChars(half, 2 * half, whole, second);
    return whole;
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
