package org.texp4j.dl4j;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * The parameters with which a run opens its data.
 *
 * @param directory the directory the user named with {@code --data}; empty for the data that comes
 *     with the experiment
 * @param batchSize the number of examples per batch, at least 1
 * @param seed the seed of the order in which training examples are drawn, any number
 */
public record DataRequest(Optional<Path> directory, int batchSize, long seed) {

  /**
   * Creates a request.
   *
   * @throws IllegalArgumentException if {@code batchSize} is less than 1
   * @throws NullPointerException if {@code directory} is null
   */
  public DataRequest {
    Objects.requireNonNull(directory, "directory");
    if (batchSize < 1) {
      throw new IllegalArgumentException("batchSize must be at least 1, but is " + batchSize);
    }
  }
}
