package org.texp4j.dl4j.internal.command;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option that names the directory of the data. */
final class DataOption {

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Read the data from this directory; default: the data that the experiment provides.")
  private Path directory;

  Optional<Path> directory() {
    return Optional.ofNullable(directory);
  }
}
