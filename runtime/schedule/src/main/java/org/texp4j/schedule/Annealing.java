package org.texp4j.schedule;

/** How a {@link OneCycle} interpolates between its values. */
public enum Annealing {
  /** Along half a cosine, level at both ends. */
  COSINE(Blend.COSINE),
  /** Along a straight line. */
  LINEAR(Blend.LINEAR);

  final Blend blend;

  Annealing(Blend blend) {
    this.blend = blend;
  }
}
