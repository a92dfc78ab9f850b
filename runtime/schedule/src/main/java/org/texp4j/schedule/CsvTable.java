package org.texp4j.schedule;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Reads a curve from lines {@code step,value}; see {@link Curve#table}. */
final class CsvTable {

  private static final String HEADER = "step,value";

  private final String name;
  private final List<Long> steps = new ArrayList<>();
  private final List<Double> values = new ArrayList<>();
  private int line;

  private CsvTable(String name) {
    this.name = name;
  }

  /**
   * Reads a table to its end.
   *
   * @param name the name of the table in messages
   */
  static Curve read(String name, Reader csv, Interpolation interpolation) {
    CsvTable table = new CsvTable(name);
    try {
      table.read(new BufferedReader(csv));
    } catch (IOException e) {
      throw new UncheckedIOException(name + ", after line " + table.line + ": " + e, e);
    }
    long[] boundaries = table.steps.stream().skip(1).mapToLong(Long::longValue).toArray();
    return Curve.interpolated(table.values, interpolation, boundaries);
  }

  private void read(BufferedReader csv) throws IOException {
    for (String text = csv.readLine(); text != null; text = csv.readLine()) {
      line++;
      if (line == 1) {
        header(text);
      } else if (!text.isBlank()) {
        row(text);
      }
    }
    if (values.isEmpty()) {
      line++;
      throw wrong(
          "the table ends before its first "
              + (line == 1 ? "line; write the header " + HEADER : "row; write one such as 0,0.1"));
    }
  }

  private void header(String text) {
    // Some spreadsheets write a byte order mark first.
    String header = text.startsWith("\uFEFF") ? text.substring(1) : text;
    if (!header.strip().equals(HEADER)) {
      throw wrong("the header is \"" + text + "\"; write " + HEADER);
    }
  }

  private void row(String text) {
    String[] cells = text.split(",", -1);
    if (cells.length != 2) {
      throw wrong(
          "\"" + text + "\" is not two numbers; write a step, a comma and a value, such as 0,0.1");
    }
    long step = step(cells[0].strip());
    if (steps.isEmpty() && step != 0) {
      throw wrong("the first row is for step " + step + "; write one for step 0 before it");
    }
    if (!steps.isEmpty() && step <= steps.get(steps.size() - 1)) {
      throw wrong(
          "step "
              + step
              + " follows step "
              + steps.get(steps.size() - 1)
              + "; write the rows in the order of their steps, each step once");
    }
    steps.add(step);
    values.add(value(cells[1].strip()));
  }

  private long step(String cell) {
    try {
      return Long.parseLong(cell);
    } catch (NumberFormatException e) {
      throw wrong("the step \"" + cell + "\" is not a whole number; write one such as 100");
    }
  }

  private double value(String cell) {
    double value;
    try {
      value = Double.parseDouble(cell);
    } catch (NumberFormatException e) {
      throw wrong("the value \"" + cell + "\" is not a number; write one such as 0.1 or 1e-4");
    }
    if (!Double.isFinite(value)) {
      throw wrong("the value " + cell + " is not finite; write a number such as 0.1 or 1e-4");
    }
    return value;
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(name + ", line " + line + ": " + what);
  }
}
