package org.texp4j.dl4j.internal.command;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option that names the model to start from. */
final class InitOption {

  @Option(
      names = "--init",
      paramLabel = "MODEL",
      description =
          "Start from the weights and running statistics of this model file, of Deeplearning4j or of"
              + " a run as WEIGHT_DECAY; its tensors must have the names and shapes of the network's."
              + " The state of its optimizer is dropped.")
  private Path model;

  Optional<Path> model() {
    return Optional.ofNullable(model);
  }
}
