package org.texp4j.processor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import com.google.testing.compile.JavaFileObjects;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaCompiler.CompilationTask;
import javax.tools.JavaFileObject;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.texp4j.schedule.Recipe;

/** Compilations with the processor, as a user with the strictest flags runs them. */
final class Compile {

  /** The lint of paths is off: it finds fault with the manifests of Deeplearning4j's jars. */
  private static final List<String> STRICT =
      List.of(
          "-Xlint:all,-path",
          "-Xdoclint:all/protected,html/package,syntax/package,reference/package",
          "-Werror");

  /** For tests that put declarations of one name into a package each, in one compilation. */
  static final String SAME_NAMES = "-Atexp4j.TexpExperimentClash=ignore";

  private Compile() {}

  static Compilation strictly(JavaFileObject... sources) {
    return with(STRICT, sources);
  }

  /** Without the lint that wants a processor to claim every annotation: nobody can claim these. */
  static Compilation strictlyWithRecipeAnnotations(JavaFileObject... sources) {
    List<String> options = new ArrayList<>(STRICT);
    options.addAll(List.of("-Xlint:-processing", SAME_NAMES));
    return with(options, sources);
  }

  /** Checks declarations and generates no class files. */
  static Compilation onlyProcessing(JavaFileObject... sources) {
    return with(List.of("-proc:only", "-Xmaxerrs", "10000", SAME_NAMES), sources);
  }

  /** The source of a class that the processor writes although the compilation fails. */
  static String generatedDespiteErrors(
      Path directory, String qualifiedName, JavaFileObject... sources) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    CompilationTask task =
        compiler.getTask(
            null,
            null,
            new DiagnosticCollector<>(),
            List.of("-proc:only", "-d", directory.toString(), "-encoding", "UTF-8"),
            null,
            List.of(sources));
    task.setProcessors(List.of(new TexpProcessor()));
    assertThat(task.call()).isFalse();
    return read(directory.resolve(qualifiedName.replace('.', '/') + ".java"));
  }

  static Compilation with(List<String> options, JavaFileObject... sources) {
    return Compiler.javac()
        .withProcessors(new TexpProcessor(), new RecipeAnnotationProcessor())
        .withOptions(new ArrayList<Object>(options))
        .compile(sources);
  }

  /** A source file, found by the name of its class, in the package {@code demo}. */
  static JavaFileObject source(String name, String... lines) {
    List<String> all = new ArrayList<>(List.of("package demo;"));
    all.addAll(Arrays.asList(lines));
    return JavaFileObjects.forSourceLines("demo." + name, all);
  }

  static String generated(Compilation compilation, String qualifiedName) {
    String path = "/" + qualifiedName.replace('.', '/') + ".java";
    return compilation.generatedSourceFiles().stream()
        .filter(file -> file.getName().endsWith(path))
        .map(Compile::content)
        .findFirst()
        .orElseThrow(
            () -> new AssertionError(path + " was not written: " + compilation.diagnostics()));
  }

  /** The directory a source file lies in: the last part of its package. */
  static String directory(JavaFileObject source) {
    return source.toUri().getPath().replaceFirst(".*?([^/]*)/[^/]*$", "$1");
  }

  /** Loads what was compiled. */
  static ClassLoader loader(Compilation compilation) {
    return new ClassLoader(Compile.class.getClassLoader()) {
      @Override
      protected Class<?> findClass(String name) throws ClassNotFoundException {
        JavaFileObject file =
            compilation
                .generatedFile(StandardLocation.CLASS_OUTPUT, name.replace('.', '/') + ".class")
                .orElseThrow(() -> new ClassNotFoundException(name));
        try (InputStream in = file.openInputStream()) {
          byte[] bytes = in.readAllBytes();
          return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
          throw new ClassNotFoundException(name, e);
        }
      }
    };
  }

  /** The recipe that a training class declares, for epochs of so many steps. */
  static Recipe recipe(Class<?> training, long stepsPerEpoch) throws ReflectiveOperationException {
    Method recipe = training.getMethod("recipe", long.class);
    recipe.setAccessible(true);
    return (Recipe) recipe.invoke(null, stepsPerEpoch);
  }

  static String read(Path path) {
    try {
      return Files.readString(path, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String content(JavaFileObject file) {
    try {
      return file.getCharContent(false).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
