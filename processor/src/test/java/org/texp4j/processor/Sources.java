package org.texp4j.processor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaCompiler.CompilationTask;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;

/** Source files in a directory, for what only works on files: other compilers, and modules. */
final class Sources {

  /** The declarations beside whose training classes they are compared. */
  private static final Path GOLDEN = Path.of("src/test/resources/golden");

  private Sources() {}

  /** The sound declarations of the golden files, each by its path below a source directory. */
  static Map<String, String> golden() {
    Map<String, String> sources = new TreeMap<>();
    each(GOLDEN)
        .filter(name -> !name.endsWith("Training.java") && !name.equals("Wrong.java"))
        .forEach(name -> put(sources, Compile.read(GOLDEN.resolve(name)), name));
    return sources;
  }

  /** The training classes that have to be written for them. */
  static Map<String, String> goldenTraining() {
    Map<String, String> sources = new TreeMap<>();
    each(GOLDEN)
        .filter(name -> name.endsWith("Training.java") && !name.equals("WrongTraining.java"))
        .forEach(name -> put(sources, Compile.read(GOLDEN.resolve(name)), name));
    return sources;
  }

  /** Writes sources into a directory. */
  static void write(Path directory, Map<String, String> sources) throws IOException {
    for (Map.Entry<String, String> source : sources.entrySet()) {
      Path file = directory.resolve(source.getKey());
      Files.createDirectories(file.getParent());
      Files.writeString(file, source.getValue());
    }
  }

  /** All Java sources in a directory, by their paths below it. */
  static Map<String, String> read(Path directory) throws IOException {
    Map<String, String> sources = new TreeMap<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        String name = directory.relativize(file).toString().replace('\\', '/');
        sources.put(name, Files.readString(file));
      }
    }
    return sources;
  }

  /** Compiles into {@code written} and {@code classes} below a directory. */
  static List<Diagnostic<? extends JavaFileObject>> compile(
      JavaCompiler compiler, Path directory, Map<String, String> sources, String... options)
      throws IOException {
    write(directory.resolve("sources"), sources);
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    List<String> all =
        new ArrayList<>(
            List.of(
                "-encoding",
                "UTF-8",
                "--release",
                "17",
                "-d",
                Files.createDirectories(directory.resolve("classes")).toString(),
                "-s",
                Files.createDirectories(directory.resolve("written")).toString(),
                "-classpath",
                System.getProperty("java.class.path"),
                Compile.SAME_NAMES));
    Collections.addAll(all, options);
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(found, Locale.ROOT, StandardCharsets.UTF_8)) {
      CompilationTask task =
          compiler.getTask(
              Writer.nullWriter(),
              files,
              found,
              all,
              null,
              files.getJavaFileObjects(
                  sources.keySet().stream()
                      .map(directory.resolve("sources")::resolve)
                      .toArray(Path[]::new)));
      task.setProcessors(List.of(new TexpProcessor()));
      task.call();
    }
    return found.getDiagnostics();
  }

  private static void put(Map<String, String> sources, String source, String name) {
    boolean unnamed = !source.startsWith("package ");
    String directory =
        unnamed
            ? ""
            : source.substring("package ".length(), source.indexOf(';')).replace('.', '/') + "/";
    sources.put(directory + name, source);
  }

  private static Stream<String> each(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
