package org.texp4j.dl4j.internal.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.texp4j.dl4j.TinyExperiments.classifier;
import static org.texp4j.dl4j.TinyExperiments.onImages;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.Networks;
import org.texp4j.dl4j.TinyExperiments;
import org.texp4j.dl4j.internal.network.NetworkModel;
import org.texp4j.dl4j.train.RunSettings;
import org.texp4j.dl4j.train.TrainingRun;
import org.texp4j.schedule.Coupling;
import org.texp4j.schedule.Curve;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.RecipeForm;
import org.texp4j.schedule.WrittenRule;

/** Weight tensors as matrices of outputs by inputs, in a rule that needs matrices. */
class WeightMatrixTest {

  private static final InputType IMAGES =
      InputType.convolutional(TinyExperiments.SIDE, TinyExperiments.SIDE, 1);

  private static final double RATE = 0.01;

  /** Sums of some dozens of elements, squared five times; and numbers of the size of 1. */
  private static final double ROUNDING = 1e-12;

  /** The dimensions of the outputs of each weight tensor; all other tensors are vectors. */
  private static final Map<String, List<Integer>> OUTPUTS =
      Map.of(
          "0_W", List.of(0),
          "1_W", List.of(1),
          "2_W", List.of(2, 3),
          "3_W", List.of(0, 1),
          "3_pW", List.of(0),
          "4_W", List.of(0),
          "5_W", List.of(1),
          "6_W", List.of(1));

  private static final WrittenRule RULE =
      WrittenRule.named("orthogonal")
          .step("w = w - rate * (rows(w) + 10 * columns(w)) * orthogonalize(g)")
          .otherwise("w = w - rate * g")
          .decay(Coupling.DECOUPLED)
          .build();

  private static List<Layer> layers() {
    return List.of(
        new ConvolutionLayer.Builder(3, 3).nOut(4).build(),
        new Deconvolution2D.Builder(2, 2).nOut(3).build(),
        new DepthwiseConvolution2D.Builder(2, 2).depthMultiplier(2).build(),
        new SeparableConvolution2D.Builder(2, 2).nOut(4).build(),
        new ConvolutionLayer.Builder(2, 2).nOut(3).build(),
        new DenseLayer.Builder().nOut(5).build(),
        TinyExperiments.output());
  }

  private static Experiment.Builder experiment(double decay, RecipeForm form) {
    return onImages(
        new Recipe(1, Curve.constant(RATE), Curve.constant(decay), Curve.constant(0), RULE), form);
  }

  private static Experiment ofLayers() {
    return experiment(0, RecipeForm.WEIGHT_DECAY)
        .multiLayerNetwork(
            base -> {
              NeuralNetConfiguration.ListBuilder list = base.activation(Activation.TANH).list();
              layers().forEach(list::layer);
              return list.setInputType(IMAGES).build();
            })
        .build();
  }

  private static Experiment graph() {
    return experiment(0, RecipeForm.WEIGHT_DECAY)
        .computationGraph(
            base -> {
              GraphBuilder graph =
                  base.activation(Activation.TANH)
                      .graphBuilder()
                      .addInputs("in")
                      .setInputTypes(IMAGES);
              List<Layer> layers = layers();
              for (int i = 0; i < layers.size(); i++) {
                graph.addLayer("" + i, layers.get(i), i == 0 ? "in" : "" + (i - 1));
              }
              return graph.setOutputs("" + (layers.size() - 1)).build();
            })
        .build();
  }

  static Stream<Experiment> networks() {
    return Stream.of(ofLayers(), graph());
  }

  @ParameterizedTest
  @MethodSource("networks")
  void outputsAreTheRows(Experiment experiment) {
    TrainingRun run =
        TrainingRun.start(experiment, RunSettings.of(experiment).withDataType(DataType.DOUBLE));
    NetworkModel network = Networks.of(run);
    Batch batch = run.nextBatch();
    run.computeGradient(batch);
    Map<String, INDArray> expected = new HashMap<>();
    network
        .parameterTable()
        .forEach(
            (name, weights) ->
                expected.put(
                    name, weights.sub(step(name, network.gradientOf(name).div(batch.examples())))));

    run.update(run.nextStep());

    assertThat(expected.keySet()).containsAll(OUTPUTS.keySet());
    expected.forEach(
        (name, weights) ->
            assertThat(
                    network.parameterTable().get(name).sub(weights).normmaxNumber().doubleValue())
                .as(name)
                .isLessThan(ROUNDING));
  }

  /** Tensors of a layer that are trained by two recipes: a bias, and weights that are converted. */
  @Test
  void matricesAreTheSameInBothForms() {
    Map<Integer, WeightMatrix> declared = matrices(RecipeForm.WEIGHT_DECAY);

    assertThat(matrices(RecipeForm.TEXP_PLUS_PLUS)).isEqualTo(declared);
    assertThat(declared.values()).extracting(WeightMatrix::rows).startsWith(4L, 3L);
    assertThat(declared.values()).extracting(WeightMatrix::columns).startsWith(9L, 4 * 9L);
  }

  /** The matrices by the index of their first parameter. */
  private static Map<Integer, WeightMatrix> matrices(RecipeForm form) {
    Experiment experiment =
        experiment(0.5, form)
            .multiLayerNetwork(
                base ->
                    classifier(
                        base.biasInit(0.1),
                        new ConvolutionLayer.Builder(3, 3).nOut(4).build(),
                        TinyExperiments.norm(true),
                        new ConvolutionLayer.Builder(3, 3)
                            .nOut(3)
                            .activation(Activation.RELU)
                            .build(),
                        TinyExperiments.norm(true)))
            .build();
    Map<Integer, WeightMatrix> matrices = new TreeMap<>();
    TrainingRun run =
        TrainingRun.start(experiment, RunSettings.of(experiment).withDataType(DataType.DOUBLE));
    for (UpdaterBlock block : Networks.of(run).updater().getUpdaterBlocks()) {
      for (UpdaterBlock.ParamState tensor : block.getLayersAndVariablesInBlock()) {
        WeightMatrix.of(tensor.getLayer(), tensor.getParamName())
            .ifPresent(matrix -> matrices.put(tensor.getParamOffsetStart(), matrix));
      }
    }
    return matrices;
  }

  private static INDArray step(String name, INDArray gradient) {
    if (!OUTPUTS.containsKey(name)) {
      return gradient.mul(RATE);
    }
    List<Integer> outputs = OUTPUTS.get(name);
    int rows =
        outputs.stream().mapToInt(each -> (int) gradient.size(each)).reduce(1, (a, b) -> a * b);
    int columns = (int) gradient.length() / rows;
    double[][] matrix = new double[rows][columns];
    for (int i = 0; i < gradient.length(); i++) {
      int[] place = place(i, gradient, outputs);
      matrix[place[0]][place[1]] = gradient.getDouble(indices(i, gradient));
    }
    double[][] orthogonal = orthogonalized(matrix);
    INDArray step = gradient.dup();
    for (int i = 0; i < gradient.length(); i++) {
      int[] place = place(i, gradient, outputs);
      step.putScalar(
          indices(i, gradient), RATE * (rows + 10 * columns) * orthogonal[place[0]][place[1]]);
    }
    return step;
  }

  private static int[] indices(int element, INDArray tensor) {
    int[] indices = new int[tensor.rank()];
    int rest = element;
    for (int k = 0; k < indices.length; k++) {
      indices[k] = rest % (int) tensor.size(k);
      rest /= (int) tensor.size(k);
    }
    return indices;
  }

  /** The row and the column of an element. */
  private static int[] place(int element, INDArray tensor, List<Integer> outputs) {
    int[] indices = indices(element, tensor);
    int[] place = new int[2];
    for (int k = 0; k < indices.length; k++) {
      int to = outputs.contains(k) ? 0 : 1;
      place[to] = place[to] * (int) tensor.size(k) + indices[k];
    }
    return place;
  }

  /** Five Newton–Schulz steps from x/(‖x‖ + 1e-7), with the coefficients of Muon's paper. */
  private static double[][] orthogonalized(double[][] matrix) {
    boolean tall = matrix.length > matrix[0].length;
    double[][] x = tall ? transposed(matrix) : matrix;
    double norm = Math.sqrt(sum(x, x));
    x = combined(1 / (norm + 1e-7), x, 0, x);
    for (int i = 0; i < 5; i++) {
      double[][] square = product(x, transposed(x));
      double[][] polynomial = combined(-4.7750, square, 2.0315, product(square, square));
      x = combined(3.4445, x, 1, product(polynomial, x));
    }
    return tall ? transposed(x) : x;
  }

  private static double sum(double[][] x, double[][] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < x[i].length; j++) {
        sum += x[i][j] * y[i][j];
      }
    }
    return sum;
  }

  private static double[][] combined(double a, double[][] x, double b, double[][] y) {
    double[][] sum = new double[x.length][x[0].length];
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < x[i].length; j++) {
        sum[i][j] = a * x[i][j] + b * y[i][j];
      }
    }
    return sum;
  }

  private static double[][] transposed(double[][] x) {
    double[][] transposed = new double[x[0].length][x.length];
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < x[i].length; j++) {
        transposed[j][i] = x[i][j];
      }
    }
    return transposed;
  }

  private static double[][] product(double[][] x, double[][] y) {
    double[][] product = new double[x.length][y[0].length];
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < y[0].length; j++) {
        for (int k = 0; k < y.length; k++) {
          product[i][j] += x[i][k] * y[k][j];
        }
      }
    }
    return product;
  }
}
