package org.texp4j.dl4j.internal.backend;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An initialized Deeplearning4j network as an engine sees it, whichever kind it is. */
public interface NetworkGraph {

  /** The network itself: it owns the parameters. */
  Model model();

  /** The layers and vertices, each after those it reads. */
  List<NetworkNode> nodes();

  /** How many inputs the network has. */
  int inputs();

  /** How many outputs the network has. */
  int outputs();

  /** How gradients go back through time. */
  BackpropType backpropType();

  /** The type of features of a shape, the examples first; empty if they are no rows or images. */
  static Optional<InputType> inputType(long[] shape) {
    return switch (shape.length) {
      case 2 -> Optional.of(InputType.feedForward(shape[1]));
      case 4 -> Optional.of(InputType.convolutional(shape[2], shape[3], shape[1]));
      default -> Optional.empty();
    };
  }

  /** What each node computes of inputs of these types, by its key. */
  Map<String, InputType> activationTypes(InputType... inputs);

  /** Computes something while the network holds the features of a batch as its input. */
  <T> T reading(INDArray features, Supplier<T> computation);

  /** The gradients of all parameters as one array, in which Deeplearning4j's updater reads them. */
  INDArray gradientView();
}
