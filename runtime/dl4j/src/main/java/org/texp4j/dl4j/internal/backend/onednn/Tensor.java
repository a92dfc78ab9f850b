package org.texp4j.dl4j.internal.backend.onednn;

import org.bytedeco.dnnl.memory;

/**
 * An array as oneDNN sees it.
 *
 * @param memory oneDNN's handle on it
 * @param layout its shape, and where each element lies
 * @param space the stretch of the program's memory it lies in; null if it lies in an array of
 *     Deeplearning4j's
 */
record Tensor(memory memory, memory.desc layout, Space space) {

  boolean hasLayout(memory.desc other) {
    return layout.equals(other);
  }
}
