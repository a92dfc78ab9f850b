package org.texp4j.processor.check;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.texp4j.processor.model.annotation.Position;

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
    String where =
        Optional.ofNullable(position)
            .flatMap(Position::origin)
            .map(origin -> "in " + origin.name() + ": ")
            .orElse("");
    return "[" + code + "] " + where + problem + "; " + remedy;
  }

  /** The text of a note on the value, where the message itself is on the class that has it. */
  public String note() {
    return "[" + code + "] the error is about this";
  }

  /** This diagnostic, of which it is also said for what it holds. */
  Diagnostic of(String what) {
    return new Diagnostic(code, position, problem + ", in " + what, remedy);
  }

  /** What was found in several places. */
  @SafeVarargs
  public static List<Diagnostic> all(List<Diagnostic>... found) {
    List<Diagnostic> all = new ArrayList<>();
    for (List<Diagnostic> part : found) {
      all.addAll(part);
    }
    return all;
  }

  /** What a rule finds in each of some parts. */
  static <T> List<Diagnostic> each(Collection<T> parts, Function<T, List<Diagnostic>> rule) {
    return parts.stream().flatMap(part -> rule.apply(part).stream()).toList();
  }
}
