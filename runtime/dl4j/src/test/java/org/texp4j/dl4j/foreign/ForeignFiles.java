package org.texp4j.dl4j.foreign;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.texp4j.dl4j.Bits;
import org.texp4j.dl4j.Evaluations;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.SmallestExperiment;
import org.texp4j.dl4j.TinyExperiments;
import org.texp4j.dl4j.TrainingException;
import org.texp4j.dl4j.UnsuitableNetworkException;
import org.texp4j.dl4j.data.Cifar10Images;
import org.texp4j.dl4j.data.DataException;
import org.texp4j.dl4j.data.IdxImages;
import org.texp4j.dl4j.data.LabelledImages;
import org.texp4j.dl4j.data.Split;
import org.texp4j.dl4j.internal.checkpoint.Checkpoint;
import org.texp4j.dl4j.internal.checkpoint.CheckpointFile;
import org.texp4j.dl4j.internal.checkpoint.Progress;
import org.texp4j.dl4j.internal.command.RootCommand;
import org.texp4j.dl4j.internal.json.JsonObject;
import org.texp4j.dl4j.internal.metrics.MetricsLine;
import org.texp4j.dl4j.internal.metrics.MetricsReader;
import org.texp4j.dl4j.internal.network.ClassAllowlist;
import org.texp4j.dl4j.internal.network.NetworkModel;
import org.texp4j.dl4j.internal.run.ManifestText;
import org.texp4j.dl4j.savedmodel.ModelConversion;
import org.texp4j.dl4j.savedmodel.RunLength;
import org.texp4j.dl4j.train.RunSettings;
import org.texp4j.dl4j.train.TrainingRun;
import org.texp4j.schedule.RecipeForm;

/**
 * A process that reads mutated files, {@link ForeignFilesTest} says of which kinds and what has to
 * hold. It prints each failure, and the counts at its end.
 */
final class ForeignFiles {

  /** The kinds of files. */
  enum Kind {
    CHECKPOINT,
    MODEL,
    SAVED_MODEL,
    MANIFEST,
    METRICS,
    OPTIONS,
    IDX,
    CIFAR
  }

  private static final Experiment EXPERIMENT =
      SmallestExperiment.of(
              TinyExperiments.constantRecipe(300, 0.1, 0.05, 0.5), RecipeForm.TEXP_PLUS_PLUS)
          .build();

  private static final int STEPS = 7;
  private static final RunSettings SETTINGS =
      RunSettings.of(EXPERIMENT).withAverage(OptionalDouble.of(0.9));

  private final Path directory;
  private final Map<Kind, int[]> counts = new EnumMap<>(Kind.class);
  private int failures;

  private final Path run;
  private final TrainingRun training;
  private final byte[] checkpoint;
  private final byte[] saved;
  private final String manifest;
  private final String metrics;
  private final INDArray probe = Nd4j.ones(2, 1, 4, 4);

  /**
   * Reads mutated files.
   *
   * @param arguments an empty directory, the first seed, and the number of files
   */
  public static void main(String[] arguments) throws Exception {
    ForeignFiles files = new ForeignFiles(Path.of(arguments[0]));
    long first = Long.parseLong(arguments[1]);
    for (long seed = first; seed < first + Long.parseLong(arguments[2]); seed++) {
      files.read(seed);
    }
    files.counts.forEach(
        (kind, count) ->
            System.out.printf("%s: %d accepted, %d refused%n", kind, count[0], count[1]));
    System.out.println("peak memory: " + peakMegabytes() + " MB");
    System.exit(files.failures == 0 ? 0 : 1);
  }

  private ForeignFiles(Path directory) throws IOException {
    this.directory = directory;
    run = directory.resolve("run");
    require(command("train", "--limit-batches", String.valueOf(STEPS), "--out", run.toString()), 0);
    manifest = Files.readString(run.resolve("manifest.json"));
    metrics = Files.readString(run.resolve("metrics.jsonl"));
    training = TrainingRun.start(EXPERIMENT, SETTINGS);
    while (training.step() < STEPS) {
      training.takeStep(training.nextBatch());
    }
    Path file = directory.resolve("sound");
    CheckpointFile.write(
        file,
        training,
        Progress.NONE.afterStep(0.5, 1).afterEvaluation(Evaluations.accuracy(0.25), 5));
    checkpoint = Files.readAllBytes(file);
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            TinyExperiments.cnn(
                new NeuralNetConfiguration.Builder().updater(new Nesterovs(0.05, 0.9)).l2(1e-3),
                true));
    network.init();
    network.save(file.toFile());
    saved = Files.readAllBytes(file);
  }

  private void read(long seed) {
    // Seeds that follow each other have similar first numbers.
    Random random = new Random(seed * 0x9e3779b97f4a7c15L);
    Kind kind = Kind.values()[Math.floorMod(seed, Kind.values().length)];
    boolean accepted = false;
    try {
      // If the process dies, this tells at which file.
      Files.writeString(directory.resolve("seed"), seed + " " + kind);
      accepted = read(kind, random);
      if (System.getProperty("planted") != null) {
        throw new AssertionError("a class of the file was initialized");
      }
    } catch (Throwable failure) {
      failures++;
      System.out.println("FAILED at seed " + seed + ", " + kind);
      failure.printStackTrace(System.out);
      System.clearProperty("planted");
    }
    counts.computeIfAbsent(kind, key -> new int[2])[accepted ? 0 : 1]++;
  }

  /** Reads one file; returns whether it was accepted. */
  private boolean read(Kind kind, Random random) throws IOException {
    Mutator mutator = new Mutator(random);
    return switch (kind) {
      case CHECKPOINT -> readCheckpoint(mutator.archive(checkpoint));
      case MODEL -> readModel(mutator.archive(checkpoint));
      case SAVED_MODEL -> readSavedModel(mutator.archive(saved));
      case MANIFEST -> readManifest(mutator.json(manifest));
      case METRICS -> readMetrics(mutated(metrics, mutator, random));
      case OPTIONS -> readOptions(random);
      case IDX -> readIdx(mutator, random);
      case CIFAR -> readCifar(mutator);
    };
  }

  private static String mutated(String lines, Mutator mutator, Random random) {
    List<String> all = new ArrayList<>(lines.lines().toList());
    int at = random.nextInt(all.size());
    all.set(at, mutator.json(all.get(at)));
    return String.join("\n", all) + "\n";
  }

  /** The run that is restored from it writes the same again. */
  private boolean readCheckpoint(byte[] bytes) throws IOException {
    Path file = Files.write(directory.resolve("checkpoint"), bytes);
    Checkpoint read;
    try {
      read = CheckpointFile.read(file);
      if (!read.identity().equals(training.identity())) {
        return false;
      }
      training.restore(read.snapshot());
    } catch (TrainingException | IOException | IllegalArgumentException e) {
      return refused(e);
    }
    Path again = directory.resolve("again");
    CheckpointFile.write(again, training, read.progress());
    Map<String, byte[]> before = Mutator.contents(bytes);
    Map<String, byte[]> after = Mutator.contents(Files.readAllBytes(again));
    requireSame(text(before, "texp4j.json"), text(after, "texp4j.json"));
    for (String name : after.keySet()) {
      if (!name.endsWith(".json")) {
        requireSameElements(name, before.get(name), after.get(name));
      }
    }
    try {
      training.takeStep(training.nextBatch());
    } catch (TrainingException | DataException e) {
      refused(e);
    }
    return true;
  }

  private static String text(Map<String, byte[]> entries, String name) {
    return new String(entries.get(name), StandardCharsets.UTF_8);
  }

  /** Compares elements, which are the last bytes of an entry. */
  private static void requireSameElements(String name, byte[] before, byte[] after) {
    int numbers = 2 + "MIXED_DATA_TYPES".length() + 8 + 2 + "LONG".length();
    int rank = (int) ByteBuffer.wrap(after).getLong(numbers);
    int shape = 8 * (2 * rank + 4);
    int header = numbers + shape + 2 + "MIXED_DATA_TYPES".length() + 8 + 2 + "FLOAT".length();
    int length = after.length - header;
    requireTrue(
        length > 0
            && Arrays.equals(
                Arrays.copyOfRange(before, before.length - length, before.length),
                Arrays.copyOfRange(after, header, after.length)),
        name + " was read as something else");
  }

  /** All that is written again was read so; the first files did not count examples. */
  private static void requireSame(String before, String after) {
    Map<String, String> read = JsonObject.parse(before).flat();
    JsonObject.parse(after)
        .flat()
        .forEach(
            (name, value) -> {
              boolean uncounted = name.equals("examples") && !read.containsKey(name);
              if (!name.equals("texp4j") && !name.startsWith("seeds.") && !uncounted) {
                requireTrue(
                    isSame(read.get(name), value),
                    name + " is " + read.get(name) + ", but was read as " + value);
              }
            });
  }

  private static boolean isSame(String before, String after) {
    if (after.equals(before)) {
      return true;
    }
    try {
      return Double.parseDouble(before) == Double.parseDouble(after);
    } catch (NumberFormatException | NullPointerException e) {
      return false;
    }
  }

  /** The network has the parameters of the file, and computes something or fails properly. */
  private boolean readModel(byte[] bytes) throws IOException {
    Path file = Files.write(directory.resolve("model"), bytes);
    NetworkModel network;
    try {
      network = CheckpointFile.readNetwork(file, ClassAllowlist.ofLibraries());
    } catch (TrainingException | IOException e) {
      return refused(e);
    }
    byte[] elements = Mutator.contents(bytes).get("coefficients.bin");
    ByteBuffer last = ByteBuffer.wrap(elements, elements.length - 4, 4);
    INDArray parameters = network.parameters();
    requireTrue(
        last.getInt() == Float.floatToRawIntBits(parameters.getFloat(parameters.length() - 1)),
        "the parameters are not those of the file");
    try {
      Bits.of(network.output(probe, false));
    } catch (RuntimeException e) {
      return refused(e);
    }
    return true;
  }

  private boolean readSavedModel(byte[] bytes) throws IOException {
    File file = Files.write(directory.resolve("saved"), bytes).toFile();
    Path converted = directory.resolve("converted");
    Files.deleteIfExists(converted);
    try {
      ModelConversion.toExponential(file, converted.toFile(), new RunLength(100, 10));
      return true;
    } catch (IOException | IllegalArgumentException | UnsuitableNetworkException e) {
      requireTrue(!Files.exists(converted), "a refused model was written");
      return refused(e);
    }
  }

  private boolean readManifest(String text) throws IOException {
    Files.writeString(run.resolve("manifest.json"), text);
    try {
      requireSame(text, ManifestText.rewritten(run, directory));
      return true;
    } catch (TrainingException | IOException e) {
      return refused(e);
    } finally {
      Files.writeString(run.resolve("manifest.json"), manifest);
    }
  }

  private boolean readMetrics(String text) throws IOException {
    Path file = Files.writeString(run.resolve("metrics.jsonl"), text);
    boolean accepted = true;
    try (MetricsReader lines = MetricsReader.open(file)) {
      List<String> written = text.lines().toList();
      for (int i = 0; lines.hasNext(); i++) {
        MetricsLine line = lines.next();
        requireSame(written.get(i), line.toJson().toString());
      }
    } catch (TrainingException e) {
      accepted = refused(e);
    }
    String out = command("report", run.toString());
    requireTrue(out.startsWith(accepted ? "" : "1 "), "the report disagrees: " + out);
    return accepted;
  }

  private boolean readOptions(Random random) {
    List<String> values =
        List.of(
            "0", "-1", "1", "1e9", "4294967297", "9223372036854775808", "", "x", "\u0000", "csv");
    List<String> names =
        List.of("--format", "--out", "--data", "--as", "--every", "--with", "--from", "--x");
    List<String> arguments =
        new ArrayList<>(List.of(List.of("schedule", "report", "evaluate").get(random.nextInt(3))));
    for (int i = random.nextInt(4); i > 0; i--) {
      String value = values.get(random.nextInt(values.size()));
      arguments.add(
          random.nextInt(4) == 0 ? value : names.get(random.nextInt(names.size())) + "=" + value);
    }
    return command(arguments.toArray(String[]::new)).startsWith("0 ");
  }

  private boolean readIdx(Mutator mutator, Random random) throws IOException {
    byte[] images = new byte[16 + 5 * 3 * 4];
    ByteBuffer.wrap(images).putInt(0x803).putInt(5).putInt(3).putInt(4);
    byte[] labels = new byte[8 + 5];
    ByteBuffer.wrap(labels).putInt(0x801).putInt(5);
    boolean ofImages = random.nextBoolean();
    images = ofImages ? mutator.bytes(images) : images;
    labels = ofImages ? labels : mutator.bytes(labels);
    Files.write(directory.resolve("train-images-idx3-ubyte"), images);
    Files.write(directory.resolve("train-labels-idx1-ubyte"), labels);
    try {
      LabelledImages read = IdxImages.read(directory, Split.TRAINING, 10);
      requireTrue(
          read.count() * read.height() * read.width() == images.length - 16
              && read.pixel(read.count() - 1, 0, read.height() - 1, read.width() - 1)
                  == Byte.toUnsignedInt(images[images.length - 1]),
          "the images are not those of the file");
      return true;
    } catch (DataException e) {
      return refused(e);
    }
  }

  private boolean readCifar(Mutator mutator) throws IOException {
    byte[] bytes = mutator.bytes(new byte[3 * 3073]);
    Files.write(directory.resolve("test_batch.bin"), bytes);
    try {
      LabelledImages read = Cifar10Images.read(directory, Split.EVALUATION);
      requireTrue(
          read.count() * 3073 == bytes.length && read.label(0) == bytes[0],
          "the images are not those of the file");
      return true;
    } catch (DataException e) {
      return refused(e);
    }
  }

  /** Runs a command; returns its exit code and what it printed to standard error. */
  private static String command(String... arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(new ByteArrayOutputStream()));
      System.setErr(new PrintStream(errors, true));
      int code = RootCommand.run(EXPERIMENT, arguments);
      String text = errors.toString(StandardCharsets.UTF_8);
      requireTrue(!text.contains("unexpected"), String.join(" ", arguments) + ": " + text);
      return code + " " + text;
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  private static void require(String result, int code) {
    requireTrue(result.startsWith(code + " "), result);
  }

  private static boolean refused(Exception e) {
    requireTrue(e.getMessage() != null && !e.getMessage().isBlank(), "no message: " + e);
    return false;
  }

  private static void requireTrue(boolean condition, String otherwise) {
    if (!condition) {
      throw new AssertionError(otherwise);
    }
  }

  /** The most physical memory that this process has used, on Linux; 0 elsewhere. */
  private static long peakMegabytes() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElse(0);
    }
  }
}
