package org.texp4j.benchmarks;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** One compilation by javac, in a process of its own: prints what it took. */
final class CompilationProcess {

  /**
   * What a compilation took.
   *
   * @param megabytes what it allocated, most of which was soon free again
   */
  record Cost(double milliseconds, double megabytes) {

    static Cost of(String line) {
      String[] words = line.split(" ");
      return new Cost(Double.parseDouble(words[0]), Double.parseDouble(words[1]));
    }
  }

  private CompilationProcess() {}

  /**
   * Compiles {@code sources} of a directory into its {@code classes}.
   *
   * @param arguments {@code process}, {@code write}, which only writes sources into {@code
   *     written}, {@code copy}, which has them written by a {@link CopyingProcessor}, or {@code
   *     none}, which runs no processor but compiles those too; the directory; the path of the
   *     processors; the class path
   */
  public static void main(String[] arguments) throws IOException {
    String mode = arguments[0];
    Path all = Path.of(arguments[1]);
    List<Path> files = sources(all.resolve("sources"));
    List<String> options =
        new ArrayList<>(List.of("-cp", arguments[3], "-d", all.resolve("classes").toString()));
    if (mode.equals("none")) {
      files.addAll(sources(all.resolve("written")));
      options.add("-proc:none");
    } else if (mode.equals("copy")) {
      options.addAll(List.of("-processor", CopyingProcessor.class.getName()));
      options.add("-A" + CopyingProcessor.DIRECTORY + "=" + all.resolve("written"));
      options.addAll(List.of("-processorpath", System.getProperty("java.class.path")));
    } else {
      options.addAll(List.of("-processorpath", arguments[2]));
    }
    if (mode.equals("write")) {
      options.addAll(List.of("-proc:only", "-s", all.resolve("written").toString()));
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    long start = System.nanoTime();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    boolean succeeded;
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      succeeded =
          compiler
              .getTask(
                  null,
                  manager,
                  null,
                  options,
                  null,
                  manager.getJavaFileObjects(files.toArray(Path[]::new)))
              .call();
    }
    double milliseconds = (System.nanoTime() - start) / 1e6;
    double megabytes = (threads.getCurrentThreadAllocatedBytes() - before) / 1e6;
    System.out.println(milliseconds + " " + megabytes);
    System.exit(succeeded ? 0 : 1);
  }

  static List<Path> sources(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return new ArrayList<>(
          files.filter(file -> file.toString().endsWith(".java")).sorted().toList());
    }
  }
}
