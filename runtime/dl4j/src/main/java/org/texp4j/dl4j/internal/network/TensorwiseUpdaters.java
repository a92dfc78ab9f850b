package org.texp4j.dl4j.internal.network;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.MultiLayerUpdater;
import org.deeplearning4j.nn.updater.graph.ComputationGraphUpdater;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.texp4j.dl4j.internal.update.PlannedUpdater;
import org.texp4j.dl4j.internal.update.ReplacedTraining;
import org.texp4j.dl4j.internal.update.ScaledClipping;

/**
 * Updaters that train single tensors differently from the rest of their layer, where
 * Deeplearning4j's layers have one updater and one decay for all of their weights. They clip
 * gradients as in the declared run.
 */
final class TensorwiseUpdaters {

  private TensorwiseUpdaters() {}

  // The superclasses ask for the layers in their constructors, when fields of a subclass are
  // not set yet; what a local class captures is.

  static MultiLayerUpdater create(
      MultiLayerNetwork network, Map<String, TensorTraining> exceptions, ScaledClipping clipping) {
    @SuppressWarnings("serial") // never serialized
    class Tensorwise extends MultiLayerUpdater implements ScaledClipping.Owner {

      Tensorwise(MultiLayerNetwork of) {
        super(of);
      }

      @Override
      protected Trainable[] getOrderedLayers() {
        Trainable[] layers = super.getOrderedLayers().clone();
        for (int i = 0; i < layers.length; i++) {
          layers[i] = wrapped(layers[i], String.valueOf(i), exceptions);
        }
        return layers;
      }

      @Override
      public void preApply(Trainable layer, Gradient gradient, int iteration) {
        clip(clipping, String.valueOf(((Layer) layer).getIndex()), layer, gradient);
      }

      @Override
      public ScaledClipping clipping() {
        return clipping;
      }
    }
    return new Tensorwise(network);
  }

  static ComputationGraphUpdater create(
      ComputationGraph network, Map<String, TensorTraining> exceptions, ScaledClipping clipping) {
    @SuppressWarnings("serial") // never serialized
    class Tensorwise extends ComputationGraphUpdater implements ScaledClipping.Owner {

      Tensorwise(ComputationGraph of) {
        super(of);
      }

      @Override
      protected Trainable[] getOrderedLayers() {
        return Arrays.stream(super.getOrderedLayers())
            .map(vertex -> wrapped(vertex, ((GraphVertex) vertex).getVertexName(), exceptions))
            .toArray(Trainable[]::new);
      }

      @Override
      public void preApply(Trainable vertex, Gradient gradient, int iteration) {
        clip(clipping, vertex.getConfig().getLayerName(), vertex, gradient);
      }

      @Override
      public ScaledClipping clipping() {
        return clipping;
      }
    }
    return new Tensorwise(network);
  }

  private static void clip(
      ScaledClipping clipping, String key, Trainable layer, Gradient gradient) {
    TrainingConfig configuration = layer.getConfig();
    if (configuration != null && configuration.getGradientNormalization() != null) {
      clipping.apply(
          key,
          configuration.getGradientNormalization(),
          configuration.getGradientNormalizationThreshold(),
          gradient.gradientForVariable());
    }
  }

  private static Trainable wrapped(
      Trainable layer, String key, Map<String, TensorTraining> exceptions) {
    boolean exceptional =
        exceptions.keySet().stream().anyMatch(tensor -> tensor.startsWith(key + "_"));
    return exceptional ? new Exceptional(layer, key, exceptions) : layer;
  }

  private record Exceptional(Trainable layer, String key, Map<String, TensorTraining> exceptions)
      implements Trainable {

    @Override
    public TrainingConfig getConfig() {
      return new Configuration(layer.getConfig(), key, exceptions);
    }

    @Override
    public long numParams() {
      return layer.numParams();
    }

    @Override
    public INDArray params() {
      return layer.params();
    }

    @Override
    public Map<String, INDArray> paramTable(boolean backpropOnly) {
      return layer.paramTable(backpropOnly);
    }

    @Override
    public boolean updaterDivideByMinibatch(String parameter) {
      return layer.updaterDivideByMinibatch(parameter);
    }

    @Override
    public INDArray getGradientsViewArray() {
      return layer.getGradientsViewArray();
    }
  }

  private record Configuration(
      TrainingConfig replaced, String key, Map<String, TensorTraining> exceptions)
      implements ReplacedTraining {

    @Override
    public String getLayerName() {
      return replaced.getLayerName();
    }

    @Override
    public List<Regularization> getRegularizationByParam(String parameter) {
      TensorTraining training = exceptions.get(key + "_" + parameter);
      return training == null
          ? replaced.getRegularizationByParam(parameter)
          : training.regularization();
    }

    @Override
    public boolean isPretrainParam(String parameter) {
      return replaced.isPretrainParam(parameter);
    }

    @Override
    public IUpdater getUpdaterByParam(String parameter) {
      TensorTraining training = exceptions.get(key + "_" + parameter);
      return training == null
          ? replaced.getUpdaterByParam(parameter)
          : ((PlannedUpdater) replaced.getUpdaterByParam(parameter))
              .withGroup(training.group(), training.degree());
    }

    @Override
    public GradientNormalization getGradientNormalization() {
      return replaced.getGradientNormalization();
    }

    @Override
    public double getGradientNormalizationThreshold() {
      return replaced.getGradientNormalizationThreshold();
    }

    @Override
    public void setDataType(DataType type) {
      replaced.setDataType(type);
    }
  }
}
