package org.texp4j.dl4j.savedmodel;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.texp4j.dl4j.TrainingException;
import org.texp4j.dl4j.UnsuitableNetworkException;
import org.texp4j.dl4j.schedules.ConvertedSchedule;
import org.texp4j.dl4j.train.Backend;
import org.texp4j.schedule.InconvertibleRecipeException;
import org.texp4j.schedule.Plan;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The command {@code convert-model}, which converts a saved model with {@link ModelConversion}.
 *
 * <p>Exit codes: 0 done, 1 failed, 2 bad usage.
 */
@Command(
    name = "convert-model",
    description =
        "Converts a model saved by Deeplearning4j, trained by Sgd or Nesterovs with weight decay,"
            + " to the equivalent one with a growing rate and without weight decay.",
    mixinStandardHelpOptions = true)
public final class ConvertModel implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "MODEL", description = "The saved model.")
  private File model;

  @Parameters(index = "1", paramLabel = "OUT", description = "The file to write.")
  private File out;

  @Option(
      names = "--steps",
      required = true,
      paramLabel = "N",
      description = "The number of iterations of the whole run, including those already done.")
  private long steps;

  @Option(
      names = "--steps-per-epoch",
      required = true,
      paramLabel = "N",
      description = "The number of iterations in an epoch.")
  private long stepsPerEpoch;

  private ConvertModel() {}

  /** Runs the command line and ends the process with its exit code. */
  public static void main(String... arguments) {
    System.exit(run(arguments));
  }

  /**
   * Runs the command line.
   *
   * @return the exit code
   */
  static int run(String... arguments) {
    CommandLine line = commandLine();
    int code = line.execute(arguments);
    if (System.out.checkError()) {
      line.getErr().println("error: standard output was not written as a whole");
      return CommandLine.ExitCode.SOFTWARE;
    }
    return code;
  }

  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new ConvertModel());
    line.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          if (failure instanceof UnsuitableNetworkException
              || failure instanceof TrainingException
              || failure instanceof InconvertibleRecipeException
              || failure instanceof IllegalArgumentException
              || failure instanceof IOException) {
            command.getErr().println("error: " + failure.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
          }
          throw failure;
        });
    return line;
  }

  @Override
  public Integer call() throws IOException {
    RunLength length = length();
    if (out.exists()) {
      throw new ParameterException(
          spec.commandLine(), out + " already exists; name another file to write");
    }
    if (!model.isFile()) {
      throw new ParameterException(spec.commandLine(), "there is no file " + model);
    }
    Backend.start();
    ConvertedSchedule schedule = convert(length);
    Plan plan = schedule.plan();
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "%s continues from iteration %d without weight decay; by iteration %d its weights will"
                + " have grown by a factor of 2^%.1f.%nBefore fit(…), call"
                + " addListeners(new ScaleListener(schedule)), where schedule is that of the"
                + " ConvertedSgd of a converted layer.%n",
            out,
            plan.origin(),
            plan.steps(),
            plan.coordinatesAt(plan.steps()).scale().log2());
    return CommandLine.ExitCode.OK;
  }

  private ConvertedSchedule convert(RunLength length) throws IOException {
    try {
      return ModelConversion.toExponential(model, out, length);
    } catch (IOException e) {
      if (out.exists()) {
        // It did not before: no half of a model is left behind.
        Files.delete(out.toPath());
        throw new IOException("cannot write " + out + ": " + e.getMessage(), e);
      }
      throw e;
    }
  }

  private RunLength length() {
    try {
      return new RunLength(steps, stepsPerEpoch);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
