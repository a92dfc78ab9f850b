package org.texp4j.dl4j.internal.backend.onednn.operations;

import java.util.function.Function;
import org.deeplearning4j.nn.api.Layer;
import org.texp4j.dl4j.internal.backend.onednn.program.Operation;
import org.texp4j.dl4j.internal.backend.onednn.program.ProgramBuilder;
import org.texp4j.dl4j.internal.backend.onednn.program.Value;

/** A layer that is being lowered, and what the compiler offers for it. */
public interface LayerContext {

  /** The layer, with its parameters. */
  Layer layer();

  /** What the layer reads, after its preprocessor and before its dropout. */
  Value input();

  /** What the layer reads after its dropout, whose operation is added in training. */
  Value droppedInput();

  /** The shape of what the layer computes, the examples first. */
  long[] outputShape();

  /** Whether the program computes gradients, or outputs as in evaluation. */
  boolean isTraining();

  /** The program that operations are added to. */
  ProgramBuilder builder();

  /** Adds an operation and returns its value. */
  Value add(Operation operation);

  /**
   * Adds an operation that includes the rectifier behind the layer, where a rectifier alone reads
   * the layer.
   *
   * @param operation makes the operation, with or without the rectifier
   */
  Value addFusingRectifier(Function<Boolean, Operation> operation);

  /**
   * Adds an operation that includes the sum behind the layer, where a sum with a value that is
   * computed already alone reads the layer.
   *
   * @param operation makes the operation from the value to add; null for none
   */
  Value addFusingSum(Function<Value, Operation> operation);
}
