package org.texp4j.dl4j.train;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.nd4j.linalg.api.buffer.DataType;
import org.texp4j.dl4j.Experiment;
import org.texp4j.schedule.RecipeForm;

/**
 * The choices of a user for one run of an experiment.
 *
 * @param data the directory of the data; empty for the data that comes with the experiment
 * @param form the form in which the recipe is run
 * @param dataType FLOAT or DOUBLE
 * @param epochs the number of epochs after which the run stops, at least 1; empty for the declared
 *     length
 * @param batches the number of batches, or of their segments in time where these are steps, after
 *     which the run stops, at least 1; empty for no such limit
 * @param parts the number of parts in which the gradient of each batch is computed, to save memory;
 *     at least 1
 * @param average the fraction β that a moving average of the parameters keeps at each step, greater
 *     than 0 and less than 1; empty for no average
 * @param initialModel the model file whose weights the run starts from; empty for those of the
 *     network that the experiment creates, or drawn from its seed
 */
public record RunSettings(
    Optional<Path> data,
    RecipeForm form,
    DataType dataType,
    OptionalLong epochs,
    OptionalLong batches,
    int parts,
    OptionalDouble average,
    Optional<Path> initialModel) {

  /**
   * Creates settings.
   *
   * @throws IllegalArgumentException if a number or the data type is out of its range
   * @throws NullPointerException if an argument is null
   */
  public RunSettings {
    Objects.requireNonNull(data, "data");
    Objects.requireNonNull(form, "form");
    Objects.requireNonNull(initialModel, "initialModel");
    Objects.requireNonNull(dataType, "dataType");
    if (dataType != DataType.FLOAT && dataType != DataType.DOUBLE) {
      throw new IllegalArgumentException("dataType must be FLOAT or DOUBLE, but is " + dataType);
    }
    requireAtLeastOne("epochs", epochs.orElse(1));
    requireAtLeastOne("batches", batches.orElse(1));
    requireAtLeastOne("parts", parts);
    double kept = average.orElse(0.5);
    if (!(kept > 0 && kept < 1)) {
      throw new IllegalArgumentException(
          "average must be greater than 0 and less than 1, but is " + kept);
    }
  }

  private static void requireAtLeastOne(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, but is " + value);
    }
  }

  /** The settings of a whole run as it is declared, in float. */
  public static RunSettings of(Experiment experiment) {
    return new RunSettings(
        Optional.empty(),
        experiment.form(),
        DataType.FLOAT,
        OptionalLong.empty(),
        OptionalLong.empty(),
        1,
        OptionalDouble.empty(),
        Optional.empty());
  }

  /** These settings with the data of a directory, or with the data of the experiment if empty. */
  public RunSettings withData(Optional<Path> directory) {
    return new RunSettings(
        directory, form, dataType, epochs, batches, parts, average, initialModel);
  }

  /** These settings with another form of the recipe. */
  public RunSettings withForm(RecipeForm form) {
    return new RunSettings(data, form, dataType, epochs, batches, parts, average, initialModel);
  }

  /**
   * These settings with another data type.
   *
   * @throws IllegalArgumentException if it is neither FLOAT nor DOUBLE
   */
  public RunSettings withDataType(DataType type) {
    return new RunSettings(data, form, type, epochs, batches, parts, average, initialModel);
  }

  /**
   * These settings with the gradient of each batch computed in a number of parts.
   *
   * @throws IllegalArgumentException if the number is less than 1
   */
  public RunSettings withParts(int number) {
    return new RunSettings(data, form, dataType, epochs, batches, number, average, initialModel);
  }

  /**
   * These settings with a moving average of the parameters, or with none if empty.
   *
   * @throws IllegalArgumentException unless the fraction is greater than 0 and less than 1
   */
  public RunSettings withAverage(OptionalDouble kept) {
    return new RunSettings(data, form, dataType, epochs, batches, parts, kept, initialModel);
  }

  /**
   * These settings with the weights of a model file to start from: one of Deeplearning4j's, or of a
   * run in the form {@link RecipeForm#WEIGHT_DECAY}.
   */
  public RunSettings withInitialModel(Optional<Path> file) {
    return new RunSettings(data, form, dataType, epochs, batches, parts, average, file);
  }

  /**
   * These settings with a stop after a number of epochs or batches, whichever comes first.
   *
   * @throws IllegalArgumentException if a number is less than 1
   */
  public RunSettings stoppingAfter(OptionalLong someEpochs, OptionalLong someBatches) {
    return new RunSettings(
        data, form, dataType, someEpochs, someBatches, parts, average, initialModel);
  }
}
