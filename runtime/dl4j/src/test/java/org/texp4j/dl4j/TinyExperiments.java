package org.texp4j.dl4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.texp4j.schedule.Curve;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.RecipeForm;

/** Experiments small enough to be trained by the hundred steps in a test. */
public final class TinyExperiments {

  public static final int BATCH = 16;
  public static final int EXAMPLES = 10 * BATCH;
  public static final int SIDE = 8;
  public static final int CLASSES = 4;

  private TinyExperiments() {}

  /** An experiment on images of noise with a bright row that tells the class. */
  public static Experiment.Builder onImages(Recipe recipe, RecipeForm form) {
    return Experiment.named("tiny")
        .seed(1)
        .batchSize(BATCH)
        .trainingExamples(EXAMPLES)
        .recipe(stepsPerEpoch -> recipe, form)
        .trainingData(request -> new ListDataSetIterator<>(images(), request.batchSize()))
        .evaluationData(request -> new ListDataSetIterator<>(images(), request.batchSize()))
        .loop(
            run -> {
              while (run.hasNext()) {
                run.takeStep(run.nextBatch());
              }
            });
  }

  public static Recipe constantRecipe(long steps, double rate, double decay, double momentum) {
    return new Recipe(steps, Curve.constant(rate), Curve.constant(decay), Curve.constant(momentum));
  }

  public static List<DataSet> images() {
    Random random = new Random(5);
    List<DataSet> examples = new ArrayList<>();
    for (int i = 0; i < EXAMPLES; i++) {
      float[] pixels = new float[SIDE * SIDE];
      int label = random.nextInt(CLASSES);
      for (int p = 0; p < pixels.length; p++) {
        pixels[p] = (float) random.nextGaussian() + (p / SIDE == 2 * label ? 1 : 0);
      }
      float[] target = new float[CLASSES];
      target[label] = 1;
      examples.add(
          new DataSet(
              Nd4j.createFromArray(pixels).reshape(1, 1, SIDE, SIDE),
              Nd4j.createFromArray(target).reshape(1, CLASSES)));
    }
    return examples;
  }

  /** Two convolutions, each into batch normalization, one with a bias. */
  public static MultiLayerConfiguration cnn(
      NeuralNetConfiguration.Builder base, boolean logarithmicStatistics) {
    return base.list()
        .layer(convolution(4, false))
        .layer(norm(logarithmicStatistics))
        .layer(new ActivationLayer(Activation.RELU))
        .layer(convolution(6, true))
        .layer(norm(logarithmicStatistics))
        .layer(new ActivationLayer(Activation.RELU))
        .layer(new GlobalPoolingLayer(PoolingType.AVG))
        .layer(output())
        .setInputType(InputType.convolutional(SIDE, SIDE, 1))
        .build();
  }

  /**
   * Two rectified convolutions that are normalized once, at degree 2: their biases have gradients
   * and scale along at degrees 1 and 2.
   */
  public static MultiLayerConfiguration rectified(
      NeuralNetConfiguration.Builder base, boolean logarithmicStatistics) {
    return classifier(
        base.biasInit(0.1),
        convolution(4, true, new ActivationReLU()),
        convolution(4, true, new ActivationReLU()),
        norm(logarithmicStatistics),
        new GlobalPoolingLayer(PoolingType.AVG));
  }

  /** Dense layers into batch normalization. */
  public static MultiLayerConfiguration mlp(
      NeuralNetConfiguration.Builder base, boolean logarithmicStatistics) {
    return base.list()
        .layer(new DenseLayer.Builder().nOut(12).activation(Activation.IDENTITY).build())
        .layer(norm(logarithmicStatistics))
        .layer(new ActivationLayer(Activation.RELU))
        .layer(new DenseLayer.Builder().nOut(8).activation(Activation.IDENTITY).build())
        .layer(norm(logarithmicStatistics))
        .layer(new ActivationLayer(Activation.RELU))
        .layer(output())
        .setInputType(InputType.convolutional(SIDE, SIDE, 1))
        .build();
  }

  /** The head that makes a classifier of a stack of layers on the images. */
  public static MultiLayerConfiguration classifier(
      NeuralNetConfiguration.Builder base, Layer... layers) {
    NeuralNetConfiguration.ListBuilder list = base.list();
    for (Layer layer : layers) {
      list.layer(layer);
    }
    return list.layer(output()).setInputType(InputType.convolutional(SIDE, SIDE, 1)).build();
  }

  /** A pre-activation residual block: one convolution invariant alone, two jointly. */
  public static ComputationGraphConfiguration residual(NeuralNetConfiguration.Builder base) {
    return base.graphBuilder()
        .addInputs("image")
        .setInputTypes(InputType.convolutional(SIDE, SIDE, 1))
        .addLayer("stem", convolution(4, false), "image")
        .addLayer("norm1", norm(true), "stem")
        .addLayer("relu1", new ActivationLayer(Activation.RELU), "norm1")
        .addLayer("conv1", convolution(4, false), "relu1")
        .addLayer("norm2", norm(true), "conv1")
        .addLayer("relu2", new ActivationLayer(Activation.RELU), "norm2")
        .addLayer("conv2", convolution(4, false), "relu2")
        .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "conv2", "stem")
        .addLayer("norm3", norm(true), "sum")
        .addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), "norm3")
        .addLayer("output", output(), "pool")
        .setOutputs("output")
        .build();
  }

  public static ConvolutionLayer convolution(int channels, boolean bias) {
    return convolution(channels, bias, new ActivationIdentity());
  }

  public static ConvolutionLayer convolution(int channels, boolean bias, IActivation activation) {
    return new ConvolutionLayer.Builder(3, 3)
        .nOut(channels)
        .convolutionMode(ConvolutionMode.Same)
        .hasBias(bias)
        .activation(activation)
        .build();
  }

  public static BatchNormalization norm(boolean logarithmicStatistics) {
    return new BatchNormalization.Builder().useLogStd(logarithmicStatistics).build();
  }

  public static OutputLayer output() {
    return output(CLASSES);
  }

  public static OutputLayer output(int classes) {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nOut(classes)
        .activation(Activation.SOFTMAX)
        .build();
  }
}
