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

/**
 * The update of a whole network in one pass over its flat arrays, where Deeplearning4j's updater
 * makes a pass of several operations for each block and each tensor.
 *
 * <p>Not safe for use by several threads.
 */
public final class FlatUpdate {

  /**
   * A stretch of the flat arrays that is updated alike.
   *
   * @param update none for running statistics, whose gradient is what is to be subtracted
   * @param velocity where its velocities begin in the updater's array
   * @param decay the declared decay, or null
   * @param mean whether the gradient is a sum over examples, of which the mean is wanted
   */
  private record Stretch(
      long from,
      long to,
      Optional<LinearUpdate> update,
      long velocity,
      Optional<DeclaredDecay> decay,
      boolean mean) {

    boolean goesOnWith(Stretch next) {
      return to == next.from
          && update.equals(next.update)
          && decay.equals(next.decay)
          && mean == next.mean;
    }

    Stretch with(Stretch next) {
      return new Stretch(from, next.to, update, velocity, decay, mean);
    }
  }

  private final BaseMultiLayerUpdater<?> updater;
  private final List<Stretch> stretches;
  private final List<DataBuffer> memory;
  private final FlatArithmetic arithmetic;

  private FlatUpdate(BaseMultiLayerUpdater<?> updater, List<Stretch> stretches) {
    this.updater = updater;
    this.stretches = stretches;
    INDArray gradient = updater.getFlattenedGradientsView();
    INDArray velocities = updater.getStateViewArray();
    memory = List.of(gradient.data(), velocities.data());
    arithmetic = FlatArithmetic.on(updater.getNetwork().params(), gradient, velocities);
  }

  /**
   * The update that an updater describes; empty where it asks for more than the linear form and the
   * declared decay, such as the clipping of gradients: then it has to be applied by Deeplearning4j.
   */
  public static Optional<FlatUpdate> of(BaseMultiLayerUpdater<?> updater) {
    if (updater.getStateViewArray() == null || !updater.getNetwork().conf().isMiniBatch()) {
      return Optional.empty();
    }
    List<Stretch> stretches = new ArrayList<>();
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
        if (block.isPretrainUpdaterBlock()
            || normalizesGradient(tensor.getLayer().getConfig())
            || acting.size() > 1
            || acting.size() == 1
                && !(update.isPresent() && acting.get(0) instanceof DeclaredDecay)) {
          return Optional.empty();
        }
        add(
            stretches,
            new Stretch(
                tensor.getParamOffsetStart(),
                tensor.getParamOffsetEnd(),
                update,
                block.getUpdaterViewOffsetStart()
                    + (tensor.getParamOffsetStart() - block.getParamOffsetStart()),
                acting.stream().map(DeclaredDecay.class::cast).findFirst(),
                tensor.getLayer().updaterDivideByMinibatch(tensor.getParamName())));
      }
    }
    return Optional.of(new FlatUpdate(updater, List.copyOf(stretches)));
  }

  /** Whether this is the update of an updater, which still has the arrays it had. */
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

  /**
   * Replaces the gradient by the update, moves the velocities on and subtracts the update from the
   * weights.
   *
   * @param examples the number of examples over which the gradient is a sum
   * @throws IllegalStateException if no coefficients were prepared for this step
   */
  public void apply(int examples) {
    for (Stretch stretch : stretches) {
      double mean = stretch.mean() ? 1.0 / examples : 1;
      double before = decay(stretch, ApplyStep.BEFORE_UPDATER);
      double after = decay(stretch, ApplyStep.POST_UPDATER);
      UpdateCoefficients k = stretch.update().map(LinearUpdate::coefficients).orElse(null);
      for (long from = stretch.from(); from < stretch.to(); from += FlatArithmetic.PIECE) {
        int count = (int) Math.min(FlatArithmetic.PIECE, stretch.to() - from);
        if (k == null) {
          arithmetic.subtract(from, count);
        } else {
          long velocity = stretch.velocity() + (from - stretch.from());
          arithmetic.step(from, velocity, count, mean, before, k, after);
        }
      }
    }
    stretches.forEach(stretch -> stretch.update().ifPresent(LinearUpdate::used));
  }

  private static double decay(Stretch stretch, ApplyStep when) {
    return stretch
        .decay()
        .filter(decay -> decay.applyStep() == when)
        .map(DeclaredDecay::coefficient)
        .orElse(0.0);
  }

  /** Whether the last update left all parameters finite. */
  public boolean leftFinite() {
    return arithmetic.leftFinite();
  }

  private static void add(List<Stretch> stretches, Stretch next) {
    int last = stretches.size() - 1;
    if (last >= 0 && stretches.get(last).goesOnWith(next)) {
      stretches.set(last, stretches.get(last).with(next));
    } else {
      stretches.add(next);
    }
  }
}
