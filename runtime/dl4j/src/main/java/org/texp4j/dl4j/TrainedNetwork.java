package org.texp4j.dl4j;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The network of a run or of a saved model: its parameters and what it computes.
 *
 * <p>Not safe for use by several threads.
 */
public interface TrainedNetwork {

  /** The Deeplearning4j network: a {@code MultiLayerNetwork} or a {@code ComputationGraph}. */
  Model model();

  /** All parameters as one row, running statistics of batch normalization included; a view. */
  INDArray parameters();

  /** The parameters by name, such as {@code 0_W} or {@code stem_W}; views. */
  Map<String, INDArray> parameterTable();

  /**
   * Returns the outputs for a batch, one array for each output of the network; examples are along
   * the first dimension.
   *
   * @param training true to compute as in training, with the statistics of the batch; false to
   *     compute as in evaluation, with running statistics
   */
  List<INDArray> outputs(Batch batch, boolean training);

  /**
   * Returns the output for the given features, of a network with one input and one output.
   *
   * @param training as for {@link #outputs}
   */
  INDArray output(INDArray features, boolean training);

  /** One line that says which engine computes which layers, as far as the batches so far show. */
  String computedBy();
}
