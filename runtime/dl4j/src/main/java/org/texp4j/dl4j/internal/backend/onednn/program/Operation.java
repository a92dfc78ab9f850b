package org.texp4j.dl4j.internal.backend.onednn.program;

/** What a node of the network computes, as steps of a program in both directions. */
public interface Operation {

  /** Adds the steps that compute the operation's value, and returns it. */
  Value forward(ProgramBuilder builder);

  /**
   * Adds the steps that compute the gradients of the loss with respect to the operation's
   * parameters and its inputs. Called after {@link #forward}, where the value has a gradient.
   */
  void backward(ProgramBuilder builder);
}
