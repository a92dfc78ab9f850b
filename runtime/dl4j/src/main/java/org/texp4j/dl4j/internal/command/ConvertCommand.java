package org.texp4j.dl4j.internal.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TrainingException;
import org.texp4j.dl4j.internal.run.RunConversion;
import org.texp4j.dl4j.internal.run.RunDirectory;
import org.texp4j.dl4j.train.Backend;
import org.texp4j.schedule.RecipeForm;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Maps a checkpoint to the other recipe. */
@Command(
    name = "convert",
    description =
        "Maps a checkpoint of a run to the other recipe at its step, in a new directory; train"
            + " --resume continues there in that form.",
    mixinStandardHelpOptions = true)
final class ConvertCommand implements Callable<Integer> {

  /** A recipe to convert to. */
  enum Recipe {
    WEIGHT_DECAY,
    EXPONENTIAL
  }

  /** Reads the names as they are written on a command line. */
  static final class RecipeName implements ITypeConverter<Recipe> {
    @Override
    public Recipe convert(String name) {
      return switch (name) {
        case "weight-decay" -> Recipe.WEIGHT_DECAY;
        case "exponential" -> Recipe.EXPONENTIAL;
        default ->
            throw new TypeConversionException(
                "expected weight-decay or exponential but was '" + name + "'");
      };
    }
  }

  private final Experiment experiment;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "RUN_DIR",
      description = "The directory of the run; default: the last run in runs/.")
  private Path source;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "RECIPE",
      converter = RecipeName.class,
      description = "weight-decay or exponential.")
  private Recipe to;

  @Option(
      names = "--step",
      paramLabel = "N",
      description = "Use the checkpoint of step N; default: the newest.")
  private Long step;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The directory of the new run; default: a new one in runs/.")
  private Path out;

  ConvertCommand(Experiment experiment) {
    this.experiment = experiment;
  }

  @Override
  public Integer call() throws IOException {
    PrintWriter printer = spec.commandLine().getOut();
    Backend.start();
    RunDirectory from =
        source == null
            ? RunDirectory.latestBegun(experiment.name())
                .orElseThrow(
                    () ->
                        new TrainingException(
                            "there is no run in "
                                + RunDirectory.first(experiment.name())
                                + ": name the directory of one"))
            : new RunDirectory(source);
    RunDirectory target = out == null ? RunDirectory.next(experiment.name()) : RunDirectory.at(out);
    boolean done = false;
    try {
      long at =
          RunConversion.convert(
              experiment,
              from,
              step == null ? OptionalLong.empty() : OptionalLong.of(step),
              form(),
              target);
      done = true;
      printer.println(
          "step "
              + at
              + " of "
              + from.path()
              + " converted to "
              + form()
              + " in "
              + target.path()
              + "; continue with: train --resume --out "
              + target.path());
      printer.flush();
    } finally {
      if (!done && out == null) {
        target.discard();
      }
    }
    return 0;
  }

  private RecipeForm form() {
    return switch (to) {
      case WEIGHT_DECAY -> RecipeForm.WEIGHT_DECAY;
      case EXPONENTIAL -> experiment.form().orConverted();
    };
  }
}
