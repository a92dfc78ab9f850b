package org.texp4j.benchmarks;

/** One of the ways to train the same network that are compared. */
enum Variant {
  STOCK('a', "stock Deeplearning4j"),
  FAST_SETTINGS('b', "Deeplearning4j, fast settings"),
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

  /** Its letter, as tables give it. */
  String key() {
    return "(" + letter + ")";
  }

  boolean isPyTorch() {
    return this == PYTORCH || this == CHANNELS_LAST;
  }
}
