package org.texp4j.schedule;

/** Where weight decay enters an update. */
public enum Coupling {
  /** λθ is added to the gradient, before momentum: PyTorch's SGD, Deeplearning4j's L2. */
  IN_GRADIENT,
  /**
   * The weights shrink by 1 − ηλ beside the gradient step: SGDW and AdamW of I. Loshchilov and F.
   * Hutter, "Decoupled weight decay regularization", ICLR 2019.
   */
  DECOUPLED
}
