package org.texp4j.benchmarks;

/** A way to train the same network. */
enum Variant {
  STOCK("(a) stock Deeplearning4j"),
  HAND_WRITTEN("(b) hand-written, fast settings"),
  GENERATED("(c) generated loop");

  private final String title;

  Variant(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }
}
