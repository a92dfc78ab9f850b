package org.texp4j.dl4j.internal.backend.onednn;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.texp4j.dl4j.internal.backend.NetworkNode;

/** What Deeplearning4j computes in a {@link Fallback}. */
final class FallbackKernels {

  private FallbackKernels() {}

  /**
   * A layer with its preprocessor.
   *
   * @param batch the number of examples that the network reads, as preprocessors expect it
   */
  static Fallback.Kernel of(
      NetworkNode.OfLayer node, int batch, boolean training, LayerWorkspaceMgr memory) {
    Layer layer = node.layer();
    InputPreProcessor preprocessor = node.preprocessor();
    return new Fallback.Kernel() {
      @Override
      public INDArray forward(List<INDArray> inputs) {
        INDArray input = inputs.get(0);
        layer.setInputMiniBatchSize((int) input.size(0));
        INDArray read =
            preprocessor == null ? input : preprocessor.preProcess(input, batch, memory);
        layer.setInput(read, memory);
        return layer.activate(training, memory);
      }

      @Override
      public List<INDArray> backward(INDArray gradient) {
        INDArray byRead = layer.backpropGradient(gradient, memory).getSecond();
        return Collections.singletonList(
            preprocessor == null || byRead == null
                ? byRead
                : preprocessor.backprop(byRead, batch, memory));
      }
    };
  }

  /** A vertex of a graph that is no layer. */
  static Fallback.Kernel of(GraphVertex vertex, boolean training, LayerWorkspaceMgr memory) {
    return new Fallback.Kernel() {
      @Override
      public INDArray forward(List<INDArray> inputs) {
        vertex.setInputs(inputs.toArray(INDArray[]::new));
        return vertex.doForward(training, memory);
      }

      @Override
      public List<INDArray> backward(INDArray gradient) {
        vertex.setEpsilon(gradient);
        return Arrays.asList(vertex.doBackward(false, memory).getSecond());
      }
    };
  }

  /** The dropout before a layer, with Deeplearning4j's random numbers. */
  static Fallback.Kernel of(IDropout dropout, Layer layer, LayerWorkspaceMgr memory) {
    return new Fallback.Kernel() {
      @Override
      public INDArray forward(List<INDArray> inputs) {
        INDArray input = inputs.get(0);
        INDArray result = Nd4j.createUninitialized(input.dataType(), input.shape(), 'c');
        return dropout.applyDropout(
            input, result, layer.getIterationCount(), layer.getEpochCount(), memory);
      }

      @Override
      public List<INDArray> backward(INDArray gradient) {
        return List.of(
            dropout.backprop(gradient, gradient, layer.getIterationCount(), layer.getEpochCount()));
      }
    };
  }
}
