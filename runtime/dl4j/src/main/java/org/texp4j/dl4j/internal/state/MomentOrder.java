package org.texp4j.dl4j.internal.state;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.texp4j.dl4j.internal.network.NetworkModel;
import org.texp4j.dl4j.internal.state.Layout.Slice;
import org.texp4j.dl4j.internal.update.BlockMoments;

/**
 * The order of the moments in a network's updater and in a state.
 *
 * <p>A state lists first moments in the order of the parameters, then second moments.
 * Deeplearning4j lays moments out block by block; and a converted network has other blocks than the
 * declared one, since adjacent tensors form a block only if they are trained alike.
 *
 * @param slices the ranges of the updater's array, in the order of a state
 */
record MomentOrder(List<Slice> slices) {

  /** The order of the moments in a network's updater. */
  static MomentOrder of(NetworkModel network) {
    List<UpdaterBlock> blocks = network.updater().getUpdaterBlocks();
    int most = blocks.stream().mapToInt(block -> BlockMoments.of(block).size()).max().orElse(0);
    List<Slice> slices = new ArrayList<>();
    for (int moment = 0; moment < most; moment++) {
      for (UpdaterBlock block : blocks) {
        List<BlockMoments.Moment> moments = BlockMoments.of(block);
        if (moment < moments.size()) {
          long length = block.getParamOffsetEnd() - block.getParamOffsetStart();
          slices.add(new Slice(moments.get(moment).start(), length));
        }
      }
    }
    return new MomentOrder(List.copyOf(slices));
  }

  /** Returns an updater's array in the order of a state; a copy. */
  INDArray toStateOrder(INDArray moments) {
    INDArray state = Nd4j.createUninitialized(moments.dataType(), moments.length());
    long position = 0;
    for (Slice slice : slices) {
      new Slice(position, slice.length()).of(state).assign(slice.of(moments));
      position += slice.length();
    }
    return state;
  }

  /** Returns a state's array in the order of the updater; a copy. */
  INDArray toUpdaterOrder(INDArray moments) {
    INDArray updater = Nd4j.createUninitialized(moments.dataType(), moments.length());
    long position = 0;
    for (Slice slice : slices) {
      slice.of(updater).assign(new Slice(position, slice.length()).of(moments));
      position += slice.length();
    }
    return updater;
  }
}
