package org.texp4j.processor.check;

import java.util.List;
import java.util.Optional;
import org.texp4j.processor.model.annotation.Unresolved;
import org.texp4j.processor.model.value.Unit;
import org.texp4j.schedule.rule.Similar;

/**
 * Notes on what a declaration refers to and does not exist. javac itself reports the error; the
 * note adds what was probably meant.
 */
final class UnresolvedRules {

  private static final String EPOCHS = Unit.EPOCHS.attribute();

  private UnresolvedRules() {}

  static List<Diagnostic> of(Unresolved unresolved) {
    String name = unresolved.text();
    return switch (unresolved.kind()) {
      case CLASS -> List.of(nowhere(unresolved, "class " + name));
      case ANNOTATION ->
          List.of(
              Similar.to(name, unresolved.known())
                  .map(meant -> diagnostic(unresolved, "there is no @" + name, meant("@" + meant)))
                  .orElseGet(() -> nowhere(unresolved, "annotation @" + name)));
      case INACCESSIBLE ->
          List.of(
              diagnostic(
                  unresolved,
                  name + " exists but is not accessible here",
                  "declare it public, or in the package of the declaration and not private"));
      case CONSTANT ->
          // In an expression one name of several is missing; javac has reported which.
          isName(name) ? List.of(nowhere(unresolved, "constant " + name)) : List.of();
      case CHOICE -> List.of(choice(unresolved, name.replaceFirst(".*\\.", "")));
      case ATTRIBUTE -> List.of(oneOf(unresolved, name, "there is no attribute " + name));
      case ATTRIBUTE_NAME -> List.of(nameless(unresolved, name));
      case VALUE -> List.of();
    };
  }

  /** Whether an unresolved annotation was probably meant to be a given one of the language. */
  static boolean isMeant(Unresolved unresolved, String annotation) {
    return unresolved.kind() == Unresolved.Kind.ANNOTATION
        && Similar.to(unresolved.text(), unresolved.known()).equals(Optional.of(annotation));
  }

  private static Diagnostic nowhere(Unresolved unresolved, String name) {
    return diagnostic(
        unresolved,
        "there is no " + name + ", neither in the program nor from another annotation processor",
        "correct the name, or make sure that the annotation processor that generates it runs");
  }

  private static Diagnostic choice(Unresolved unresolved, String name) {
    return oneOf(unresolved, name, isName(name) ? "there is no " + name : "this is not a constant");
  }

  private static Diagnostic nameless(Unresolved unresolved, String value) {
    List<String> names = unresolved.known().stream().sorted().toList();
    String first = names.contains(EPOCHS) ? EPOCHS : names.get(0);
    List<String> others = names.stream().filter(name -> !name.equals(first)).toList();
    return diagnostic(
        unresolved,
        "the value " + value + " needs an attribute name",
        "write, for example, "
            + first
            + " = "
            + value
            + "; the other attributes are "
            + String.join(", ", others));
  }

  private static Diagnostic oneOf(Unresolved unresolved, String name, String problem) {
    String remedy =
        Similar.to(name, unresolved.known())
            .map(UnresolvedRules::meant)
            .orElseGet(
                () ->
                    "write one of "
                        + String.join(", ", unresolved.known().stream().sorted().toList()));
    return diagnostic(unresolved, problem, remedy);
  }

  private static String meant(String name) {
    return "did you mean " + name + "?";
  }

  private static boolean isName(String written) {
    return written.matches("\\p{javaJavaIdentifierStart}[\\p{javaJavaIdentifierPart}.]*");
  }

  private static Diagnostic diagnostic(Unresolved unresolved, String problem, String remedy) {
    return new Diagnostic(Code.UNRESOLVED, unresolved.position(), problem, remedy);
  }
}
