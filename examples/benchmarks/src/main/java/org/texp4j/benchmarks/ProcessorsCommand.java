package org.texp4j.benchmarks;

import java.io.BufferedReader;
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
import org.texp4j.benchmarks.CompilationProcess.Cost;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The command that compares the cost of the compiler in a user's build with that of AutoValue and
 * MapStruct.
 *
 * <p>Each compilation is the first of a new process, as in a build, and the time of its processors
 * is measured within it. Two compilations of the same sources alternate: one with the processors,
 * and one with a processor that only copies what they wrote. The cost of the latter is javac's own
 * share in annotation processing; the difference is the cost of the processors.
 */
@Command(
    name = "processors",
    description = "Compares the cost of annotation processing with AutoValue's and MapStruct's.",
    mixinStandardHelpOptions = true)
final class ProcessorsCommand implements Callable<Integer> {

  private enum Library {
    TEXP4J(
        List.of(
            "org.texp4j.processor.TexpProcessor", "org.texp4j.processor.RecipeAnnotationProcessor"),
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

    /** The jar of its processors. */
    private String jar() {
      return location(processors.get(0));
    }
  }

  /** Compilations of the same sources, by whether the generated ones are copied or written. */
  private record Compilations(int classes, List<Cost> copied, List<Cost> processed) {

    void add(Library library, Path all) throws IOException, InterruptedException {
      processed.add(measured(library, all, "rewritten", library.processors));
      copied.add(measured(library, all, "copied", List.of(CopyingProcessor.class.getName())));
    }

    double compilation() {
      return median(copied, Cost::compilation);
    }

    double javacs() {
      return median(copied, Cost::milliseconds);
    }

    double own() {
      return median(processed, Cost::milliseconds) - javacs();
    }

    /** The milliseconds per additional class, in comparison with fewer classes. */
    double eachSince(Compilations fewer) {
      return (own() - fewer.own()) / (classes - fewer.classes);
    }

    double ownMegabytes() {
      return median(processed, Cost::megabytes) - median(copied, Cost::megabytes);
    }

    private static double median(List<Cost> costs, Function<Cost, Double> figure) {
      return Sample.of(costs.stream().map(figure).toList()).median();
    }
  }

  @Spec private CommandSpec spec;

  @Option(
      names = "--classes",
      split = ",",
      description = "The number of annotated classes per compilation (default: ${DEFAULT-VALUE}).")
  private List<Integer> classes = List.of(1, 100, 1000);

  @Option(
      names = "--rounds",
      description = "The number of processes of each kind per library (default: ${DEFAULT-VALUE}).")
  private int rounds = 11;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Path directory = Files.createTempDirectory("processors");
    out.printf(
        "%-11s %7s %15s %12s %12s %13s %12s%n",
        "", "classes", "compilation, ms", "javac's, ms", "its own, ms", "per class", "its own, MB");
    Map<Library, Compilations> fewest = new EnumMap<>(Library.class);
    for (int count : classes) {
      Map<Library, Path> sources = new EnumMap<>(Library.class);
      Map<Library, Compilations> measured = new EnumMap<>(Library.class);
      for (Library library : Library.values()) {
        sources.put(library, write(library, count, directory));
        measured.put(library, new Compilations(count, new ArrayList<>(), new ArrayList<>()));
      }
      for (int round = 0; round < rounds; round++) {
        for (Library library : Library.values()) {
          measured.get(library).add(library, sources.get(library));
        }
      }
      measured.forEach(
          (library, all) -> {
            fewest.putIfAbsent(library, all);
            out.println(line(library, all, fewest.get(library)));
          });
      out.flush();
    }
    return 0;
  }

  private static String line(Library library, Compilations all, Compilations fewest) {
    return String.format(
        Locale.ROOT,
        "%-11s %7d %15.0f %12.0f %12.0f %13s %12.1f",
        library,
        all.classes,
        all.compilation(),
        all.javacs(),
        all.own(),
        all == fewest ? "" : String.format(Locale.ROOT, "%.2f", all.eachSince(fewest)),
        all.ownMegabytes());
  }

  /** Writes the sources of a compilation, and lets the processors write what is to be copied. */
  private static Path write(Library library, int count, Path directory)
      throws IOException, InterruptedException {
    Path all = directory.resolve(library.name() + count);
    Path sources = Files.createDirectories(all.resolve("sources/user"));
    for (int index = 0; index < count; index++) {
      Files.writeString(
          sources.resolve("User" + index + ".java"),
          library.source.replace("%", Integer.toString(index)));
    }
    measured(library, all, CompilationProcess.WRITTEN, library.processors);
    if (CompilationProcess.sources(all.resolve(CompilationProcess.WRITTEN)).size() < count) {
      throw new IllegalStateException("the processors did not write all sources in " + all);
    }
    return all;
  }

  private static Cost measured(Library library, Path all, String written, List<String> processors)
      throws IOException, InterruptedException {
    // Javac also looks for processors on its own class path, so this one has none.
    List<String> command =
        ChildProcess.java(
            CompilationProcess.class,
            location(CompilationProcess.class.getName()),
            all,
            written,
            System.getProperty("java.class.path"),
            library.jar());
    command.addAll(processors);
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

  /** The class path entry of this program that holds a class. */
  private static String location(String name) {
    try {
      return Path.of(
              Class.forName(name, false, ProcessorsCommand.class.getClassLoader())
                  .getProtectionDomain()
                  .getCodeSource()
                  .getLocation()
                  .toURI())
          .toString();
    } catch (ReflectiveOperationException | URISyntaxException failure) {
      throw new UncheckedIOException(new IOException(name + " is not on the class path", failure));
    }
  }
}
