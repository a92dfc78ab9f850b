package org.texp4j.dl4j.internal.update;

import java.util.List;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.updater.UpdaterBlock;

/**
 * Where the moments of a block lie in the array of a network's updater: first the first moments of
 * all its tensors, then the second, if there are any.
 */
public final class BlockMoments {

  private BlockMoments() {}

  /** The indices at which the moments of a block begin; none for an updater without state. */
  public static List<Long> of(UpdaterBlock block) {
    long length = block.getParamOffsetEnd() - block.getParamOffsetStart();
    return LongStream.iterate(
            block.getUpdaterViewOffsetStart(),
            start -> start < block.getUpdaterViewOffsetEnd(),
            start -> start + length)
        .boxed()
        .toList();
  }

  /** The indices at which the moments of one of its tensors begin. */
  public static List<Long> of(UpdaterBlock block, UpdaterBlock.ParamState tensor) {
    long inBlock = tensor.getParamOffsetStart() - block.getParamOffsetStart();
    return of(block).stream().map(start -> start + inBlock).toList();
  }
}
