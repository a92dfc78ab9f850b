package org.texp4j.processor.check;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.texp4j.processor.model.annotation.Position;

/**
 * Something that the author of a declaration needs to know.
 *
 * @param position where to put the caret; null for the compilation as a whole
 * @param problem which value, and why it is wrong
 * @param remedy what to write instead
 */
public record Diagnostic(Code code, Position position, String problem, String remedy) {

  /** Whether it prevents the training class from being written. */
  public boolean isError() {
    return code.isFixed();
  }

  /** The text of the message, where the declared class has the value or refers to it. */
  public String message() {
    String where =
        Optional.ofNullable(position)
            .flatMap(Position::origin)
            .map(origin -> "in " + origin.name() + ": ")
            .orElse("");
    return message(where);
  }

  /** The text of the message at the value itself. */
  public String messageAtValue() {
    return message("");
  }

  private String message(String where) {
    return "[" + code + "] " + where + problem + "; " + remedy;
  }

  /** The text of a note on the value, if the message itself is on the class that has it. */
  public String note() {
    return "[" + code + "] the error is here";
  }

  /** The text of a note on the class that has the value, if the message is on the value itself. */
  public String useNote() {
    return "[" + code + "] it is used here";
  }

  /** This diagnostic, restricted to a part of the declaration that it names. */
  Diagnostic of(String what) {
    return new Diagnostic(code, position, problem + ", in " + what, remedy);
  }

  /** Everything in several lists of findings. */
  @SafeVarargs
  public static List<Diagnostic> all(List<Diagnostic>... found) {
    List<Diagnostic> all = new ArrayList<>();
    for (List<Diagnostic> part : found) {
      all.addAll(part);
    }
    return all;
  }

  /** Everything that a rule finds in a collection of parts. */
  static <T> List<Diagnostic> each(Collection<T> parts, Function<T, List<Diagnostic>> rule) {
    return parts.stream().flatMap(part -> rule.apply(part).stream()).toList();
  }
}
