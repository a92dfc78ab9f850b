package org.texp4j.benchmarks;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.normalization.GroupNormalization;
import org.texp4j.dl4j.normalization.InstanceNormalization;
import org.texp4j.dl4j.normalization.LayerNormalization;
import org.texp4j.dl4j.normalization.RmsNormalization;
import org.texp4j.dl4j.train.Backend;
import org.texp4j.dl4j.train.RunSettings;
import org.texp4j.dl4j.train.TrainingRun;
import org.texp4j.schedule.Curve;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.RecipeForm;
import org.texp4j.schedule.Step;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command that compares the cost of normalizations: of the forward and backward pass through
 * three blocks of convolution, normalization and ReLU.
 */
@Command(
    name = "normalizations",
    description = "Compares the gradient of small networks that differ in their normalization.",
    mixinStandardHelpOptions = true)
final class NormalizationsCommand implements Callable<Integer> {

  private static final int BLOCK = 5;
  private static final int WARM_UP_BLOCKS = 4;

  /** Small steps, which leave every network finite on labels of noise. */
  private static final Recipe RECIPE =
      new Recipe(
          Integer.MAX_VALUE, Curve.constant(1e-3), Curve.constant(5e-4), Curve.constant(0.9));

  private enum Kind {
    BATCH("batch", BatchNormalization::new),
    LAYER("layer", LayerNormalization::new),
    GROUP("group, 4 groups", () -> new GroupNormalization.Builder(4).build()),
    INSTANCE("instance", InstanceNormalization::new),
    RMS("RMS", RmsNormalization::new),
    NONE("none", () -> new ActivationLayer(Activation.IDENTITY));

    private final String title;
    private final Supplier<Layer> layer;

    Kind(String title, Supplier<Layer> layer) {
      this.title = title;
      this.layer = layer;
    }
  }

  /** Where a network normalizes: the images of a workload, behind a stride, and the channels. */
  private record Place(Workload workload, int stride, int channels) {

    /**
     * Starts a run of a network on batches, all of which are one epoch: by the recipe as declared,
     * since without a normalization there is nothing to convert.
     */
    TrainingRun start(Kind kind, List<DataSet> batches) {
      Experiment experiment =
          Experiment.named("normalizations")
              .batchSize(workload.experiment().batchSize())
              .trainingExamples((long) batches.size() * workload.experiment().batchSize())
              .recipe(steps -> RECIPE, RecipeForm.WEIGHT_DECAY)
              .multiLayerNetwork(base -> network(base.list(), kind))
              .trainingData(request -> new ExistingDataSetIterator(batches))
              .loop(run -> {})
              .build();
      return TrainingRun.start(experiment, RunSettings.of(experiment));
    }

    private MultiLayerConfiguration network(ListBuilder layers, Kind kind) {
      for (int i = 0; i < 3; i++) {
        layers
            .layer(Layers.convolution(3, channels, i == 0 ? stride : 1))
            .layer(kind.layer.get())
            .layer(new ActivationLayer(Activation.RELU));
      }
      long[] images = workload.shape();
      return layers
          .layer(new GlobalPoolingLayer(PoolingType.AVG))
          .layer(Layers.output())
          .setInputType(InputType.convolutional(images[2], images[3], images[1]))
          .build();
    }

    String title() {
      long[] images = workload.shape();
      return String.format(
          Locale.ROOT,
          "%d channels of %d×%d, batch %d, float",
          channels,
          images[2] / stride,
          images[3] / stride,
          images[0]);
    }
  }

  @Spec private CommandSpec spec;

  @Option(
      names = "--steps",
      defaultValue = "100",
      description =
          "The number of measured steps of each network, in whole blocks of "
              + BLOCK
              + " (default: ${DEFAULT-VALUE}).")
  private int steps;

  @Override
  public Integer call() {
    if (steps < BLOCK) {
      throw new ParameterException(spec.commandLine(), "--steps must be at least " + BLOCK);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(Backend.start().note());
    measure(new Place(Workload.CNN, 1, 8), out);
    measure(new Place(Workload.PRERESNET20, 1, 16), out);
    measure(new Place(Workload.PRERESNET20, 4, 64), out);
    return 0;
  }

  /** The networks take turns, a block of steps each, so that a disturbance meets all of them. */
  private void measure(Place place, PrintWriter out) {
    int blocks = WARM_UP_BLOCKS + steps / BLOCK;
    List<DataSet> batches = place.workload().batches(blocks * BLOCK);
    Map<Kind, TrainingRun> runs = new EnumMap<>(Kind.class);
    Map<Kind, List<Double>> times = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      runs.put(kind, place.start(kind, batches));
      times.put(kind, new ArrayList<>());
    }
    for (int block = 0; block < blocks; block++) {
      for (Kind kind : Kind.values()) {
        for (int i = 0; i < BLOCK; i++) {
          double milliseconds = timedGradient(runs.get(kind));
          if (block >= WARM_UP_BLOCKS) {
            times.get(kind).add(milliseconds);
          }
        }
      }
    }
    print(place, times, out);
  }

  /** Takes a step and returns the milliseconds of its gradient. */
  private static double timedGradient(TrainingRun run) {
    Batch batch = run.nextBatch();
    Step step = run.nextStep();
    long start = System.nanoTime();
    run.computeGradient(batch);
    double milliseconds = (System.nanoTime() - start) / 1e6;
    run.update(step);
    run.carry(step);
    run.notifyListeners(step);
    return milliseconds;
  }

  private static void print(Place place, Map<Kind, List<Double>> times, PrintWriter out) {
    out.println();
    out.println(place.title());
    out.println(
        String.format(
            "  %-26s %9s %9s %9s %14s",
            "ms per gradient", "median", "min", "max", "ratio to batch"));
    Sample batch = Sample.of(times.get(Kind.BATCH));
    for (Kind kind : Kind.values()) {
      Sample own = Sample.of(times.get(kind));
      out.println(
          String.format(
              Locale.ROOT,
              "  %-26s %9.1f %9.1f %9.1f %14.2f",
              kind.title,
              own.median(),
              own.min(),
              own.max(),
              own.pairedRatio(batch, BLOCK)));
    }
    out.flush();
  }
}
