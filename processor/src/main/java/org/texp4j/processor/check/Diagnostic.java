package org.texp4j.processor.check;

import java.util.stream.Stream;
import org.texp4j.processor.model.Position;

/**
 * Something the author of a declaration has to know.
 *
 * @param position where to put the caret; null for the compilation as a whole
 * @param problem which value, and why it is wrong
 * @param remedy what to write instead
 */
public record Diagnostic(Code code, Position position, String problem, String remedy) {

  /** Whether it keeps the training class from being written. */
  public boolean isError() {
    return code.isFixed();
  }

  /** The text of the message. */
  public String message() {
    return "[" + code + "] " + problem + "; " + remedy;
  }

  /** This diagnostic, or nothing where all is well. */
  Stream<Diagnostic> unless(boolean fine) {
    return fine ? Stream.empty() : Stream.of(this);
  }
}
