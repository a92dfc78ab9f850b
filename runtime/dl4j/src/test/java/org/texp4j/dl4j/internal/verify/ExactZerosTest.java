package org.texp4j.dl4j.internal.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.texp4j.dl4j.TinyExperiments.convolution;
import static org.texp4j.dl4j.TinyExperiments.norm;
import static org.texp4j.dl4j.TinyExperiments.output;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TinyExperiments;
import org.texp4j.dl4j.train.RunSettings;
import org.texp4j.dl4j.train.TrainingRun;
import org.texp4j.schedule.RecipeForm;

/**
 * Verification keeps its bound where rectifiers get exact zeros: from empty patches and padding.
 */
class ExactZerosTest {

  private static final int STEPS = 10;
  private static final int SIDE = TinyExperiments.SIDE;
  private static final int MARGIN = 3;
  private static final int LENGTH = 12;
  private static final int WIDTH = 3;

  static Stream<Arguments> experiments() {
    return Stream.of(
        Arguments.of(
            "images with an empty margin",
            experiment(
                random -> {
                  INDArray image = Nd4j.zeros(1, 1, SIDE, SIDE);
                  for (int y = MARGIN; y < SIDE - MARGIN; y++) {
                    for (int x = MARGIN; x < SIDE - MARGIN; x++) {
                      image.putScalar(0, 0, y, x, random.nextGaussian());
                    }
                  }
                  return image;
                },
                InputType.convolutional(SIDE, SIDE, 1),
                convolution(4, true, new ActivationReLU()),
                convolution(4, true, new ActivationReLU()))),
        Arguments.of(
            "padded sequences",
            experiment(
                random -> {
                  INDArray words = Nd4j.zeros(1, WIDTH, LENGTH);
                  int length = 2 + random.nextInt(LENGTH / 2);
                  for (int word = 0; word < length; word++) {
                    for (int i = 0; i < WIDTH; i++) {
                      words.putScalar(0, i, word, random.nextGaussian());
                    }
                  }
                  return words;
                },
                InputType.recurrent(WIDTH, LENGTH),
                new Convolution1DLayer.Builder(3).nOut(4).activation(Activation.RELU).build(),
                new Convolution1DLayer.Builder(3).nOut(4).activation(Activation.RELU).build())));
  }

  private interface Drawing {
    INDArray draw(Random random);
  }

  private static Experiment experiment(Drawing drawing, InputType input, Layer... layers) {
    return TinyExperiments.onImages(
            TinyExperiments.constantRecipe(STEPS, 0.05, 2e-3, 0.9), RecipeForm.TEXP_PLUS_PLUS)
        .trainingData(request -> new ListDataSetIterator<>(examples(drawing), request.batchSize()))
        .multiLayerNetwork(base -> network(base, input, layers))
        .build();
  }

  private static List<DataSet> examples(Drawing drawing) {
    Random random = new Random(5);
    List<DataSet> examples = new ArrayList<>();
    for (int i = 0; i < TinyExperiments.EXAMPLES; i++) {
      INDArray label = Nd4j.zeros(1, TinyExperiments.CLASSES);
      label.putScalar(0, random.nextInt(TinyExperiments.CLASSES), 1);
      examples.add(new DataSet(drawing.draw(random), label));
    }
    return examples;
  }

  private static MultiLayerConfiguration network(
      NeuralNetConfiguration.Builder base, InputType input, Layer... layers) {
    NeuralNetConfiguration.ListBuilder list = base.list();
    for (Layer layer : layers) {
      list.layer(layer);
    }
    return list.layer(new GlobalPoolingLayer(PoolingType.AVG))
        .layer(new DenseLayer.Builder().nOut(4).activation(Activation.IDENTITY).build())
        .layer(norm(true))
        .layer(output())
        .setInputType(input)
        .build();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("experiments")
  void theBoundIsKept(String name, Experiment experiment) {
    List<TwinCheck> checks =
        Twins.start(experiment, RunSettings.of(experiment)).run(1, check -> {});

    assertThat(checks)
        .hasSize(STEPS)
        .allMatch(TwinCheck::isPassed)
        .allMatch(check -> check.bound() == Twins.STRICT_BOUND)
        .as("the run is perturbed")
        .allMatch(check -> check.perturbed() > 0);
  }

  /** Why the perturbed run keeps its zeros. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("experiments")
  void withItsZerosMovedARunIsAnotherFromTheFirstStepOn(String name, Experiment experiment) {
    TrainingRun declared = start(experiment);
    TrainingRun moved = start(experiment);
    INDArray parameters = moved.network().parameters();
    for (long i = 0; i < parameters.length(); i++) {
      if (parameters.getDouble(i) == 0) {
        parameters.putScalar(i, Double.MIN_VALUE);
      }
    }
    Batch batch = declared.nextBatch();
    declared.takeStep(batch);
    moved.takeStep(batch);

    assertThat(Deviation.between(moved, declared, batch).worst())
        .isGreaterThan(1e6 * Twins.COMPARABLE);
  }

  private static TrainingRun start(Experiment experiment) {
    return TrainingRun.start(
        experiment,
        RunSettings.of(experiment).withForm(RecipeForm.WEIGHT_DECAY).withDataType(DataType.DOUBLE));
  }
}
