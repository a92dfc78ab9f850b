package org.texp4j.dl4j;

import org.nd4j.linalg.api.ndarray.INDArray;

/** What arrays hold, to be compared to the bit: ND4J's own equality lets 1e-5 pass. */
public final class Bits {

  private Bits() {}

  /** The elements in C order; a double holds each exactly. */
  public static double[] of(INDArray array) {
    return array.dup('c').data().asDouble();
  }
}
