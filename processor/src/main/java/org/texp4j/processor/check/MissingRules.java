package org.texp4j.processor.check;

import java.util.List;
import java.util.Optional;
import org.texp4j.processor.model.Missing;
import org.texp4j.processor.model.Unit;

/**
 * What is said of something that a declaration uses and that does not exist. The compiler itself
 * reports an error on it; this adds what it may have been meant for.
 */
final class MissingRules {

  private static final String EPOCHS = Unit.EPOCHS.attribute();

  private MissingRules() {}

  static List<Diagnostic> of(Missing missing) {
    String name = missing.written();
    return switch (missing.kind()) {
      case CLASS -> List.of(nowhere(missing, "class " + name));
      case ANNOTATION ->
          List.of(
              Similar.name(name, missing.known())
                  .map(meant -> unresolved(missing, "there is no @" + name, meant("@" + meant)))
                  .orElseGet(() -> nowhere(missing, "annotation @" + name)));
      case CONSTANT ->
          // In an expression it is one name of several that is missing: the compiler has said
          // which.
          isName(name) ? List.of(nowhere(missing, "constant " + name)) : List.of();
      case CHOICE -> List.of(choice(missing, name.replaceFirst(".*\\.", "")));
      case ATTRIBUTE -> List.of(oneOf(missing, name, "there is no attribute " + name));
      case ATTRIBUTE_NAME -> List.of(nameless(missing, name));
      case VALUE -> List.of();
    };
  }

  /** Whether an annotation was probably meant to be one of the language. */
  static boolean isMeant(Missing missing, String annotation) {
    return missing.kind() == Missing.Kind.ANNOTATION
        && Similar.name(missing.written(), missing.known()).equals(Optional.of(annotation));
  }

  private static Diagnostic nowhere(Missing missing, String name) {
    return unresolved(
        missing,
        "there is no " + name + ", neither in the program nor from another annotation processor",
        "correct the name, or see that the annotation processor that writes it runs in this build");
  }

  private static Diagnostic choice(Missing missing, String name) {
    return oneOf(missing, name, isName(name) ? "there is no " + name : "this is no constant");
  }

  private static Diagnostic nameless(Missing missing, String value) {
    List<String> names = missing.known().stream().sorted().toList();
    String first = names.contains(EPOCHS) ? EPOCHS : names.get(0);
    List<String> others = names.stream().filter(name -> !name.equals(first)).toList();
    return unresolved(
        missing,
        "the attribute that is " + value + " has to be named",
        "write for example " + first + " = " + value + "; the others are " + Similar.list(others));
  }

  private static Diagnostic oneOf(Missing missing, String name, String problem) {
    String remedy =
        Similar.name(name, missing.known())
            .map(MissingRules::meant)
            .orElseGet(
                () -> "write one of " + Similar.list(missing.known().stream().sorted().toList()));
    return unresolved(missing, problem, remedy);
  }

  private static String meant(String name) {
    return "did you mean " + name + "?";
  }

  private static boolean isName(String written) {
    return written.matches("\\p{javaJavaIdentifierStart}[\\p{javaJavaIdentifierPart}.]*");
  }

  private static Diagnostic unresolved(Missing missing, String problem, String remedy) {
    return new Diagnostic(Code.UNRESOLVED, missing.position(), problem, remedy);
  }
}
