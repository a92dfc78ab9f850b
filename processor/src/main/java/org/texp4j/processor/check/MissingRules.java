package org.texp4j.processor.check;

import java.util.Optional;
import java.util.stream.Stream;
import org.texp4j.processor.model.Missing;

/**
 * What is said of something that a declaration waited for in vain. The compiler itself reports an
 * error on it; this adds what it may have been meant for.
 */
final class MissingRules {

  private MissingRules() {}

  static Stream<Diagnostic> of(Missing missing) {
    String name = missing.written().replaceFirst(".*\\.", "");
    Optional<String> meant = Similar.name(name, missing.known());
    if (meant.isPresent()) {
      return Stream.of(unresolved(missing, name, "did you mean " + meant.get() + "?"));
    }
    if (!missing.known().isEmpty() && missing.position().value() != null) {
      String choice = Similar.list(missing.known().stream().sorted().toList());
      return Stream.of(unresolved(missing, name, "write one of " + choice));
    }
    // Of a value of the wrong type, such as a text for a number, the compiler has said enough.
    return isName(missing.written())
        ? Stream.of(
            unresolved(
                missing,
                missing.written(),
                "correct the name, or see that the annotation processor that writes it runs in"
                    + " this build"))
        : Stream.empty();
  }

  private static boolean isName(String written) {
    return written.matches("[\\p{javaJavaIdentifierStart}][\\p{javaJavaIdentifierPart}.]*");
  }

  private static Diagnostic unresolved(Missing missing, String name, String remedy) {
    return new Diagnostic(
        Code.UNRESOLVED,
        missing.position(),
        (isName(name) ? "there is no " + name : "there is no such constant")
            + ", neither in the program nor from another annotation processor",
        remedy);
  }
}
