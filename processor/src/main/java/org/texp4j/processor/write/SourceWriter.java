package org.texp4j.processor.write;

import java.io.IOException;
import java.io.Writer;
import javax.annotation.processing.Filer;
import javax.lang.model.element.Element;
import org.texp4j.processor.model.DeclaredClass;
import org.texp4j.processor.model.Training;

/** Writes training classes and stubs into a compilation. */
public final class SourceWriter {

  private final Filer filer;

  /** Creates a writer into a compilation. */
  public SourceWriter(Filer filer) {
    this.filer = filer;
  }

  /**
   * Writes the training class, which contains the digest of its own text.
   *
   * @param hasGenerated whether {@code @Generated} exists where the class is compiled
   */
  public void write(Training training, boolean hasGenerated) throws IOException {
    write(training.type(), TrainingSource.text(training, hasGenerated));
  }

  /**
   * Writes the stub of a training class.
   *
   * @param hasRuntime whether the classes that training classes call exist
   * @param hasGenerated whether {@code @Generated} exists where the class is compiled
   */
  public void writeStub(DeclaredClass type, boolean hasRuntime, boolean hasGenerated)
      throws IOException {
    write(type, StubSource.text(type, hasRuntime, hasGenerated));
  }

  private void write(DeclaredClass type, String text) throws IOException {
    Element origin = type.position().element();
    try (Writer file = filer.createSourceFile(type.qualifiedTrainingName(), origin).openWriter()) {
      file.write(text);
    }
  }
}
