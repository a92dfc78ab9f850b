package org.texp4j.dl4j.internal.backend.onednn.program;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a network computes on batches of one size, as steps on tensors.
 *
 * <p>Runs after {@link #place} only. Not safe for use by several threads.
 */
public final class Program implements AutoCloseable {

  /**
   * The external tensor that a program reads batches from.
   *
   * @param shape the shape of the features, the examples first
   */
  public record Input(Tensor tensor, long... shape) {}

  private final PointerScope natives;
  private final ExecutionContext context;
  private final List<Runnable> forward;
  private final List<Runnable> backward;
  private final MemoryPlan plan;
  private final Input input;
  private final Supplier<FloatBuffer> scores;
  private final long[] scoresShape;

  /** Held so that it is not freed while the program exists. */
  private Arena arena;

  Program(
      PointerScope natives,
      ExecutionContext context,
      List<Runnable> forward,
      List<Runnable> backward,
      MemoryPlan plan,
      Input input,
      Supplier<FloatBuffer> scores,
      long[] scoresShape) {
    this.natives = natives;
    this.context = context;
    this.forward = forward;
    this.backward = backward;
    this.plan = plan;
    this.input = input;
    this.scores = scores;
    this.scoresShape = scoresShape;
  }

  /** How many bytes its tensors need. */
  public long bytes() {
    return plan.bytes();
  }

  /**
   * Gives the tensors their memory, once.
   *
   * @param arena of at least {@link #bytes}; shared with programs that do not run at the same time
   */
  public void place(Arena arena) {
    this.arena = arena;
    plan.place(arena.block());
  }

  /** Computes the scores, before the network's last activation function; a new array. */
  public INDArray scores(INDArray features) {
    plan.guard(arena.block());
    forward(features);
    plan.requireGuards(arena.block());
    return FloatArrays.copy(scores.get(), scoresShape);
  }

  /**
   * Computes the gradient of the loss, into the network's own array.
   *
   * @return the loss, summed over the examples
   */
  public double gradient(INDArray features, INDArray labels) {
    context.setLabels(FloatArrays.plain(labels));
    plan.guard(arena.block());
    forward(features);
    backward.forEach(Runnable::run);
    plan.requireGuards(arena.block());
    return context.loss();
  }

  private void forward(INDArray features) {
    context.setFeatures(FloatArrays.plain(features));
    input.tensor().pointTo("the features", context.features(), input.shape());
    forward.forEach(Runnable::run);
  }

  /** Frees the native objects, though not the arena. */
  @Override
  public void close() {
    context.clear();
    natives.close();
    arena = null;
  }
}
