package org.texp4j.benchmarks;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.internal.network.NetworkDescription;
import org.texp4j.dl4j.internal.network.NetworkModel;
import org.texp4j.dl4j.normalization.GroupNormalization;
import org.texp4j.dl4j.normalization.InstanceNormalization;
import org.texp4j.dl4j.normalization.LayerNormalization;
import org.texp4j.dl4j.normalization.RmsNormalization;
import org.texp4j.dl4j.train.Backend;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command that compares what normalizations cost: forward and backward through three times
 * convolution, normalization and ReLU.
 */
@Command(
    name = "normalizations",
    description = "Compares the gradient of small networks that differ in their normalization.",
    mixinStandardHelpOptions = true)
final class Normalizations implements Callable<Integer> {

  private static final int BLOCK = 5;
  private static final int WARM_UP_BLOCKS = 4;

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

  /** Where a normalization stands: how many channels, and how large an image is behind a stride. */
  private record Place(Workload workload, int stride, int channels) {

    NetworkModel network(Kind kind) {
      ListBuilder layers =
          new NeuralNetConfiguration.Builder().seed(1).cacheMode(CacheMode.DEVICE).list();
      for (int i = 0; i < 3; i++) {
        layers
            .layer(
                new ConvolutionLayer.Builder(3, 3)
                    .nOut(channels)
                    .stride(i == 0 ? stride : 1, i == 0 ? stride : 1)
                    .convolutionMode(ConvolutionMode.Same)
                    .hasBias(false)
                    .activation(Activation.IDENTITY)
                    .build())
            .layer(kind.layer.get())
            .layer(new ActivationLayer(Activation.RELU));
      }
      INDArray images = workload.batches(1).get(0).getFeatures();
      return NetworkDescription.of(
              layers
                  .layer(new GlobalPoolingLayer(PoolingType.AVG))
                  .layer(
                      new OutputLayer.Builder(LossFunction.MCXENT)
                          .nOut(Workload.CLASSES)
                          .activation(Activation.SOFTMAX)
                          .build())
                  .setInputType(
                      InputType.convolutional(images.size(2), images.size(3), images.size(1)))
                  .build())
          .build();
    }

    String title() {
      INDArray images = workload.batches(1).get(0).getFeatures();
      return String.format(
          Locale.ROOT,
          "%d channels of %d×%d, batch %d, float",
          channels,
          images.size(2) / stride,
          images.size(3) / stride,
          images.size(0));
    }
  }

  @Spec private CommandSpec spec;

  @Option(
      names = "--steps",
      defaultValue = "100",
      description =
          "The measured steps of each network, in whole blocks of "
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

  /** The networks take turns, a block of steps each: what the machine suffers, all suffer. */
  private void measure(Place place, PrintWriter out) {
    List<DataSet> batches = place.workload().batches(BLOCK);
    Map<Kind, NetworkModel> networks = new EnumMap<>(Kind.class);
    Map<Kind, List<Double>> times = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      networks.put(kind, place.network(kind));
      times.put(kind, new ArrayList<>());
    }
    for (int block = 0; block < WARM_UP_BLOCKS + steps / BLOCK; block++) {
      for (Kind kind : Kind.values()) {
        for (DataSet batch : batches) {
          long start = System.nanoTime();
          networks.get(kind).computeGradient(Batch.of(batch));
          if (block >= WARM_UP_BLOCKS) {
            times.get(kind).add((System.nanoTime() - start) / 1e6);
          }
        }
      }
    }
    print(place, times, out);
  }

  private static void print(Place place, Map<Kind, List<Double>> times, PrintWriter out) {
    out.println();
    out.println(place.title());
    out.println(
        String.format(
            "  %-26s %9s %9s %9s %14s", "ms a gradient", "median", "min", "max", "beside batch"));
    Times batch = Times.of(times.get(Kind.BATCH));
    for (Kind kind : Kind.values()) {
      Times own = Times.of(times.get(kind));
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
