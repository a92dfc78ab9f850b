package org.texp4j.processor.write;

import java.io.IOException;
import java.io.Writer;
import javax.annotation.processing.Filer;
import javax.tools.JavaFileObject;
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
    String blank = new TrainingSource(training, BLANK).file(generatedAnnotation);
    String digest = Sha256.of(blank);
    write(training.type(), new TrainingSource(training, digest).file(generatedAnnotation));
  }

  /**
   * Writes the stub of a training class.
   *
   * @param generatedAnnotation whether {@code @Generated} exists where the class is compiled
   */
  public void writeStub(DeclaredClass type, boolean generatedAnnotation) throws IOException {
    write(type, StubSource.file(type, generatedAnnotation));
  }

  /** One file with one originating element, which is what makes the processor isolating. */
  private void write(DeclaredClass type, String text) throws IOException {
    JavaFileObject file =
        filer.createSourceFile(type.qualifiedTrainingName(), type.position().element());
    try (Writer writer = file.openWriter()) {
      writer.write(text);
    }
  }
}
