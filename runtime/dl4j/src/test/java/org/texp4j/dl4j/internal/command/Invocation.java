package org.texp4j.dl4j.internal.command;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.List;
import org.texp4j.dl4j.Experiment;

/**
 * What a command line left behind: its exit code and what it printed.
 *
 * @param code the exit code
 * @param out the standard output
 * @param err the standard error
 */
public record Invocation(int code, String out, String err) {

  public static Invocation of(Experiment experiment, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Invocation invocation = printingTo(new PrintStream(out, true), experiment, arguments);
    return new Invocation(invocation.code, text(out), invocation.err);
  }

  /** An invocation whose standard output goes to a stream. */
  static Invocation printingTo(PrintStream out, Experiment experiment, String... arguments) {
    PrintStream realOut = System.out;
    PrintStream realErr = System.err;
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try {
      System.setOut(out);
      System.setErr(new PrintStream(err, true));
      int code = RootCommand.run(experiment, arguments);
      return new Invocation(code, "", text(err));
    } finally {
      System.setOut(realOut);
      System.setErr(realErr);
    }
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(Charset.defaultCharset());
  }

  public List<String> outLines() {
    return out.lines().toList();
  }

  public List<String> errLines() {
    return err.lines().toList();
  }
}
