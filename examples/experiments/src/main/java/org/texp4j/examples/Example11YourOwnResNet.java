package org.texp4j.examples;

import static org.texp4j.annotations.MomentumRule.NESTEROV_RATE_IN_VELOCITY;
import static org.texp4j.annotations.Normalization.BATCH;
import static org.texp4j.annotations.ScheduleType.TEXP_PLUS_PLUS;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.texp4j.annotations.EvaluationData;
import org.texp4j.annotations.Experiment;
import org.texp4j.annotations.Momentum;
import org.texp4j.annotations.Network;
import org.texp4j.annotations.Normalized;
import org.texp4j.annotations.Schedule;
import org.texp4j.annotations.StepDecay;
import org.texp4j.annotations.TrainingData;
import org.texp4j.annotations.WeightDecay;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.DataRequest;
import org.texp4j.dl4j.train.RunSettings;
import org.texp4j.dl4j.train.TrainingRun;
import org.texp4j.schedule.RecipeForm;

/**
 * A residual network of your own, before and after. {@link Before} is plain Deeplearning4j; the
 * annotated class trains the same network by the same recipe. What changes:
 *
 * <ol>
 *   <li>Seed, updater, L2 and data type disappear from the builder: the one that {@code @Network}
 *       gets already has them. {@code new Nesterovs(η, γ)} is {@code @Momentum(value = γ, rule =
 *       NESTEROV_RATE_IN_VELOCITY)}, {@code .l2(λ)} is {@code @WeightDecay(λ)}, and a {@code
 *       MapSchedule} by epochs is {@code @StepDecay} or {@code @PiecewiseConstant}.
 *   <li>The layers stay as they are. {@code info} lists which of them are converted, and why.
 *   <li>The iterators move into {@code @TrainingData} and {@code @EvaluationData}.
 *   <li>The loop over {@code fit} disappears: the training class has it.
 * </ol>
 *
 * <pre>mvn -q -DskipTests package -Drun=Example11YourOwnResNet</pre>
 *
 * <p>takes ten steps with the old code and with the new class in both forms, from the same weights
 * on the same batches, and prints the three losses of each step, which agree to several digits.
 * {@code -Drun=Example11YourOwnResNetTraining} trains the network to about 84 % of the test images,
 * within half a minute.
 */
@Experiment(name = "your-own-resnet", seed = 11, batchSize = 128, trainingExamples = 5_000)
@Normalized(BATCH)
@Momentum(value = 0.9, rule = NESTEROV_RATE_IN_VELOCITY)
@WeightDecay(1e-3)
@StepDecay(epochs = 7, factor = 0.1)
@Schedule(type = TEXP_PLUS_PLUS, learningRate = 0.1, epochs = 10)
final class Example11YourOwnResNet {

  private static final int CLASSES = 10;

  private Example11YourOwnResNet() {}

  /** The code before. */
  static final class Before {

    private Before() {}

    /** The network with its recipe. */
    static ComputationGraph network(DataType type) {
      NeuralNetConfiguration.Builder base =
          new NeuralNetConfiguration.Builder()
              .seed(11)
              .dataType(type)
              .updater(
                  new Nesterovs(
                      new MapSchedule.Builder(ScheduleType.EPOCH).add(0, 0.1).add(7, 0.01).build(),
                      0.9))
              .l2(1e-3);
      ComputationGraph network = new ComputationGraph(layers(base));
      network.init();
      return network;
    }

    /** Its training. */
    static void train(ComputationGraph network, DataSetIterator training) {
      for (int epoch = 0; epoch < 10; epoch++) {
        network.fit(training);
      }
    }
  }

  @Network
  static ComputationGraphConfiguration network(NeuralNetConfiguration.Builder base) {
    return layers(base);
  }

  @TrainingData
  static DataSetIterator training(DataRequest request) {
    return FashionCnn.training(request);
  }

  @EvaluationData
  static DataSetIterator evaluation(DataRequest request) {
    return FashionCnn.evaluation(request);
  }

  /** The layers, unchanged. */
  private static ComputationGraphConfiguration layers(NeuralNetConfiguration.Builder base) {
    GraphBuilder graph =
        base.weightInit(WeightInit.RELU)
            .graphBuilder()
            .addInputs("image")
            .setInputTypes(InputType.convolutional(28, 28, 1))
            .addLayer("stem", convolution(16, 3, 2), "image");
    String narrow = block(graph, "narrow", "stem", 16, 1);
    String wide = block(graph, "wide", narrow, 32, 2);
    return graph
        .addLayer("final-norm", new BatchNormalization(), wide)
        .addLayer("final-relu", new ActivationLayer(Activation.RELU), "final-norm")
        .addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), "final-relu")
        .addLayer(
            "output",
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(CLASSES)
                .activation(Activation.SOFTMAX)
                .build(),
            "pool")
        .setOutputs("output")
        .build();
  }

  private static String block(
      GraphBuilder graph, String name, String input, int channels, int stride) {
    graph
        .addLayer(name + "-norm1", new BatchNormalization(), input)
        .addLayer(name + "-relu1", new ActivationLayer(Activation.RELU), name + "-norm1")
        .addLayer(name + "-conv1", convolution(channels, 3, stride), name + "-relu1")
        .addLayer(name + "-norm2", new BatchNormalization(), name + "-conv1")
        .addLayer(name + "-relu2", new ActivationLayer(Activation.RELU), name + "-norm2")
        .addLayer(name + "-conv2", convolution(channels, 3, 1), name + "-relu2");
    String shortcut = input;
    if (stride > 1) {
      shortcut = name + "-shortcut";
      graph.addLayer(shortcut, convolution(channels, 1, stride), name + "-relu1");
    }
    graph.addVertex(
        name, new ElementWiseVertex(ElementWiseVertex.Op.Add), name + "-conv2", shortcut);
    return name;
  }

  private static ConvolutionLayer convolution(int channels, int kernel, int stride) {
    return new ConvolutionLayer.Builder(kernel, kernel)
        .nOut(channels)
        .stride(stride, stride)
        .convolutionMode(ConvolutionMode.Same)
        .hasBias(false)
        .activation(Activation.IDENTITY)
        .build();
  }

  /** Compares the old code with the new class. */
  public static void main(String[] line) {
    ExampleOptions options = ExampleOptions.parseOrExit(Example11YourOwnResNet.class, line);
    SideBySide runs =
        SideBySide.start(
            options.stoppingAfter(10).settings(Example11YourOwnResNetTraining.EXPERIMENT));
    System.out.printf("%-6s%14s%16s%16s%n", "step", "plain fit", "WEIGHT_DECAY", "TEXP++");
    while (runs.declared().hasNext()) {
      List<Double> losses = runs.step();
      System.out.printf(
          "%-6d%14.6f%16.6f%16.6f%n",
          runs.declared().step(), losses.get(0), losses.get(1), losses.get(2));
    }
  }

  /** The old code, and the new class in both forms, from the same weights. */
  record SideBySide(ComputationGraph before, TrainingRun declared, TrainingRun converted) {

    static SideBySide start(RunSettings settings) {
      TrainingRun declared =
          TrainingRun.start(
              Example11YourOwnResNetTraining.EXPERIMENT,
              settings.withForm(RecipeForm.WEIGHT_DECAY));
      TrainingRun converted =
          TrainingRun.start(Example11YourOwnResNetTraining.EXPERIMENT, settings);
      ComputationGraph before = Before.network(settings.dataType());
      before.params().assign(declared.network().parameters());
      return new SideBySide(before, declared, converted);
    }

    /** Takes one step with each and returns the losses, without the L2 penalty. */
    List<Double> step() {
      Batch batch = declared.nextBatch();
      double penalty =
          Arrays.stream(before.getLayers())
              .mapToDouble(layer -> layer.calcRegularizationScore(true))
              .sum();
      declared.takeStep(batch);
      converted.takeStep(batch);
      before.fit(batch.toDataSet());
      return List.of(before.score() - penalty, declared.loss(), converted.loss());
    }
  }
}
