package org.texp4j.dl4j;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * What a run asks of a data method: where the data lies, the size of a batch and the seed of its
 * order.
 *
 * @param directory the directory the user named with {@code --data}; empty for the data the
 *     experiment brings along
 * @param batchSize the number of examples in a batch, at least 1
 * @param seed the seed of the order in which training examples are drawn
 */
public record DataRequest(Optional<Path> directory, int batchSize, long seed) {

  /** Creates a request. */
  public DataRequest {
    Objects.requireNonNull(directory);
  }
}
