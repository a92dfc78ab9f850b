package org.texp4j.dl4j;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.texp4j.dl4j.data.ImageIterator;
import org.texp4j.dl4j.data.LabelledImages;
import org.texp4j.dl4j.data.Standardization;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.RecipeForm;

/**
 * The smallest experiment that has all a run can have: a convolution into batch normalization,
 * dropout at every step, shuffled images, and epochs of a hundred steps.
 */
public final class SmallestExperiment {

  public static final int BATCH = 2;
  public static final int EPOCH = 100;

  /** The file of pixels that a directory of data holds. */
  public static final String PIXELS = "pixels";

  private static final int SIDE = 4;
  private static final int CLASSES = 3;

  private SmallestExperiment() {}

  /** An experiment; the recipe's steps settle its length. */
  public static Experiment.Builder of(Recipe recipe, RecipeForm form) {
    return Experiment.named("smallest")
        .seed(1)
        .batchSize(BATCH)
        .trainingExamples(EPOCH * BATCH)
        .recipe(stepsPerEpoch -> recipe, form)
        .multiLayerNetwork(SmallestExperiment::network)
        .trainingData(
            request -> {
              LabelledImages images = images(request.directory());
              return ImageIterator.training(
                  images, Standardization.of(images), request.batchSize(), request.seed());
            })
        .evaluationData(
            request -> {
              LabelledImages images = images(Optional.empty());
              return ImageIterator.evaluation(images, Standardization.of(images), EPOCH);
            })
        .loop(
            run -> {
              while (run.hasNext()) {
                run.takeStep(run.nextBatch());
              }
            })
        .declarationDigest("c0ffee");
  }

  private static MultiLayerConfiguration network(NeuralNetConfiguration.Builder base) {
    return base.list()
        .layer(TinyExperiments.convolution(3, true))
        .layer(TinyExperiments.norm(false))
        .layer(new ActivationLayer(Activation.RELU))
        .layer(new GlobalPoolingLayer(PoolingType.AVG))
        .layer(
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(CLASSES)
                .activation(Activation.SOFTMAX)
                .dropOut(0.9)
                .build())
        .setInputType(InputType.convolutional(SIDE, SIDE, 1))
        .build();
  }

  private static LabelledImages images(Optional<Path> directory) throws Exception {
    byte[] pixels =
        directory.isPresent() ? Files.readAllBytes(directory.get().resolve(PIXELS)) : pixels();
    byte[] labels = new byte[EPOCH * BATCH];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) (i % CLASSES);
    }
    return LabelledImages.of(1, SIDE, SIDE, CLASSES, pixels, labels);
  }

  /** Noise, with a row that tells the class: the data that the experiment brings along. */
  public static byte[] pixels() {
    byte[] pixels = new byte[EPOCH * BATCH * SIDE * SIDE];
    new Random(3).nextBytes(pixels);
    for (int i = 0; i < EPOCH * BATCH; i++) {
      int row = i * SIDE * SIDE + i % CLASSES * SIDE;
      for (int x = 0; x < SIDE; x++) {
        pixels[row + x] = (byte) 255;
      }
    }
    return pixels;
  }
}
