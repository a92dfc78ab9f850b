package org.texp4j.processor.write;

import java.io.IOException;
import java.io.Writer;
import java.util.Optional;
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
   * @return what hides a class that the training class needs; if anything does, nothing is written
   */
  public Optional<String> write(Training training, Surroundings surroundings) throws IOException {
    AuthorNames names = AuthorNames.in(training, surroundings.hasNeighbor());
    String text = TrainingSource.text(training, names, surroundings);
    Optional<String> hiding = names.hiding(text);
    if (hiding.isEmpty()) {
      write(training.type(), text);
    }
    return hiding;
  }

  /** Writes the stub of a training class. */
  public void writeStub(DeclaredClass type, Surroundings surroundings) throws IOException {
    write(type, StubSource.text(type, surroundings));
  }

  private void write(DeclaredClass type, String text) throws IOException {
    Element origin = type.position().element();
    try (Writer file = filer.createSourceFile(type.qualifiedTrainingName(), origin).openWriter()) {
      file.write(text);
    }
  }
}
