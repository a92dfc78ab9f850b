package org.texp4j.processor.check;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.texp4j.processor.model.Declaration;
import org.texp4j.processor.model.Declaration.Use;
import org.texp4j.processor.model.DeclaredClass;

/** Rules for the class that carries a declaration, and for what it must carry. */
final class ClassRules {

  private ClassRules() {}

  static Stream<Diagnostic> of(Declaration declaration) {
    DeclaredClass type = declaration.type();
    return Diagnostic.all(
        List.of(
            visible(type),
            declaration.repeated().stream().map(use -> declaredTwice(type, use)),
            required(type, "@Normalized(BATCH)", declaration.normalized().isPresent()),
            required(type, "@WeightDecay(5e-4)", declaration.weightDecay().isPresent())));
  }

  static Stream<Diagnostic> name(DeclaredClass type, Optional<String> other) {
    if (other.isEmpty()) {
      return Stream.empty();
    }
    return Stream.of(
        new Diagnostic(
            Code.NAME_CLASH,
            type.position(),
            type.qualifiedTrainingName()
                + ", the name of the class to write, is taken by "
                + other.get(),
            "rename one of the two"));
  }

  private static Diagnostic declaredTwice(DeclaredClass type, Use use) {
    return new Diagnostic(
        Code.DECLARED_TWICE,
        use.position(),
        type.sourceName() + " gets @" + use.annotation() + " more than once",
        "keep one: what a class carries itself is added to what its recipe annotations carry, and"
            + " does not replace it");
  }

  private static Stream<Diagnostic> visible(DeclaredClass type) {
    if (!type.isHidden()) {
      return Stream.empty();
    }
    return Stream.of(
        new Diagnostic(
            Code.CLASS_FORM,
            type.position(),
            type.sourceName()
                + " is private, or inside a private class, so "
                + type.trainingName()
                + " could not call its methods",
            "remove private"));
  }

  private static Stream<Diagnostic> required(DeclaredClass type, String example, boolean present) {
    String annotation = example.substring(0, example.indexOf('('));
    if (present) {
      return Stream.empty();
    }
    return Stream.of(
        new Diagnostic(
            Code.MISSING_ANNOTATION,
            type.position(),
            type.sourceName() + " has @Schedule but no " + annotation,
            "add for example " + example));
  }
}
