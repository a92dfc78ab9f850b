package org.texp4j.benchmarks;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.annotation.processing.Processor;
import javax.tools.JavaCompiler;
import javax.tools.JavaCompiler.CompilationTask;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A process that compiles once with javac and prints the cost of its annotation processors. */
final class CompilationProcess {

  /** The directory of the sources that processors wrote, to be copied. */
  static final String WRITTEN = "written";

  /** The time and memory of the processors, and the time of the whole compilation, in ms and MB. */
  record Cost(double milliseconds, double megabytes, double compilation) {

    static Cost of(String line) {
      String[] words = line.split(" ");
      return new Cost(
          Double.parseDouble(words[0]), Double.parseDouble(words[1]), Double.parseDouble(words[2]));
    }

    private String line() {
      return milliseconds + " " + megabytes + " " + compilation;
    }
  }

  private CompilationProcess() {}

  /**
   * Compiles the {@code sources} of a directory into its {@code classes}.
   *
   * @param arguments the directory; the name of its subdirectory for generated sources; the class
   *     path; the processor path; and the names of the processors
   */
  public static void main(String[] arguments) throws IOException {
    Path all = Path.of(arguments[0]);
    Path classes = Files.createDirectories(all.resolve("classes"));
    Path written = Files.createDirectories(all.resolve(arguments[1]));
    List<String> options =
        new ArrayList<>(
            List.of("-cp", arguments[2], "-d", classes.toString(), "-s", written.toString()));
    if (arguments[4].equals(CopyingProcessor.class.getName())) {
      options.add("-A" + CopyingProcessor.DIRECTORY + "=" + all.resolve(WRITTEN));
    }
    long start = System.nanoTime();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<TimedProcessor> processors = new ArrayList<>();
    boolean succeeded;
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      Path[] files = sources(all.resolve("sources")).toArray(Path[]::new);
      CompilationTask task =
          compiler.getTask(null, manager, null, options, null, manager.getJavaFileObjects(files));
      ClassLoader loader = loader(arguments[3]);
      for (int i = 4; i < arguments.length; i++) {
        String name = arguments[i];
        processors.add(new TimedProcessor(() -> created(name, loader)));
      }
      task.setProcessors(processors);
      succeeded = task.call();
    }
    double compilation = (System.nanoTime() - start) / 1e6;
    Cost cost =
        new Cost(
            processors.stream().mapToDouble(TimedProcessor::milliseconds).sum(),
            processors.stream().mapToDouble(TimedProcessor::megabytes).sum(),
            compilation);
    System.out.println(cost.line());
    System.exit(succeeded ? 0 : 1);
  }

  /** A class loader of their own, as javac has one for a processor path. */
  private static ClassLoader loader(String path) throws MalformedURLException {
    return new URLClassLoader(
        new URL[] {Path.of(path).toUri().toURL()}, CompilationProcess.class.getClassLoader());
  }

  private static Processor created(String name, ClassLoader loader) {
    try {
      return (Processor) loader.loadClass(name).getConstructor().newInstance();
    } catch (ReflectiveOperationException failure) {
      throw new IllegalStateException(name + " cannot be created", failure);
    }
  }

  /** The Java sources below a directory, sorted. */
  static List<Path> sources(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return new ArrayList<>(
          files.filter(file -> file.toString().endsWith(".java")).sorted().toList());
    }
  }
}
