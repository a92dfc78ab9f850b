package org.texp4j.processor.write;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.TypeSpec;
import java.io.IOException;
import javax.annotation.processing.Filer;
import org.texp4j.processor.model.DeclaredClass;
import org.texp4j.processor.model.Training;

/** Writes training classes and stubs into a compilation. */
public final class SourceWriter {

  private static final String GENERATOR = "org.texp4j.processor.TexpProcessor";

  private final Filer filer;

  /** Creates a writer into a compilation. */
  public SourceWriter(Filer filer) {
    this.filer = filer;
  }

  /**
   * Writes the training class.
   *
   * @param generatedAnnotation whether {@code @Generated} exists where the class is compiled
   */
  public void write(Training training, boolean generatedAnnotation) throws IOException {
    write(training.type(), new TrainingSource(training).type(), generatedAnnotation);
  }

  /**
   * Writes the stub of a training class.
   *
   * @param generatedAnnotation whether {@code @Generated} exists where the class is compiled
   */
  public void writeStub(DeclaredClass type, boolean generatedAnnotation) throws IOException {
    write(type, StubSource.type(type), generatedAnnotation);
  }

  private void write(DeclaredClass type, TypeSpec.Builder source, boolean generatedAnnotation)
      throws IOException {
    if (generatedAnnotation) {
      source.addAnnotation(
          AnnotationSpec.builder(Names.GENERATED).addMember("value", "$S", GENERATOR).build());
    }
    JavaFile.builder(type.packageName(), source.build())
        .indent("  ")
        .skipJavaLangImports(true)
        .build()
        .writeTo(filer);
  }
}
