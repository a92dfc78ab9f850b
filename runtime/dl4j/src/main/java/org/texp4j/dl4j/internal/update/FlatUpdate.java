package org.texp4j.dl4j.internal.update;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.NoOpUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.Regularization.ApplyStep;
import org.texp4j.schedule.LinearCoefficients;

/**
 * The update of a whole network by a linear rule, in one pass over its flat arrays.
 *
 * <p>Not safe for use by several threads.
 */
final class FlatUpdate implements NetworkUpdate {

  /**
   * A segment of the flat arrays in which all elements are updated by the same numbers.
   *
   * @param from the index of its first parameter
   * @param to the index after its last
   * @param update empty for running statistics, whose gradient is subtracted as it is
   * @param velocity the index of its first velocity in the updater's array
   * @param decay the declared decay, if any
   * @param mean whether the gradient is a sum over examples that is to be divided by their number
   */
  private record Segment(
      long from,
      long to,
      Optional<LinearUpdate> update,
      long velocity,
      Optional<DeclaredDecay> decay,
      boolean mean) {

    boolean continuesWith(Segment next) {
      return to == next.from
          && update.equals(next.update)
          && decay.equals(next.decay)
          && mean == next.mean;
    }

    Segment with(Segment next) {
      return new Segment(from, next.to, update, velocity, decay, mean);
    }
  }

  private final BaseMultiLayerUpdater<?> updater;
  private final List<Segment> segments;
  private final List<DataBuffer> memory;
  private final FlatArithmetic arithmetic;

  private FlatUpdate(BaseMultiLayerUpdater<?> updater, List<Segment> segments) {
    this.updater = updater;
    this.segments = segments;
    INDArray gradient = updater.getFlattenedGradientsView();
    INDArray velocities = updater.getStateViewArray();
    memory = List.of(gradient.data(), velocities.data());
    arithmetic = FlatArithmetic.on(updater.getNetwork().params(), gradient, velocities);
  }

  /**
   * Returns the update of an updater; empty where that does more than a linear step and the
   * declared decay, such as clip gradients: then Deeplearning4j has to apply it.
   */
  static Optional<FlatUpdate> forUpdater(BaseMultiLayerUpdater<?> updater) {
    if (updater.getStateViewArray() == null || !updater.getNetwork().conf().isMiniBatch()) {
      return Optional.empty();
    }
    List<Segment> segments = new ArrayList<>();
    for (UpdaterBlock block : updater.getUpdaterBlocks()) {
      Optional<LinearUpdate> update;
      if (block.getGradientUpdater() instanceof LinearUpdate linear) {
        update = Optional.of(linear);
      } else if (block.getGradientUpdater() instanceof NoOpUpdater) {
        update = Optional.empty();
      } else {
        return Optional.empty();
      }
      for (UpdaterBlock.ParamState tensor : block.getLayersAndVariablesInBlock()) {
        List<Regularization> acting = regularization(tensor);
        boolean mean = tensor.getLayer().updaterDivideByMinibatch(tensor.getParamName());
        if (block.isPretrainUpdaterBlock()
            || update.isEmpty() && mean // Centers of a center loss.
            || normalizesGradient(tensor.getLayer().getConfig())
            || acting.size() > 1
            || acting.size() == 1
                && !(update.isPresent() && acting.get(0) instanceof DeclaredDecay)) {
          return Optional.empty();
        }
        add(
            segments,
            new Segment(
                tensor.getParamOffsetStart(),
                tensor.getParamOffsetEnd(),
                update,
                block.getUpdaterViewOffsetStart()
                    + (tensor.getParamOffsetStart() - block.getParamOffsetStart()),
                acting.stream().map(DeclaredDecay.class::cast).findFirst(),
                mean));
      }
    }
    return Optional.of(new FlatUpdate(updater, List.copyOf(segments)));
  }

  @Override
  public boolean isOf(BaseMultiLayerUpdater<?> present) {
    return updater == present
        && memory.get(0) == present.getFlattenedGradientsView().data()
        && memory.get(1) == present.getStateViewArray().data();
  }

  private static List<Regularization> regularization(UpdaterBlock.ParamState tensor) {
    List<Regularization> acting =
        tensor.getLayer().getConfig().getRegularizationByParam(tensor.getParamName());
    return acting == null ? List.of() : acting;
  }

  private static boolean normalizesGradient(TrainingConfig configuration) {
    GradientNormalization normalization = configuration.getGradientNormalization();
    return normalization != null && normalization != GradientNormalization.None;
  }

  @Override
  public void apply(int examples) {
    for (Segment segment : segments) {
      double mean = segment.mean() ? 1.0 / examples : 1;
      double coupledDecay = decay(segment, ApplyStep.BEFORE_UPDATER);
      double decoupledDecay = decay(segment, ApplyStep.POST_UPDATER);
      LinearCoefficients k = segment.update().map(LinearUpdate::coefficients).orElse(null);
      for (long from = segment.from(); from < segment.to(); from += FlatArithmetic.PIECE) {
        int count = (int) Math.min(FlatArithmetic.PIECE, segment.to() - from);
        if (k == null) {
          arithmetic.subtract(from, count);
        } else {
          long velocity = segment.velocity() + (from - segment.from());
          arithmetic.step(from, velocity, count, mean, coupledDecay, k, decoupledDecay);
        }
      }
    }
    segments.forEach(segment -> segment.update().ifPresent(LinearUpdate::discardCoefficients));
  }

  private static double decay(Segment segment, ApplyStep when) {
    return segment
        .decay()
        .filter(decay -> decay.applyStep() == when)
        .map(DeclaredDecay::coefficient)
        .orElse(0.0);
  }

  @Override
  public boolean leftFinite() {
    return arithmetic.leftFinite();
  }

  private static void add(List<Segment> segments, Segment next) {
    int last = segments.size() - 1;
    if (last >= 0 && segments.get(last).continuesWith(next)) {
      segments.set(last, segments.get(last).with(next));
    } else {
      segments.add(next);
    }
  }
}
