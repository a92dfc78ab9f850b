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
import org.texp4j.processor.model.DeclaredRule;
import org.texp4j.processor.model.annotation.AttributeValue;
import org.texp4j.processor.model.annotation.Position;
import org.texp4j.processor.model.annotation.Unresolved;
import org.texp4j.processor.model.value.Phrases;
import org.texp4j.schedule.RecipeForm;

/** All rules, in the order in which their reports read best. */
public final class Check {

  /** How many stack frames a report shows: enough to see where this compiler failed, and how. */
  private static final int FRAMES = 8;

  private Check() {}

  /** Checks the options given to this compiler. */
  public static List<Diagnostic> options(Map<String, String> given) {
    return OptionRules.of(given);
  }

  /** The names of this compiler's options. */
  public static Set<String> optionNames() {
    return Stream.of(Code.values()).map(OptionRules::name).collect(Collectors.toSet());
  }

  /** Checks the values of {@code @SuppressWarnings}. */
  public static List<Diagnostic> suppressions(List<AttributeValue<String>> texts) {
    return SuppressionRules.of(texts);
  }

  /**
   * Whether a diagnostic is suppressed by one of the {@code @SuppressWarnings} values around it.
   */
  public static boolean isSuppressed(Diagnostic diagnostic, Collection<String> texts) {
    return SuppressionRules.isSuppressed(diagnostic, texts);
  }

  /** Reports the annotations of a class without {@code @Schedule}, all in one diagnostic. */
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
            "add, for example, @Schedule(type = TEXP_PLUS_PLUS, learningRate = 0.1, epochs = 160) to"
                + " the class, or remove "
                + (uses.size() == 1 ? names : "them")));
  }

  /**
   * Checks that the name of the training class is free.
   *
   * @param other what already has that name, if anything does
   */
  public static List<Diagnostic> name(DeclaredClass type, Optional<String> other) {
    return ClassRules.name(type, other);
  }

  /**
   * Reports that the training class cannot name a class it needs.
   *
   * @param what what hides that class
   */
  public static List<Diagnostic> hidden(DeclaredClass type, String what) {
    return ClassRules.hidden(type, what);
  }

  /** Checks the text of an update rule, whether or not it is used. */
  public static List<Diagnostic> rule(DeclaredRule rule) {
    return UpdateRuleRules.text(rule);
  }

  /** Reports what a class refers to that does not exist. */
  public static List<Diagnostic> unresolved(List<Unresolved> unresolved) {
    return Diagnostic.each(unresolved, UnresolvedRules::of);
  }

  /** Whether an annotation that is missing was probably meant to be {@code @Schedule}. */
  public static boolean isScheduleMeant(List<Unresolved> unresolved) {
    return unresolved.stream().anyMatch(any -> UnresolvedRules.isMeant(any, "Schedule"));
  }

  /**
   * Checks a recipe of a class against those before it.
   *
   * @return what prevents it from being written beside them
   */
  public static List<Diagnostic> sameName(List<Declaration> before, Declaration recipe) {
    return RecipeRules.sameName(before, recipe);
  }

  /**
   * Reports that another class already has the experiment name of a recipe.
   *
   * @param other that class
   */
  public static List<Diagnostic> sameExperiment(DeclaredClass other, Declaration recipe) {
    return RecipeRules.sameExperiment(other, recipe);
  }

  /** Merges the findings of all recipes of a class, keyed by recipe name, without repetitions. */
  public static List<Diagnostic> together(Map<String, Checked> found) {
    return RecipeRules.together(found);
  }

  /** Reports that the artifact which training classes call is missing. */
  public static List<Diagnostic> runtimeMissing(DeclaredClass type) {
    return List.of(
        new Diagnostic(
            Code.RUNTIME_MISSING,
            type.position(),
            type.trainingName() + " needs texp4j-dl4j, which is not on the class path",
            "add the dependency org.texp4j:texp4j-dl4j in the same version as this compiler"));
  }

  /** Reports that the training class could not be written to disk. */
  public static List<Diagnostic> notWritten(DeclaredClass type, IOException failure) {
    return List.of(
        new Diagnostic(
            Code.NOT_WRITTEN,
            type.position(),
            type.trainingName() + " cannot be written: " + failure,
            "make sure that the output directory exists, is writable and has free space"));
  }

  /** Reports that this compiler failed on a class. */
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
            "this is a bug in texp4j, please report it as docs/errors/TexpInternal.md describes,"
                + " with the declaration, this message and your Java version, "
                + Runtime.version()));
  }

  /** Everything that can be checked in a declaration without converting it. */
  public static List<Diagnostic> declaration(Declaration declaration) {
    return Diagnostic.all(
        ClassRules.of(declaration),
        SupportRules.of(declaration),
        ValueRules.of(declaration),
        AssertedRules.of(declaration),
        RateFactorRules.of(declaration),
        RunLengthRules.of(declaration),
        HyperparameterRules.of(declaration),
        ShapeRules.of(declaration),
        OptimizerRules.of(declaration),
        UpdateRuleRules.of(declaration),
        MethodRules.of(declaration));
  }

  /** Plans a declaration that is otherwise sound, and checks what only its conversion shows. */
  public static Checked plan(Declaration declaration, DeclaredRecipe recipe, RecipeForm form) {
    return new ConversionRules(declaration, recipe, form).find();
  }
}
