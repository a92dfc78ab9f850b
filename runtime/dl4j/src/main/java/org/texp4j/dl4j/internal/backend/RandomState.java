package org.texp4j.dl4j.internal.backend;

import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Where ND4J's random numbers are, so that what draws some in between changes nothing.
 *
 * @param root the first half of the generator's state
 * @param node the second half
 */
public record RandomState(long root, long node) {

  /** The present state. */
  public static RandomState now() {
    Random random = Nd4j.getRandom();
    return new RandomState(random.rootState(), random.nodeState());
  }

  /** Puts ND4J's random numbers back. */
  public void restore() {
    Nd4j.getRandom().setStates(root, node);
  }
}
