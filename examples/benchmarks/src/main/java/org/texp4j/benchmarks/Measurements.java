package org.texp4j.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The times that one process measured, and the backend it ran on; written to its standard output
 * and read from there line by line.
 */
final class Measurements {

  /** Marks our lines: whatever else a native library prints is not one of them. */
  private static final String MARK = "measured ";

  private static final String BACKEND = "BACKEND";

  private static final String TURN_ENDS = MARK + "TURN";

  private final Map<Variant, List<Double>> times = new EnumMap<>(Variant.class);
  private String backend = "unknown";

  /** Writes what the backend is. */
  static void writeBackend(PrintStream out, String note) {
    out.println(MARK + BACKEND + " " + note);
  }

  /** Writes the milliseconds of a step. */
  static void writeStep(PrintStream out, Variant variant, double milliseconds) {
    out.println(MARK + variant + " " + milliseconds);
  }

  /** Writes that a turn ends, and waits for the next. */
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

  /** Reads a line that {@link #writeBackend} or {@link #writeStep} wrote; skips any other. */
  void read(String line) {
    if (!line.startsWith(MARK)) {
      return;
    }
    String[] parts = line.substring(MARK.length()).split(" ", 2);
    if (parts[0].equals(BACKEND)) {
      backend = parts[1];
    } else {
      times
          .computeIfAbsent(Variant.valueOf(parts[0]), key -> new ArrayList<>())
          .add(Double.valueOf(parts[1]));
    }
  }

  String backend() {
    return backend;
  }

  /** The times of a variant in the order of its steps. */
  Times of(Variant variant) {
    return Times.of(times.getOrDefault(variant, List.of()));
  }
}
