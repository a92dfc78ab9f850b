package org.texp4j.dl4j.internal.update;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.Deconvolution3D;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.params.SeparableConvolutionParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A weight tensor as the matrix of a linear map: a row for each output, a column for each number
 * that enters it. Immutable.
 *
 * @param order the order of its elements in memory, 'c' or 'f'
 * @param shape its shape in Deeplearning4j
 * @param dimensions the indices of its dimensions, those of the outputs first
 * @param rows the number of outputs, at least 2
 * @param columns the number of all other elements per output, at least 2
 */
record WeightMatrix(
    char order, List<Long> shape, List<Integer> dimensions, long rows, long columns) {

  /**
   * Returns the matrix of a parameter of a layer; empty if it is a vector, or of a layer of more
   * dimensions that is no convolution.
   */
  static Optional<WeightMatrix> of(Trainable layer, String parameter) {
    INDArray tensor = layer.paramTable(false).get(parameter);
    List<Integer> outputs = outputs(configuration(layer), parameter, tensor.rank());
    long rows = outputs.stream().mapToLong(tensor::size).reduce(1, Math::multiplyExact);
    long columns = tensor.length() / rows;
    if (rows < 2 || columns < 2) {
      return Optional.empty();
    }
    List<Integer> dimensions =
        IntStream.concat(
                outputs.stream().mapToInt(each -> each),
                IntStream.range(0, tensor.rank()).filter(each -> !outputs.contains(each)))
            .boxed()
            .toList();
    List<Long> shape = IntStream.range(0, tensor.rank()).mapToObj(tensor::size).toList();
    return Optional.of(new WeightMatrix(tensor.ordering(), shape, dimensions, rows, columns));
  }

  /** The configuration of a layer, or of a vertex that is none. */
  private static TrainingConfig configuration(Trainable layer) {
    TrainingConfig configuration = layer.getConfig();
    while (configuration instanceof ReplacedTraining replacement) {
      configuration = replacement.replaced();
    }
    return configuration;
  }

  /** The dimensions that are outputs, by the layouts of Deeplearning4j; empty if not known. */
  private static List<Integer> outputs(TrainingConfig layer, String parameter, int rank) {
    if (rank == 2) {
      return List.of(1);
    } else if (rank < 2 || !(layer instanceof ConvolutionLayer)) {
      return List.of();
    } else if (layer instanceof Deconvolution3D) {
      return List.of(3);
    } else if (layer instanceof Deconvolution2D) {
      return List.of(1);
    } else if (layer instanceof DepthwiseConvolution2D) {
      return List.of(2, 3);
    }
    // Their name alone does not tell these weights from those of any other convolution.
    boolean isDepthwise =
        layer instanceof SeparableConvolution2D
            && parameter.equals(SeparableConvolutionParamInitializer.DEPTH_WISE_WEIGHT_KEY);
    return isDepthwise ? List.of(0, 1) : List.of(0);
  }

  /**
   * Replaces the elements of the tensor by those of a nearly orthogonal matrix.
   *
   * @param elements a vector of them, in the order of memory
   * @param epsilon what is added to the norm
   */
  void orthogonalize(INDArray elements, double epsilon) {
    INDArray tensor =
        elements
            .reshape(order, shape.stream().mapToLong(each -> each).toArray())
            .permute(dimensions.stream().mapToInt(each -> each).toArray());
    INDArray matrix = tensor.dup('c').reshape('c', rows, columns);
    NewtonSchulz.orthogonalize(matrix, epsilon);
    tensor.assign(matrix.reshape('c', tensor.shape()));
  }
}
