package org.texp4j.annotations;

/** Where weight decay enters the update. */
public enum Coupling {
  /** λθ is added to the gradient, before momentum: PyTorch's SGD, the L2 of Deeplearning4j. */
  IN_GRADIENT,
  /** The weights shrink by 1 − ηλ beside the gradient step: SGDW, Loshchilov and Hutter 2019. */
  DECOUPLED
}
