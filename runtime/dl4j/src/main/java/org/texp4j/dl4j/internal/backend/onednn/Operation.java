package org.texp4j.dl4j.internal.backend.onednn;

/** What a stage of the network computes, as steps of a program. */
interface Operation {

  /** Adds the steps that compute the stage's value, and returns it. */
  Value forward(Assembly assembly);

  /** Adds the steps that compute gradients by its parameters and by what it read. */
  void backward(Assembly assembly);
}
