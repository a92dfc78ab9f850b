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
 * What a user chooses for one run of an experiment.
 *
 * @param data the directory of the data; empty for what the experiment brings along
 * @param form the form in which the recipe is run
 * @param dataType FLOAT or DOUBLE
 * @param epochs after how many epochs to stop; empty for the declared length
 * @param batches after how many batches to stop; empty for no such limit
 * @param parts in how many parts the gradient of a batch is computed, to save memory; at least 1
 * @param average the part β that a moving average of the parameters keeps at each step; empty for
 *     no average
 */
public record RunSettings(
    Optional<Path> data,
    RecipeForm form,
    DataType dataType,
    OptionalLong epochs,
    OptionalLong batches,
    int parts,
    OptionalDouble average) {

  /** Creates settings. */
  public RunSettings {
    Objects.requireNonNull(data);
    Objects.requireNonNull(form);
    if (dataType != DataType.FLOAT && dataType != DataType.DOUBLE) {
      throw new IllegalArgumentException("a run computes in FLOAT or DOUBLE, not in " + dataType);
    }
    if (parts < 1) {
      throw new IllegalArgumentException("a batch has at least 1 part, but parts is " + parts);
    }
  }

  /** The whole experiment as it is declared, in float. */
  public static RunSettings of(Experiment experiment) {
    return new RunSettings(
        Optional.empty(),
        experiment.form(),
        DataType.FLOAT,
        OptionalLong.empty(),
        OptionalLong.empty(),
        1,
        OptionalDouble.empty());
  }

  /** The same with the data of a directory. */
  public RunSettings withData(Optional<Path> directory) {
    return new RunSettings(directory, form, dataType, epochs, batches, parts, average);
  }

  /** The same in another form of the recipe. */
  public RunSettings withForm(RecipeForm form) {
    return new RunSettings(data, form, dataType, epochs, batches, parts, average);
  }

  /** The same in another data type. */
  public RunSettings withDataType(DataType type) {
    return new RunSettings(data, form, type, epochs, batches, parts, average);
  }

  /** The same with the gradient of each batch computed in parts. */
  public RunSettings withParts(int number) {
    return new RunSettings(data, form, dataType, epochs, batches, number, average);
  }

  /** The same with a moving average of the parameters. */
  public RunSettings withAverage(OptionalDouble kept) {
    return new RunSettings(data, form, dataType, epochs, batches, parts, kept);
  }

  /** The same, stopping early. */
  public RunSettings stoppingAfter(OptionalLong someEpochs, OptionalLong someBatches) {
    return new RunSettings(data, form, dataType, someEpochs, someBatches, parts, average);
  }
}
