package org.texp4j.dl4j.internal.backend.onednn;

import java.util.List;
import org.texp4j.dl4j.internal.backend.onednn.program.Program;

/**
 * A network compiled for batches of one size.
 *
 * @param program what it computes
 * @param fallbacks the labels of what Deeplearning4j computes in between
 */
record CompiledNetwork(Program program, List<String> fallbacks) implements AutoCloseable {

  @Override
  public void close() {
    program.close();
  }
}
