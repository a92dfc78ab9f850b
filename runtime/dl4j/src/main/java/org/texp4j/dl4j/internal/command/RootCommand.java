package org.texp4j.dl4j.internal.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.internal.checkpoint.DamagedCheckpointException;
import org.texp4j.dl4j.internal.checkpoint.FileErrors;
import org.texp4j.dl4j.internal.checkpoint.LibraryVersion;
import org.texp4j.dl4j.internal.run.Interval;
import org.texp4j.dl4j.internal.usercode.Failure;
import org.texp4j.dl4j.internal.usercode.UserCode;
import org.texp4j.schedule.Curve;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line of an experiment: what the {@code main} of a generated training class runs.
 *
 * <p>Exit codes: 0 done, 1 failed, 2 bad usage.
 */
@Command(
    description = "Trains and examines one declared experiment.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = RootCommand.Version.class,
    subcommands = HelpCommand.class)
public final class RootCommand implements Runnable {

  static final int FAILED = 1;
  static final int BAD_USAGE = 2;

  @Spec private CommandSpec spec;

  @Option(
      names = "--stacktrace",
      description = "On failure, also print the stack trace.",
      scope = CommandLine.ScopeType.INHERIT)
  private boolean stacktrace;

  private RootCommand() {}

  /**
   * Runs a command line.
   *
   * @return the exit code
   */
  public static int run(Experiment experiment, String... arguments) {
    RootCommand top = new RootCommand();
    CommandLine line = new CommandLine(top);
    line.setCommandName(experiment.name());
    line.addSubcommand(new TrainCommand(experiment));
    line.addSubcommand(new ScheduleCommand(experiment));
    line.addSubcommand(new VerifyCommand(experiment));
    line.addSubcommand(new EvaluateCommand(experiment));
    line.addSubcommand(new ConvertCommand(experiment));
    line.addSubcommand(new ReproduceCommand(experiment));
    line.addSubcommand(new ReportCommand(experiment));
    line.addSubcommand(new InfoCommand(experiment));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    for (CommandLine command : line.getSubcommands().values()) {
      command.getCommandSpec().versionProvider(new Version());
      command.setCaseInsensitiveEnumValuesAllowed(true);
    }
    line.registerConverter(long.class, RootCommand::wholeNumber);
    line.registerConverter(Long.class, RootCommand::wholeNumber);
    line.registerConverter(Integer.class, RootCommand::wholeInt);
    line.registerConverter(Interval.class, RootCommand::interval);
    line.registerConverter(Path.class, RootCommand::path);
    line.setParameterExceptionHandler(RootCommand::badUsage);
    line.setExecutionExceptionHandler(top::failed);
    try {
      int code = line.execute(arguments);
      return System.out.checkError() ? top.unprinted(line) : code;
    } catch (Error e) {
      return top.failed(e, message(e), line);
    }
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "no command given; choose one of "
            + String.join(", ", spec.commandLine().getSubcommands().keySet()));
  }

  private static long wholeNumber(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new TypeConversionException("'" + text + "' is not a whole number");
    }
  }

  private static int wholeInt(String text) {
    long number = wholeNumber(text);
    if (number != (int) number) {
      throw new TypeConversionException("'" + text + "' is too large");
    }
    return (int) number;
  }

  private static Path path(String text) {
    if (text.isBlank()) {
      throw new TypeConversionException(
          "it is empty; name a file or directory, or omit the option");
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new TypeConversionException("'" + text + "' is not a path: " + e.getReason());
    }
  }

  private static Interval interval(String text) {
    try {
      return Interval.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  /** Refuses a number less than 1. */
  static void requireAtLeastOne(CommandSpec command, String option, long value) {
    if (value < 1) {
      throw new ParameterException(
          command.commandLine(), option + " must be at least 1, but is " + value);
    }
  }

  private static int badUsage(ParameterException e, String[] arguments) {
    CommandLine line = e.getCommandLine();
    line.getErr().println(message(e));
    line.getErr().println("Try '" + line.getCommandSpec().qualifiedName() + " --help'.");
    return BAD_USAGE;
  }

  private static String message(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched) {
      List<String> similar = unmatched.getSuggestions();
      return "'"
          + unmatched.getUnmatched().get(0)
          + "' is unknown"
          + (similar.isEmpty() ? "" : "; did you mean " + String.join(" or ", similar) + "?");
    }
    return e.getMessage();
  }

  /** A stream of Java swallows its failures, and does not say which they were. */
  private int unprinted(CommandLine line) {
    line.getErr()
        .println(
            "error: standard output was not written as a whole: its disk is full, or its reader has"
                + " ended");
    return FAILED;
  }

  private int failed(Exception e, CommandLine line, ParseResult parsed) {
    return failed(e, message(e), line);
  }

  private int failed(Throwable cause, String message, CommandLine line) {
    line.getErr().println("error: " + message);
    if (stacktrace) {
      cause.printStackTrace(line.getErr());
    }
    return FAILED;
  }

  /** The message of a failure for the user; only an unforeseen one shows its class. */
  private static String message(Exception e) {
    if (UserCode.isExplained(e) || e instanceof DamagedCheckpointException) {
      return e.getMessage();
    }
    if (e instanceof UncheckedIOException unchecked) {
      return message(unchecked.getCause());
    }
    if (e instanceof IOException failure) {
      return (failure instanceof FileSystemException
              ? "cannot use "
              : "reading or writing failed: ")
          + FileErrors.describe(failure);
    }
    return unforeseen(e);
  }

  private static String message(Error e) {
    return e instanceof OutOfMemoryError && !Failure.isThrownByUser(e)
        ? "out of memory (" + e.getMessage() + "): " + UserCode.MEMORY
        : unforeseen(e);
  }

  /** A failure of code that is called from anywhere, such as a custom curve, or of this library. */
  private static String unforeseen(Throwable e) {
    if ((e instanceof IllegalArgumentException || e instanceof ArithmeticException)
        && Failure.isThrownBy(e, Curve.class.getPackage())) {
      return "the declared recipe cannot be run: " + e.getMessage();
    }
    return Failure.isThrownByUser(e)
        ? UserCode.failure("code of the experiment", e).getMessage()
        : Failure.describe(e) + " (unexpected: run again with --stacktrace and report it)";
  }

  /** The version of this library. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"texp4j " + LibraryVersion.get()};
    }
  }
}
