package org.texp4j.examples;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalLong;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.train.RunSettings;

/**
 * The options of an example that compares several runs. For a single run, training classes have a
 * command line of their own.
 *
 * @param out the directory in which pictures and runs are written; by default below {@code runs/}
 * @param data the directory of the data; empty for the data that is included
 * @param epochs the number of epochs to train; empty for the declared number
 * @param batches the number of batches after which to stop; empty for no such limit
 * @param seeds the number of seeds, at least 1, if the example trains several
 */
record ExampleOptions(
    Path out, Optional<Path> data, OptionalLong epochs, OptionalLong batches, int seeds) {

  private static final String USAGE =
      "usage: [train] [--out DIR] [--data DIR] [--epochs N] [--limit-batches N] [--seeds N]";

  /** The default options, except for the directory. */
  static ExampleOptions writingTo(Path out) {
    return new ExampleOptions(out, Optional.empty(), OptionalLong.empty(), OptionalLong.empty(), 3);
  }

  /** These options with a stop after a number of batches. */
  ExampleOptions stoppingAfter(long number) {
    return new ExampleOptions(out, data, epochs, OptionalLong.of(number), seeds);
  }

  /** These options with the data of a directory. */
  ExampleOptions withData(Path directory) {
    return new ExampleOptions(out, Optional.of(directory), epochs, batches, seeds);
  }

  /** The settings for a run of an experiment. */
  RunSettings settings(Experiment experiment) {
    return RunSettings.of(experiment).withData(data).stoppingAfter(epochs, batches);
  }

  /** Parses a command line; ends the process with exit code 2 if it cannot be parsed. */
  static ExampleOptions parseOrExit(Class<?> example, String... line) {
    try {
      return parse(example, line);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.println(USAGE);
      System.exit(2);
      throw e;
    }
  }

  /**
   * Parses a command line.
   *
   * @throws IllegalArgumentException if an option is unknown or its value is missing or wrong
   */
  static ExampleOptions parse(Class<?> example, String... line) {
    ExampleOptions read = writingTo(Path.of("runs", example.getSimpleName()));
    Iterator<String> words = Arrays.asList(line).iterator();
    while (words.hasNext()) {
      String word = words.next();
      if (!word.equals("train")) {
        read = read.with(word, words);
      }
    }
    return read;
  }

  private ExampleOptions with(String option, Iterator<String> words) {
    return switch (option) {
      case "--out" ->
          new ExampleOptions(Path.of(value(option, words)), data, epochs, batches, seeds);
      case "--data" -> withData(Path.of(value(option, words)));
      case "--epochs" ->
          new ExampleOptions(out, data, OptionalLong.of(number(option, words)), batches, seeds);
      case "--limit-batches" -> stoppingAfter(number(option, words));
      case "--seeds" -> new ExampleOptions(out, data, epochs, batches, number(option, words));
      default -> throw new IllegalArgumentException("unknown option '" + option + "'");
    };
  }

  private static String value(String option, Iterator<String> words) {
    if (!words.hasNext()) {
      throw new IllegalArgumentException(option + " needs a value");
    }
    return words.next();
  }

  private static int number(String option, Iterator<String> words) {
    String value = value(option, words);
    if (!value.matches("[1-9][0-9]{0,8}")) {
      throw new IllegalArgumentException(
          option + " must be a whole number of at least 1, but is '" + value + "'");
    }
    return Integer.parseInt(value);
  }
}
