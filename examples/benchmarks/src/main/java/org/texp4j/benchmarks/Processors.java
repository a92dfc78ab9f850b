package org.texp4j.benchmarks;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import org.texp4j.benchmarks.CompilationProcess.Cost;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The command that measures what the compiler costs a user's build, beside AutoValue and MapStruct.
 *
 * <p>Each compilation is the first of a new process, as in a build. There are three of the same
 * sources, which take turns: one without processors, which compiles what was written from them as
 * well; one with a processor that only writes that, which shows javac's own part in processing; and
 * one with the processor, which is charged with what it takes beyond that.
 */
@Command(
    name = "processors",
    description = "Compares the cost of annotation processing with AutoValue's and MapStruct's.",
    mixinStandardHelpOptions = true)
final class Processors implements Callable<Integer> {

  private enum Library {
    TEXP4J(
        List.of("org.texp4j.processor.TexpProcessor"),
        """
        package user;

        import org.deeplearning4j.nn.conf.*;
        import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
        import org.texp4j.annotations.*;
        import org.texp4j.dl4j.DataRequest;

        @Experiment(trainingExamples = 50_000)
        @Normalized(Normalization.BATCH)
        @Momentum(0.9)
        @WeightDecay(5e-4)
        @StepDecay(epochs = {80, 120}, factor = 0.1)
        @Schedule(type = ScheduleType.TEXP_PLUS_PLUS, learningRate = 0.1, epochs = 160)
        final class User% {
          @Network
          static MultiLayerConfiguration network(NeuralNetConfiguration.Builder base) {
            return base.list().build();
          }

          @TrainingData
          static DataSetIterator training(DataRequest request) {
            throw new UnsupportedOperationException();
          }
        }
        """),
    AUTO_VALUE(
        List.of("com.google.auto.value.processor.AutoValueProcessor"),
        """
        package user;

        import com.google.auto.value.AutoValue;
        import java.util.List;

        @AutoValue
        abstract class User% {
          abstract int count();

          abstract double rate();

          abstract String name();

          abstract List<String> names();

          static User% of(int count, double rate, String name, List<String> names) {
            return new AutoValue_User%(count, rate, name, names);
          }
        }
        """),
    MAP_STRUCT(
        List.of("org.mapstruct.ap.MappingProcessor"),
        """
        package user;

        import org.mapstruct.Mapper;

        @Mapper
        interface User% {
          To map(From from);

          record From(int count, double rate, String name, int other) {}

          record To(int count, double rate, String name, int other) {}
        }
        """);

    private final List<String> processors;
    private final String source;

    Library(List<String> processors, String source) {
      this.processors = processors;
      this.source = source;
    }

    /** The jars of its processors, alone. */
    private String processorPath() {
      return String.join(
          File.pathSeparator, processors.stream().map(Processors::location).toList());
    }
  }

  /** Compilations of the same sources, by what runs in them. */
  private record Compilations(List<Cost> none, List<Cost> copy, List<Cost> process) {

    void add(Library library, Path all) throws IOException, InterruptedException {
      process.add(measured(library, "process", all));
      copy.add(measured(library, "copy", all));
      none.add(measured(library, "none", all));
    }

    String line(Library library, int count) {
      double without = median(none, Cost::milliseconds);
      double copied = median(copy, Cost::milliseconds);
      return String.format(
          Locale.ROOT,
          "%-11s %7d %12.0f %12.0f %12.0f %14.1f",
          library,
          count,
          without,
          copied - without,
          median(process, Cost::milliseconds) - copied,
          median(process, Cost::megabytes) - median(copy, Cost::megabytes));
    }

    private static double median(List<Cost> costs, Function<Cost, Double> figure) {
      return Times.of(costs.stream().map(figure).toList()).median();
    }
  }

  @Spec private CommandSpec spec;

  @Option(
      names = "--classes",
      split = ",",
      description = "How many annotated classes a compilation has (default: ${DEFAULT-VALUE}).")
  private List<Integer> classes = List.of(1, 100, 1000);

  @Option(
      names = "--rounds",
      description = "How many processes of each kind each takes (default: ${DEFAULT-VALUE}).")
  private int rounds = 7;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Path directory = Files.createTempDirectory("processors");
    out.printf(
        "%-11s %7s %12s %12s %12s %14s%n",
        "", "classes", "without, ms", "javac's, ms", "its own, ms", "its own, MB");
    for (int count : classes) {
      Map<Library, Path> sources = new EnumMap<>(Library.class);
      for (Library library : Library.values()) {
        sources.put(library, write(library, count, directory));
      }
      Map<Library, Compilations> measured = new EnumMap<>(Library.class);
      for (Library library : Library.values()) {
        measured.put(
            library, new Compilations(new ArrayList<>(), new ArrayList<>(), new ArrayList<>()));
      }
      for (int round = 0; round < rounds; round++) {
        for (Library library : Library.values()) {
          measured.get(library).add(library, sources.get(library));
        }
      }
      measured.forEach((library, all) -> out.println(all.line(library, count)));
      out.flush();
    }
    return 0;
  }

  /**
   * Writes the sources of a compilation, and what a processor makes of them into {@code written}.
   */
  private static Path write(Library library, int count, Path directory)
      throws IOException, InterruptedException {
    Path all = directory.resolve(library.name() + count);
    Files.createDirectories(all.resolve("written"));
    Files.createDirectories(all.resolve("classes"));
    Path sources = Files.createDirectories(all.resolve("sources/user"));
    for (int index = 0; index < count; index++) {
      Files.writeString(
          sources.resolve("User" + index + ".java"),
          library.source.replace("%", Integer.toString(index)));
    }
    measured(library, "write", all);
    try (Stream<Path> files = Files.walk(all.resolve("written"))) {
      if (files.filter(file -> file.toString().endsWith(".java")).count() < count) {
        throw new IllegalStateException("not everything was written in " + all);
      }
    }
    return all;
  }

  private static Cost measured(Library library, String mode, Path all)
      throws IOException, InterruptedException {
    // Javac looks for processors in its own class path first: this one has none.
    List<String> command =
        ChildProcess.java(
            CompilationProcess.class,
            location(CompilationProcess.class.getName()),
            mode,
            all,
            library.processorPath(),
            System.getProperty("java.class.path"));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader lines = process.inputReader()) {
      String line = lines.readLine();
      if (process.waitFor() != 0) {
        throw new IllegalStateException("a compilation failed: " + String.join(" ", command));
      }
      return Cost.of(line);
    }
  }

  /** Where a class lies on the class path of this program. */
  private static String location(String name) {
    try {
      return Path.of(
              Class.forName(name, false, Processors.class.getClassLoader())
                  .getProtectionDomain()
                  .getCodeSource()
                  .getLocation()
                  .toURI())
          .toString();
    } catch (ReflectiveOperationException | URISyntaxException failure) {
      throw new UncheckedIOException(new IOException(name + " is not there", failure));
    }
  }
}
