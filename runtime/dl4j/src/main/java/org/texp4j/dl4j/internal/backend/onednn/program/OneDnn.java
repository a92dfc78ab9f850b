package org.texp4j.dl4j.internal.backend.onednn.program;

import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.stream;

/** oneDNN's engine for this machine's processor, and its stream. */
public final class OneDnn {

  /** Never closed, not even with the scope it may be made in: everything refers to it. */
  public static final engine ENGINE = new engine(engine.kind.cpu, 0).retainReference();

  /** Executes in order and synchronously: a primitive is done when its call returns. */
  static final stream STREAM = new stream(ENGINE).retainReference();

  private OneDnn() {}
}
