package org.texp4j.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.annotation.processing.SupportedOptions;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;

/**
 * An annotation processor that only copies the sources in a directory. Its cost is javac's own
 * share in annotation processing, which every processor that writes these sources has.
 */
@SupportedAnnotationTypes("*")
@SupportedOptions(CopyingProcessor.DIRECTORY)
public final class CopyingProcessor extends AbstractProcessor {

  /** The option with the directory, which is laid out by packages. */
  static final String DIRECTORY = "directory";

  private boolean copied;

  /** Creates the processor. */
  public CopyingProcessor() {}

  @Override
  public SourceVersion getSupportedSourceVersion() {
    return SourceVersion.latest();
  }

  @Override
  public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
    if (!copied) {
      Path directory = Path.of(processingEnv.getOptions().get(DIRECTORY));
      try {
        for (Path source : CompilationProcess.sources(directory)) {
          copy(directory, source);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      copied = true;
    }
    return false;
  }

  private void copy(Path directory, Path source) throws IOException {
    String path = directory.relativize(source).toString();
    String name = path.substring(0, path.length() - ".java".length()).replace('/', '.');
    try (Writer file = processingEnv.getFiler().createSourceFile(name).openWriter()) {
      file.write(Files.readString(source));
    }
  }
}
