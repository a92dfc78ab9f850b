package org.texp4j.dl4j.internal.backend.onednn;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a network computes on batches of one size, as steps on tensors that have their places.
 *
 * <p>Not safe for use by several threads.
 */
final class Program implements AutoCloseable {

  private final PointerScope natives;
  private final Slab memory;
  private final Batch batch;
  private final Tensor input;
  private final List<Runnable> forward;
  private final List<Runnable> backward;
  private final Supplier<FloatBuffer> scores;
  private final long[] scoresShape;
  private final boolean foreign;

  private Program(Compiler.Result compiled, PointerScope natives, Slab memory) {
    this.natives = natives;
    this.memory = memory;
    batch = compiled.batch();
    input = compiled.input();
    forward = compiled.assembly().forward();
    backward = compiled.assembly().backward();
    scores = compiled.assembly().floats(compiled.scores());
    scoresShape = compiled.scoresShape();
    foreign = compiled.isForeign();
  }

  /**
   * The program that a compiler made.
   *
   * @param natives every native object that its steps need
   * @param memory the block in which its tensors have their places
   */
  static Program of(Compiler.Result compiled, PointerScope natives, Slab memory) {
    return new Program(compiled, natives, memory);
  }

  /** Whether some stages are Deeplearning4j's. */
  boolean isForeign() {
    return foreign;
  }

  /** Computes what the network says before its last activation function; a new array. */
  INDArray scores(INDArray features) {
    forward(features);
    return FloatArrays.copy(scores.get(), scoresShape);
  }

  /** Computes the gradient of the loss, into the network's own array; returns the loss. */
  double gradient(INDArray features, INDArray labels) {
    batch.labels = FloatArrays.plain(labels);
    forward(features);
    backward.forEach(Runnable::run);
    return batch.loss;
  }

  private void forward(INDArray features) {
    batch.features = FloatArrays.plain(features);
    input.memory().set_data_handle(batch.features.data().addressPointer());
    forward.forEach(Runnable::run);
  }

  /** Frees the native objects, though not the memory. */
  @Override
  public void close() {
    batch.features = null;
    batch.labels = null;
    natives.close();
  }
}
