package org.texp4j.processor.write;

import com.palantir.javapoet.JavaFile;
import java.io.IOException;
import javax.annotation.processing.Filer;
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
    String digest = Sha256.of(blank.toString());
    new TrainingSource(training, digest, generatedAnnotation).file().writeTo(filer);
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
