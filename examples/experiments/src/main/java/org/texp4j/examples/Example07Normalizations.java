package org.texp4j.examples;

import static org.texp4j.annotations.Normalization.BATCH;
import static org.texp4j.annotations.Normalization.GROUP;
import static org.texp4j.annotations.Normalization.INSTANCE;
import static org.texp4j.annotations.Normalization.LAYER;
import static org.texp4j.annotations.ScheduleType.TEXP_PLUS_PLUS;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
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
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.texp4j.annotations.EvaluationData;
import org.texp4j.annotations.Experiment;
import org.texp4j.annotations.Momentum;
import org.texp4j.annotations.Network;
import org.texp4j.annotations.Normalized;
import org.texp4j.annotations.Schedule;
import org.texp4j.annotations.TrainingData;
import org.texp4j.annotations.WeightDecay;
import org.texp4j.dl4j.DataRequest;
import org.texp4j.dl4j.chart.LineChart;
import org.texp4j.dl4j.chart.LineChart.Scale;
import org.texp4j.dl4j.normalization.GroupNormalization;
import org.texp4j.dl4j.normalization.InstanceNormalization;
import org.texp4j.dl4j.normalization.LayerNormalization;

/**
 * Batch, layer, group and instance normalization all make the weights before them scale invariant,
 * and the conversion requires nothing else. For one network with each of the four normalizations,
 * both forms of the recipe follow one curve. Deeplearning4j has the first; the others are in {@code
 * org.texp4j.dl4j.normalization}.
 *
 * <pre>mvn -q -DskipTests package -Drun=Example07Normalizations</pre>
 *
 * <p>trains each in both forms for eight epochs, less than a minute in all, and draws {@code
 * normalizations.svg}, four charts of two curves that coincide. {@code
 * -Drun=Example07Normalizations_GroupTraining -Dargs=verify} compares the two forms in double, step
 * by step.
 */
final class Example07Normalizations {

  private static final int CLASSES = 10;

  private Example07Normalizations() {}

  /** Two convolutions, each followed by a normalization. */
  static MultiLayerConfiguration network(
      NeuralNetConfiguration.Builder base, Supplier<Layer> normalization) {
    ListBuilder layers = base.weightInit(WeightInit.RELU).list();
    for (int channels : new int[] {16, 32}) {
      layers
          .layer(
              new ConvolutionLayer.Builder(3, 3)
                  .nOut(channels)
                  .stride(2, 2)
                  .convolutionMode(ConvolutionMode.Same)
                  .hasBias(false)
                  .activation(Activation.IDENTITY)
                  .build())
          .layer(normalization.get())
          .layer(new ActivationLayer(Activation.RELU));
    }
    return layers
        .layer(new GlobalPoolingLayer(PoolingType.AVG))
        .layer(
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(CLASSES)
                .activation(Activation.SOFTMAX)
                .build())
        .setInputType(InputType.convolutional(28, 28, 1))
        .build();
  }

  /** Normalizes each channel over the batch and all pixels. */
  @Experiment(name = "batch-norm", seed = 7, trainingExamples = 5_000)
  @Normalized(BATCH)
  @Momentum(0.9)
  @WeightDecay(5e-3)
  @Schedule(type = TEXP_PLUS_PLUS, learningRate = 0.02, epochs = 8)
  static final class Batch {

    private Batch() {}

    @Network
    static MultiLayerConfiguration network(NeuralNetConfiguration.Builder base) {
      return Example07Normalizations.network(base, BatchNormalization::new);
    }

    @TrainingData
    static DataSetIterator training(DataRequest request) {
      return FashionCnn.training(request);
    }

    @EvaluationData
    static DataSetIterator evaluation(DataRequest request) {
      return FashionCnn.evaluation(request);
    }
  }

  /** Normalizes each image over all channels and pixels. */
  @Experiment(name = "layer-norm", seed = 7, trainingExamples = 5_000)
  @Normalized(LAYER)
  @Momentum(0.9)
  @WeightDecay(5e-3)
  @Schedule(type = TEXP_PLUS_PLUS, learningRate = 0.02, epochs = 8)
  static final class PerLayer {

    private PerLayer() {}

    @Network
    static MultiLayerConfiguration network(NeuralNetConfiguration.Builder base) {
      return Example07Normalizations.network(base, LayerNormalization::new);
    }

    @TrainingData
    static DataSetIterator training(DataRequest request) {
      return FashionCnn.training(request);
    }

    @EvaluationData
    static DataSetIterator evaluation(DataRequest request) {
      return FashionCnn.evaluation(request);
    }
  }

  /** Normalizes each quarter of the channels of an image over its pixels. */
  @Experiment(name = "group-norm", seed = 7, trainingExamples = 5_000)
  @Normalized(GROUP)
  @Momentum(0.9)
  @WeightDecay(5e-3)
  @Schedule(type = TEXP_PLUS_PLUS, learningRate = 0.02, epochs = 8)
  static final class Group {

    private Group() {}

    @Network
    static MultiLayerConfiguration network(NeuralNetConfiguration.Builder base) {
      return Example07Normalizations.network(base, () -> new GroupNormalization.Builder(4).build());
    }

    @TrainingData
    static DataSetIterator training(DataRequest request) {
      return FashionCnn.training(request);
    }

    @EvaluationData
    static DataSetIterator evaluation(DataRequest request) {
      return FashionCnn.evaluation(request);
    }
  }

  /** Normalizes each channel of each image over its pixels. */
  @Experiment(name = "instance-norm", seed = 7, trainingExamples = 5_000)
  @Normalized(INSTANCE)
  @Momentum(0.9)
  @WeightDecay(5e-3)
  @Schedule(type = TEXP_PLUS_PLUS, learningRate = 0.02, epochs = 8)
  static final class Instance {

    private Instance() {}

    @Network
    static MultiLayerConfiguration network(NeuralNetConfiguration.Builder base) {
      return Example07Normalizations.network(base, InstanceNormalization::new);
    }

    @TrainingData
    static DataSetIterator training(DataRequest request) {
      return FashionCnn.training(request);
    }

    @EvaluationData
    static DataSetIterator evaluation(DataRequest request) {
      return FashionCnn.evaluation(request);
    }
  }

  static final List<org.texp4j.dl4j.Experiment> ALL =
      List.of(
          Example07Normalizations_BatchTraining.EXPERIMENT,
          Example07Normalizations_PerLayerTraining.EXPERIMENT,
          Example07Normalizations_GroupTraining.EXPERIMENT,
          Example07Normalizations_InstanceTraining.EXPERIMENT);

  /** Trains each normalization in both forms. */
  public static void main(String[] line) throws IOException {
    ExampleOptions options = ExampleOptions.parseOrExit(Example07Normalizations.class, line);
    List<LineChart> charts = new ArrayList<>();
    for (org.texp4j.dl4j.Experiment experiment : ALL) {
      List<RecordedRun> forms =
          RecordedRun.trainBothForms(experiment, options.settings(experiment));
      System.out.println(experiment.name());
      RecordedRun.print(forms);
      charts.add(
          Charts.overEpochs(
              experiment.name() + ": training loss",
              "cross-entropy, mean of 10 steps",
              Scale.LINEAR,
              RecordedRun.lines(forms, RecordedRun::lossCurve)));
    }
    Charts.write(options.out(), "normalizations.svg", charts.toArray(LineChart[]::new));
  }
}
