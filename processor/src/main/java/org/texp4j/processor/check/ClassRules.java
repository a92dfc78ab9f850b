package org.texp4j.processor.check;

import java.util.List;
import java.util.Optional;
import org.texp4j.processor.model.Declaration;
import org.texp4j.processor.model.Declaration.Use;
import org.texp4j.processor.model.DeclaredClass;
import org.texp4j.processor.model.value.Hyperparameter;

/** Rules for a declared class, and for the annotations it must have. */
final class ClassRules {

  private ClassRules() {}

  static List<Diagnostic> of(Declaration declaration) {
    DeclaredClass type = declaration.type();
    return Diagnostic.all(
        visible(type),
        declaredTwice(type, declaration.repeated()),
        required(type, "@Normalized(BATCH)", declaration.normalized().isPresent()),
        required(
            type,
            "@WeightDecay(5e-4)",
            declaration.weightDecay().isPresent() || mayLackDecay(declaration)));
  }

  /** A written rule without weight decay has none; a shape has to start from some. */
  private static boolean mayLackDecay(Declaration declaration) {
    return declaration.rule().isPresent()
        && declaration.shapes(Hyperparameter.WEIGHT_DECAY).isEmpty()
        && declaration.warmups(Hyperparameter.WEIGHT_DECAY).isEmpty();
  }

  static List<Diagnostic> name(DeclaredClass type, Optional<String> other) {
    if (other.isEmpty()) {
      return List.of();
    }
    return List.of(
        new Diagnostic(
            Code.NAME_CLASH,
            type.position(),
            type.qualifiedTrainingName()
                + ", the name of the training class, is already taken by "
                + other.get(),
            "rename one of the two"));
  }

  static List<Diagnostic> hidden(DeclaredClass type, String what) {
    return List.of(
        new Diagnostic(
            Code.NAME_CLASH,
            type.position(),
            type.qualifiedTrainingName() + " cannot name a class that it needs: " + what,
            "rename that class, or move " + type.sourceName() + " to another package"));
  }

  private static List<Diagnostic> declaredTwice(DeclaredClass type, List<Use> repeated) {
    return repeated.stream()
        .map(
            use ->
                new Diagnostic(
                    Code.DECLARED_TWICE,
                    use.position(),
                    type.sourceName() + " has @" + use.annotation() + " more than once",
                    "keep one: an annotation on the class does not override that of a recipe"
                        + " annotation"))
        .toList();
  }

  private static List<Diagnostic> visible(DeclaredClass type) {
    if (!type.isHidden()) {
      return List.of();
    }
    return List.of(
        new Diagnostic(
            Code.CLASS_FORM,
            type.position(),
            type.sourceName()
                + " is private or inside a private class, so "
                + type.trainingName()
                + " cannot call its methods",
            "remove private"));
  }

  private static List<Diagnostic> required(DeclaredClass type, String example, boolean present) {
    if (present) {
      return List.of();
    }
    String annotation = example.substring(0, example.indexOf('('));
    return List.of(
        new Diagnostic(
            Code.MISSING_ANNOTATION,
            type.position(),
            type.sourceName() + " has @Schedule but no " + annotation,
            "add, for example, " + example));
  }
}
