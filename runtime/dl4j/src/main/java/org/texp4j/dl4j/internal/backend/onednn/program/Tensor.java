package org.texp4j.dl4j.internal.backend.onednn.program;

import org.bytedeco.dnnl.memory;

/**
 * An array as oneDNN sees it.
 *
 * @param memory oneDNN's memory object: the descriptor with an address
 * @param layout oneDNN's memory descriptor: the shape, and where each element lies
 * @param buffer the part of the program's arena that holds it; null if it lies elsewhere, in an
 *     array of Deeplearning4j's
 */
public record Tensor(memory memory, memory.desc layout, ArenaBuffer buffer) {

  /** Whether it has that very layout. */
  public boolean hasLayout(memory.desc other) {
    return layout.equals(other);
  }
}
