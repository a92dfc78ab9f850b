package org.texp4j.dl4j.internal.backend.onednn.program;

/** How the tensors of a program share its arena. */
public enum Placement {

  /** Tensors that are never live together share memory. */
  SHARED,

  /**
   * Every tensor has memory of its own, between guards that no step may change; for tests. The
   * program fails if one was changed.
   */
  GUARDED
}
