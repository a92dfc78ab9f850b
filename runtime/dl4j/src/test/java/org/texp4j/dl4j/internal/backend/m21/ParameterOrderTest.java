package org.texp4j.dl4j.internal.backend.m21;

import static org.assertj.core.api.Assertions.assertThat;
import static org.texp4j.dl4j.TinyExperiments.classifier;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;
import org.texp4j.dl4j.internal.network.NetworkModel;

/** Where the updater looks for a layer's tensors is where they are. */
class ParameterOrderTest {

  static Stream<Layer> layers() {
    return Stream.of(
        new DepthwiseConvolution2D.Builder(3, 3).depthMultiplier(2).build(),
        new SeparableConvolution2D.Builder(3, 3).nOut(3).build());
  }

  private static MultiLayerNetwork network(Layer layer) {
    return network(layer, new Nesterovs(0.1, 0.9));
  }

  private static MultiLayerNetwork network(Layer layer, IUpdater updater) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            classifier(new NeuralNetConfiguration.Builder().seed(1).updater(updater), layer));
    network.init();
    return network;
  }

  @ParameterizedTest
  @MethodSource("layers")
  void tensorsAreWhereTheUpdaterLooks(Layer layer) {
    assertThat(misplaced(NetworkModel.of(network(layer)).updater())).isEmpty();
  }

  /** Element by element, a state is that of the parameters in memory. */
  @ParameterizedTest
  @MethodSource("layers")
  void anUpdaterThatIsThereKeepsItsState(Layer layer) {
    MultiLayerNetwork network = network(layer);
    INDArray state = ((BaseMultiLayerUpdater<?>) network.getUpdater()).getStateViewArray();
    state.assign(Nd4j.arange(state.length()).reshape(state.shape()));

    NetworkModel restored = NetworkModel.of(network);

    assertThat(misplaced(restored.updater())).isEmpty();
    INDArray kept = restored.updater().getStateViewArray();
    assertThat(kept.reshape(kept.length()).toDoubleVector())
        .isEqualTo(Nd4j.arange(kept.length()).toDoubleVector());
  }

  @ParameterizedTest
  @MethodSource("layers")
  void anUpdaterWithoutAStateIsReplacedToo(Layer layer) {
    MultiLayerNetwork network = network(layer, new Sgd(0.1));
    network.getUpdater();

    assertThat(misplaced(NetworkModel.of(network).updater())).isEmpty();
  }

  /** If this fails, {@link ParameterOrder} is no longer needed. */
  @ParameterizedTest
  @MethodSource("layers")
  void deeplearning4jsOwnStillLooksElsewhere(Layer layer) {
    assertThat(misplaced((BaseMultiLayerUpdater<?>) network(layer).getUpdater()))
        .contains("W", "b");
  }

  private static List<String> misplaced(BaseMultiLayerUpdater<?> updater) {
    List<String> misplaced = new ArrayList<>();
    for (UpdaterBlock block : updater.getUpdaterBlocks()) {
      for (UpdaterBlock.ParamState tensor : block.getLayersAndVariablesInBlock()) {
        INDArray own = tensor.getLayer().paramTable(false).get(tensor.getParamName());
        if (own.offset() != tensor.getParamView().offset()) {
          misplaced.add(tensor.getParamName());
        }
      }
    }
    return misplaced;
  }
}
