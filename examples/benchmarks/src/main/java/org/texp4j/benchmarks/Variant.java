package org.texp4j.benchmarks;

/** A way to train the same network. */
enum Variant {
  STOCK('a', "stock Deeplearning4j"),
  FAST_SETTINGS('b', "Deeplearning4j's switches"),
  EXPONENTIAL('c', "generated loop, TEXP++"),
  WEIGHT_DECAY('d', "generated loop, WEIGHT_DECAY"),
  PYTORCH('p', "PyTorch, its own layout"),
  CHANNELS_LAST('q', "PyTorch, channels last");

  private final char letter;
  private final String title;

  Variant(char letter, String title) {
    this.letter = letter;
    this.title = title;
  }

  String title() {
    return key() + " " + title;
  }

  /** How tables refer to it. */
  String key() {
    return "(" + letter + ")";
  }

  boolean isPyTorch() {
    return this == PYTORCH || this == CHANNELS_LAST;
  }
}
