package org.texp4j.dl4j.internal.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.texp4j.dl4j.TinyExperiments.onImages;

import java.util.List;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TinyExperiments;
import org.texp4j.dl4j.internal.network.NetworkModel;
import org.texp4j.dl4j.internal.setup.NetworkDeclaration;
import org.texp4j.dl4j.internal.state.Layout.Slice;
import org.texp4j.dl4j.internal.update.BlockMoments;
import org.texp4j.schedule.AdamW;
import org.texp4j.schedule.Curve;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.RecipeForm;

/** The order of moments in a state and in Deeplearning4j's updater. */
class MomentOrderTest {

  private static final Recipe RECIPE =
      new Recipe(
          10,
          Curve.constant(0.01),
          Curve.constant(0.1),
          Curve.constant(0.9),
          new AdamW(0.999, 1e-8));

  /** Two blocks, of two and of three parameters, with two moments each. */
  private static final MomentOrder TWO_BLOCKS =
      new MomentOrder(List.of(new Slice(0, 2), new Slice(4, 3), new Slice(2, 2), new Slice(7, 3)));

  private static final double[] UPDATER = {10, 11, 20, 21, 12, 13, 14, 22, 23, 24};
  private static final double[] STATE = {10, 11, 12, 13, 14, 20, 21, 22, 23, 24};

  @Test
  void aStateListsAllFirstMomentsBeforeTheSecond() {
    assertThat(TWO_BLOCKS.toStateOrder(Nd4j.createFromArray(UPDATER)).toDoubleVector())
        .containsExactly(STATE);
  }

  @Test
  void theUpdaterGetsThemBackBlockByBlock() {
    assertThat(TWO_BLOCKS.toUpdaterOrder(Nd4j.createFromArray(STATE)).toDoubleVector())
        .containsExactly(UPDATER);
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void ofANetworkItIsTheOrderOfTheParametersWhateverTheBlocks(boolean converted) {
    Experiment experiment =
        onImages(RECIPE, RecipeForm.TEXP_PLUS_PLUS)
            .multiLayerNetwork(base -> TinyExperiments.mlp(base, false))
            .build();
    NetworkModel network =
        NetworkDeclaration.configure(experiment, DataType.DOUBLE, RECIPE).build(converted, false);
    INDArray updater = Nd4j.create(DataType.DOUBLE, network.velocities().length());
    List<UpdaterBlock> blocks = network.updater().getUpdaterBlocks();
    for (UpdaterBlock block : blocks) {
      for (UpdaterBlock.ParamState tensor : block.getLayersAndVariablesInBlock()) {
        List<BlockMoments.Moment> moments = BlockMoments.of(block, tensor);
        for (int moment = 0; moment < moments.size(); moment++) {
          for (long i = 0; i < tensor.getParamView().length(); i++) {
            double parameter = tensor.getParamOffsetStart() + i;
            updater.putScalar(moments.get(moment).start() + i, 1e6 * moment + parameter);
          }
        }
      }
    }

    MomentOrder order = MomentOrder.of(network);
    INDArray state = order.toStateOrder(updater);

    assertThat(blocks).hasSizeGreaterThan(converted ? 1 : 0);
    assertThat(state.toDoubleVector()).isSorted().doesNotHaveDuplicates();
    assertThat(order.toUpdaterOrder(state)).isEqualTo(updater);
  }
}
