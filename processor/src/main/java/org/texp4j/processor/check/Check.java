package org.texp4j.processor.check;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.texp4j.processor.model.Declaration;
import org.texp4j.processor.model.Declaration.Use;
import org.texp4j.processor.model.DeclaredClass;
import org.texp4j.processor.model.DeclaredRecipe;
import org.texp4j.processor.model.annotation.AttributeValue;
import org.texp4j.processor.model.annotation.Position;
import org.texp4j.processor.model.annotation.Unresolved;
import org.texp4j.processor.model.value.Phrases;
import org.texp4j.schedule.RecipeForm;

/** All rules, in the order in which their reports read best. */
public final class Check {

  /**
   * Frames of a stack that tell where in this compiler something failed, and on the way from where.
   */
  private static final int FRAMES = 8;

  private Check() {}

  /** The options given to this compiler, against those it has. */
  public static List<Diagnostic> options(Map<String, String> given) {
    return OptionRules.of(given);
  }

  /** The names of the options that this compiler has. */
  public static Set<String> optionNames() {
    return Stream.of(Code.values()).map(OptionRules::name).collect(Collectors.toSet());
  }

  /** The texts of {@code @SuppressWarnings} somewhere, against the codes there are. */
  public static List<Diagnostic> suppressions(List<AttributeValue<String>> texts) {
    return SuppressionRules.of(texts);
  }

  /** Whether one of the texts of {@code @SuppressWarnings} around it suppresses a diagnostic. */
  public static boolean isSuppressed(Diagnostic diagnostic, Collection<String> texts) {
    return SuppressionRules.isSuppressed(diagnostic, texts);
  }

  /** The annotations of a class without {@code @Schedule}: one report for all. */
  public static List<Diagnostic> orphans(List<Use> uses) {
    if (uses.isEmpty()) {
      return List.of();
    }
    String names = Phrases.list(uses.stream().map(use -> "@" + use.annotation()).toList());
    return List.of(
        new Diagnostic(
            Code.ORPHAN_ANNOTATION,
            uses.get(0).position(),
            names
                + (uses.size() == 1 ? " has" : " have")
                + " no effect in a class without @Schedule",
            "add for example @Schedule(type = TEXP_PLUS_PLUS, learningRate = 0.1, epochs = 160) to"
                + " the class, or remove "
                + (uses.size() == 1 ? names : "them")));
  }

  /**
   * The name of the class to write.
   *
   * @param other what already has that name, if anything has
   */
  public static List<Diagnostic> name(DeclaredClass type, Optional<String> other) {
    return ClassRules.name(type, other);
  }

  /** What a class waited for in vain. */
  public static List<Diagnostic> unresolved(List<Unresolved> unresolved) {
    return Diagnostic.each(unresolved, UnresolvedRules::of);
  }

  /** Whether an annotation that is missing was probably meant to be {@code @Schedule}. */
  public static boolean isScheduleMeant(List<Unresolved> unresolved) {
    return unresolved.stream().anyMatch(any -> UnresolvedRules.isMeant(any, "Schedule"));
  }

  /**
   * A recipe of a class, after those before it.
   *
   * @return what keeps it from being written beside them
   */
  public static List<Diagnostic> sameName(List<Declaration> before, Declaration recipe) {
    return RecipeRules.sameName(before, recipe);
  }

  /** What was found in each recipe of a class, by the name of the recipe, without repetitions. */
  public static List<Diagnostic> together(Map<String, Checked> found) {
    return RecipeRules.together(found);
  }

  /** The artifact that training classes call is missing. */
  public static List<Diagnostic> runtimeMissing(DeclaredClass type) {
    return List.of(
        new Diagnostic(
            Code.RUNTIME_MISSING,
            type.position(),
            type.trainingName() + " needs texp4j-dl4j, which is not on the class path",
            "add the dependency org.texp4j:texp4j-dl4j of this compiler's version"));
  }

  /** The training class could not be written to disk. */
  public static List<Diagnostic> notWritten(DeclaredClass type, IOException failure) {
    return List.of(
        new Diagnostic(
            Code.NOT_WRITTEN,
            type.position(),
            type.trainingName() + " cannot be written: " + failure,
            "see that the output directory exists, can be written to and has space left"));
  }

  /** This compiler failed on a class. */
  public static List<Diagnostic> internal(String what, Position position, Throwable failure) {
    String trace =
        Stream.of(failure.getStackTrace())
            .limit(FRAMES)
            .map(frame -> " at " + frame)
            .collect(Collectors.joining());
    return List.of(
        new Diagnostic(
            Code.INTERNAL,
            position,
            "the texp4j compiler failed on " + what + ": " + failure + trace,
            "this is a mistake in texp4j, please report it as docs/errors/TexpInternal.md says,"
                + " with the declaration, this message and your Java version, "
                + Runtime.version()));
  }

  /** Everything that can be said about a declaration without converting it. */
  public static List<Diagnostic> declaration(Declaration declaration) {
    return Diagnostic.all(
        ClassRules.of(declaration),
        SupportRules.of(declaration),
        ValueRules.of(declaration),
        AssertedRules.of(declaration),
        RunLengthRules.of(declaration),
        HyperparameterRules.of(declaration),
        ShapeRules.of(declaration),
        OptimizerRules.of(declaration),
        MethodRules.of(declaration));
  }

  /** What only shows in the conversion of a declaration that is otherwise sound. */
  public static Checked plan(Declaration declaration, DeclaredRecipe recipe, RecipeForm form) {
    return new ConversionRules(declaration, recipe, form).find();
  }
}
