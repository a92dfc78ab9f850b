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
 * A processor that only writes the sources that lie in a directory: what it costs is javac's own
 * part in processing annotations, whoever does it.
 */
@SupportedAnnotationTypes("*")
@SupportedOptions(CopyingProcessor.DIRECTORY)
public final class CopyingProcessor extends AbstractProcessor {

  /** The option that names the directory, under which files lie by their packages. */
  static final String DIRECTORY = "directory";

  private boolean copied;

  /** Creates the processor; javac does so. */
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
