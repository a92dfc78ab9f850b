package org.texp4j.dl4j.internal.update;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.texp4j.schedule.LinearRule;
import org.texp4j.schedule.Rule;
import org.texp4j.schedule.rule.Rational;

/**
 * Where the states of a block lie in the array of a network's updater: first the first state of all
 * its tensors, then the second, and so on.
 */
public final class BlockMoments {

  /**
   * A state of a block or of one of its tensors.
   *
   * @param start the index at which it begins
   * @param degree the {@linkplain Rule.State#degree degree} of the rule's state
   * @param kappa the index of its κ, if decay adds a part of the weights to it; −1 if not
   */
  public record Moment(long start, Rational degree, int kappa) {}

  private BlockMoments() {}

  /** Returns the states of a block; none for an updater that has no state. */
  public static List<Moment> of(UpdaterBlock block) {
    long length = block.getParamOffsetEnd() - block.getParamOffsetStart();
    long start = block.getUpdaterViewOffsetStart();
    int count = Math.toIntExact((block.getUpdaterViewOffsetEnd() - start) / length);
    return IntStream.range(0, count)
        .mapToObj(i -> new Moment(start + i * length, degree(block, i), kappa(block, i)))
        .toList();
  }

  /** Returns the states of each tensor, by the index of its first parameter. */
  public static Map<Long, List<Moment>> byTensor(List<UpdaterBlock> blocks) {
    Map<Long, List<Moment>> moments = new HashMap<>();
    for (UpdaterBlock block : blocks) {
      for (UpdaterBlock.ParamState tensor : block.getLayersAndVariablesInBlock()) {
        moments.put((long) tensor.getParamOffsetStart(), of(block, tensor));
      }
    }
    return moments;
  }

  /** Returns the states of one of its tensors. */
  public static List<Moment> of(UpdaterBlock block, UpdaterBlock.ParamState tensor) {
    long inBlock = tensor.getParamOffsetStart() - block.getParamOffsetStart();
    return of(block).stream()
        .map(moment -> new Moment(moment.start() + inBlock, moment.degree(), moment.kappa()))
        .toList();
  }

  private static int kappa(UpdaterBlock block, int index) {
    return block.getGradientUpdater().getConfig() instanceof PlannedUpdater planned
        ? planned.reachedStates().indexOf(index)
        : -1;
  }

  /**
   * Deeplearning4j's own updaters train no tensor that scales; of their states only one is known.
   */
  private static Rational degree(UpdaterBlock block, int index) {
    List<Rule.State> states =
        block.getGradientUpdater().getConfig() instanceof PlannedUpdater planned
            ? planned.states()
            : LinearRule.STATES;
    return index < states.size() ? states.get(index).degree() : Rational.ZERO;
  }
}
