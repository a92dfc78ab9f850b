package org.texp4j.dl4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.MultiDataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.RecipeForm;

/** Networks with two inputs and two outputs, and data for them. */
public final class TwoTowers {

  public static final int BATCH = 8;
  public static final int STEPS_PER_EPOCH = 6;
  public static final int CLASSES = 3;

  private static final int SIDE = 4;
  private static final int COLUMNS = 5;
  private static final int TIME = 6;

  private TwoTowers() {}

  /** An experiment on images and rows; the recipe's steps settle its length. */
  public static Experiment.Builder experiment(Recipe recipe, RecipeForm form) {
    return Experiment.named("two-towers")
        .seed(1)
        .batchSize(BATCH)
        .trainingExamples((long) BATCH * STEPS_PER_EPOCH)
        .recipe(stepsPerEpoch -> recipe, form)
        .computationGraph(base -> network(base, true))
        .trainingMultiData(request -> new Batches(batches()))
        .evaluationMultiData(request -> new Batches(batches()))
        .loop(
            run -> {
              while (run.hasNext()) {
                run.takeStep(run.nextBatch());
              }
            })
        .declarationDigest("c0ffee");
  }

  /** A convolution of an image and a layer on a row, merged; a class and a number come out. */
  public static ComputationGraphConfiguration network(
      NeuralNetConfiguration.Builder base, boolean normalized) {
    GraphBuilder graph =
        base.graphBuilder()
            .addInputs("image", "row")
            .setInputTypes(InputType.convolutional(SIDE, SIDE, 1), InputType.feedForward(COLUMNS))
            .addLayer("convolution", TinyExperiments.convolution(3, false), "image")
            .addLayer("dense", dense(6), "row");
    String image = rectified(graph, "convolution", normalized);
    String row = rectified(graph, "dense", normalized);
    graph
        .addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), image)
        .addVertex("merge", new MergeVertex(), "pool", row)
        .addLayer("both", dense(7), "merge");
    String both = rectified(graph, "both", normalized);
    return graph
        .addLayer("kind", TinyExperiments.output(CLASSES), both)
        .addLayer("size", number(), both)
        .setOutputs("kind", "size")
        .build();
  }

  private static String rectified(GraphBuilder graph, String layer, boolean normalized) {
    String norm = normalized ? layer + "-norm" : layer;
    if (normalized) {
      graph.addLayer(norm, TinyExperiments.norm(false), layer);
    }
    graph.addLayer(layer + "-relu", new ActivationLayer(Activation.RELU), norm);
    return layer + "-relu";
  }

  private static DenseLayer dense(int columns) {
    return new DenseLayer.Builder().nOut(columns).activation(Activation.IDENTITY).build();
  }

  private static OutputLayer number() {
    return new OutputLayer.Builder(LossFunction.MSE)
        .nOut(1)
        .activation(Activation.IDENTITY)
        .build();
  }

  /** A class for each step of a sequence, and a number for the sequence with a row. */
  public static ComputationGraphConfiguration recurrent(NeuralNetConfiguration.Builder base) {
    return base.graphBuilder()
        .addInputs("sequence", "row")
        .setInputTypes(InputType.recurrent(COLUMNS, TIME), InputType.feedForward(COLUMNS))
        .addLayer(
            "lstm", new LSTM.Builder().nOut(4).activation(Activation.TANH).build(), "sequence")
        .addVertex("last", new LastTimeStepVertex("sequence"), "lstm")
        .addVertex("merge", new MergeVertex(), "last", "row")
        .addLayer(
            "steps",
            new RnnOutputLayer.Builder(LossFunction.MCXENT)
                .nOut(CLASSES)
                .activation(Activation.SOFTMAX)
                .build(),
            "lstm")
        .addLayer("size", number(), "merge")
        .setOutputs("steps", "size")
        .build();
  }

  /** The batches of an epoch for {@link #network}. */
  public static List<MultiDataSet> batches() {
    Random random = new Random(5);
    List<MultiDataSet> batches = new ArrayList<>();
    for (int step = 0; step < STEPS_PER_EPOCH; step++) {
      INDArray images = noise(random, BATCH, 1, SIDE, SIDE);
      INDArray rows = noise(random, BATCH, COLUMNS);
      INDArray kinds = Nd4j.zeros(BATCH, CLASSES);
      for (int i = 0; i < BATCH; i++) {
        int kind = random.nextInt(CLASSES);
        kinds.putScalar(i, kind, 1);
        images.putScalar(new int[] {i, 0, kind, kind}, 3);
      }
      batches.add(
          new org.nd4j.linalg.dataset.MultiDataSet(
              new INDArray[] {images, rows}, new INDArray[] {kinds, rows.mean(true, 1)}));
    }
    return batches;
  }

  /** The batches of an epoch for {@link #recurrent}: sequences of different lengths. */
  public static List<MultiDataSet> sequences() {
    Random random = new Random(6);
    List<MultiDataSet> batches = new ArrayList<>();
    for (int step = 0; step < STEPS_PER_EPOCH; step++) {
      INDArray sequences = noise(random, BATCH, COLUMNS, TIME);
      INDArray rows = noise(random, BATCH, COLUMNS);
      INDArray classes = Nd4j.zeros(BATCH, CLASSES, TIME);
      INDArray mask = Nd4j.zeros(BATCH, TIME);
      for (int i = 0; i < BATCH; i++) {
        int length = 1 + random.nextInt(TIME);
        for (int t = 0; t < length; t++) {
          classes.putScalar(new int[] {i, random.nextInt(CLASSES), t}, 1);
          mask.putScalar(i, t, 1);
        }
      }
      batches.add(
          new org.nd4j.linalg.dataset.MultiDataSet(
              new INDArray[] {sequences, rows},
              new INDArray[] {classes, rows.mean(true, 1)},
              new INDArray[] {mask, null},
              new INDArray[] {mask, null}));
    }
    return batches;
  }

  private static INDArray noise(Random random, long... shape) {
    INDArray noise = Nd4j.zeros(shape);
    for (long i = 0; i < noise.length(); i++) {
      noise.putScalar(i, random.nextGaussian());
    }
    return noise;
  }

  /** Batches in a fixed order. */
  public static class Batches implements MultiDataSetIterator {

    private static final long serialVersionUID = 1;

    private final transient List<MultiDataSet> batches;
    private int next;

    public Batches(List<MultiDataSet> batches) {
      this.batches = batches;
    }

    @Override
    public boolean hasNext() {
      return next < batches.size();
    }

    @Override
    public MultiDataSet next() {
      return batches.get(next++);
    }

    @Override
    public MultiDataSet next(int number) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void reset() {
      next = 0;
    }

    @Override
    public boolean resetSupported() {
      return true;
    }

    @Override
    public boolean asyncSupported() {
      return false;
    }

    @Override
    public void setPreProcessor(MultiDataSetPreProcessor processor) {
      throw new UnsupportedOperationException();
    }

    @Override
    public MultiDataSetPreProcessor getPreProcessor() {
      return null;
    }
  }
}
