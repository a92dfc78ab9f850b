package org.texp4j.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The measurements of one process: the times of its steps, the number of parameters it trains, and
 * its backend. The process writes them to its standard output, from which they are read line by
 * line.
 */
final class Measurements {

  /** The start of every line, which tells it from whatever a native library prints. */
  private static final String MARK = "measured ";

  private static final String BACKEND = "backend";
  private static final String PARAMETERS = "parameters";
  private static final String STEP = "step";
  private static final String TURN_ENDS = MARK + "turn";

  private final List<Double> times = new ArrayList<>();
  private String backend = "unknown";
  private long parameters = -1;

  /** Writes the number of parameters and the backend. */
  static void writeNetwork(PrintStream out, long trainedParameters, String note) {
    out.println(MARK + PARAMETERS + " " + trainedParameters);
    out.println(MARK + BACKEND + " " + note);
  }

  /** Writes the milliseconds of a step. */
  static void writeStep(PrintStream out, double milliseconds) {
    out.println(MARK + STEP + " " + milliseconds);
  }

  /** Writes that a turn ends, and waits for the next turn. */
  static void endTurn(PrintStream out) throws IOException {
    out.println(TURN_ENDS);
    out.flush();
    awaitTurn();
  }

  /** Waits for the first turn. */
  static void awaitTurn() throws IOException {
    System.in.read();
  }

  /** Whether {@link #endTurn} wrote the line. */
  static boolean endsTurn(String line) {
    return line.equals(TURN_ENDS);
  }

  /** Reads a line that {@link #writeNetwork} or {@link #writeStep} wrote; skips any other. */
  void read(String line) {
    if (!line.startsWith(MARK)) {
      return;
    }
    String[] parts = line.substring(MARK.length()).split(" ", 2);
    switch (parts[0]) {
      case BACKEND -> backend = parts[1];
      case PARAMETERS -> parameters = Long.parseLong(parts[1]);
      case STEP -> times.add(Double.valueOf(parts[1]));
      default -> throw new IllegalArgumentException("no measurement: " + line);
    }
  }

  String backend() {
    return backend;
  }

  /** The number of trained parameters, without running statistics. */
  long parameters() {
    return parameters;
  }

  /** The times in the order of the steps. */
  Sample times() {
    return Sample.of(times);
  }
}
