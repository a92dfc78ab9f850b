package org.texp4j.processor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import org.texp4j.processor.check.Check;
import org.texp4j.processor.check.Checked;
import org.texp4j.processor.check.Diagnostic;
import org.texp4j.processor.model.Declaration;
import org.texp4j.processor.model.DeclaredClass;
import org.texp4j.processor.model.Training;
import org.texp4j.processor.model.annotation.Position;
import org.texp4j.processor.model.annotation.Unresolved;
import org.texp4j.processor.plan.TrainingPlanner;
import org.texp4j.processor.read.DeclarationReader;
import org.texp4j.processor.read.DeclaringClass;
import org.texp4j.processor.read.Suppressions;
import org.texp4j.schedule.Plan;

/**
 * Compiles one declared class: reads it, checks it, plans its training and writes a class for each
 * of its recipes, or reports why it cannot.
 *
 * <p>In any case the classes to write exist afterwards, if only as stubs.
 */
final class DeclarationCompiler {

  private final DeclarationReader reader;
  private final BiFunction<Declaration, Optional<Plan>, Training> planner;
  private final TrainingClassFiler filer;
  private final Reporter reporter;
  private final Set<String> suppressionsChecked = new HashSet<>();

  /** The class of each experiment, by name. */
  private final Map<String, DeclaredClass> experiments = new HashMap<>();

  DeclarationCompiler(
      DeclarationReader reader,
      BiFunction<Declaration, Optional<Plan>, Training> planner,
      TrainingClassFiler filer,
      Reporter reporter) {
    this.reader = reader;
    this.planner = planner;
    this.filer = filer;
    this.reporter = reporter;
  }

  /**
   * Compiles a class, or defers it.
   *
   * @param isLastRound whether no other processor can generate anything more
   * @return whether the class has to wait for another processor to generate something
   */
  boolean compileOrDefer(TypeElement type, boolean isLastRound) {
    try {
      DeclaringClass declaring = reader.open(type);
      List<Unresolved> unresolved = declaring.unresolved();
      List<Unresolved> hopeless = unresolved.stream().filter(any -> !any.mayBeGenerated()).toList();
      if (!unresolved.isEmpty() && hopeless.isEmpty() && !isLastRound) {
        return true;
      }
      checkSuppressions(type);
      reporter.report(Check.unresolved(isLastRound ? unresolved : hopeless));
      if (unresolved.isEmpty()) {
        declaring.rules().forEach(rule -> reporter.report(Check.rule(rule)));
      }
      if (declaring.isDeclaration()) {
        compile(declaring, unresolved.isEmpty());
      } else {
        reportNoDeclaration(declaring, unresolved, isLastRound);
      }
    } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError failure) {
      String name = type.getQualifiedName().toString();
      reporter.report(Check.internal(name, Position.of(type), failure));
      writeStubs(type);
    }
    return false;
  }

  private void compile(DeclaringClass declaring, boolean isResolved) {
    if (!filer.hasRuntime()) {
      reporter.report(Check.runtimeMissing(declaring.classes().get(0)));
    }
    if (isResolved) {
      compile(declaring.declarations());
    } else {
      writeStubs(declaring);
    }
  }

  /** Compiles the recipes of a class; of two with the same name only the first. */
  private void compile(List<Declaration> recipes) {
    List<Declaration> distinct = new ArrayList<>();
    for (Declaration recipe : recipes) {
      List<Diagnostic> same = Check.sameName(distinct, recipe);
      reporter.report(same);
      if (same.isEmpty()) {
        distinct.add(recipe);
        checkExperiment(recipe);
      }
    }
    Map<String, Checked> checked = new LinkedHashMap<>();
    distinct.forEach(recipe -> checked.put(recipe.type().recipe(), check(recipe)));
    reporter.report(Check.together(checked));
    for (Declaration recipe : distinct) {
      Checked result = checked.get(recipe.type().recipe());
      if (result.isSound() && filer.hasRuntime()) {
        filer.write(planner.apply(recipe, result.plan()));
      } else {
        filer.writeStub(recipe.type());
      }
    }
  }

  private void checkExperiment(Declaration recipe) {
    DeclaredClass other = experiments.putIfAbsent(recipe.experimentName(), recipe.type());
    if (other != null) {
      reporter.report(Check.sameExperiment(other, recipe));
    }
  }

  private static Checked check(Declaration declaration) {
    Checked alone = new Checked(Check.declaration(declaration), Optional.empty());
    if (!alone.isSound()) {
      return alone;
    }
    Checked planned =
        Check.plan(
            declaration, TrainingPlanner.recipe(declaration), TrainingPlanner.form(declaration));
    return new Checked(Diagnostic.all(alone.found(), planned.found()), planned.plan());
  }

  /** Reports annotations of a class that has no declaration, perhaps by mistake. */
  private void reportNoDeclaration(
      DeclaringClass declaring, List<Unresolved> unresolved, boolean isLastRound) {
    boolean orphaned = unresolved.isEmpty() && reporter.report(Check.orphans(declaring.orphans()));
    if (orphaned || isLastRound && Check.isScheduleMeant(unresolved)) {
      filer.writeStubIfFree(declaring.itself());
    }
  }

  private void writeStubs(TypeElement type) {
    try {
      writeStubs(reader.open(type));
    } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError again) {
      // What keeps them from being written has been reported: it is why there are stubs.
    }
  }

  private void writeStubs(DeclaringClass declaring) {
    declaring.classes().stream().filter(type -> !filer.hasWritten(type)).forEach(filer::writeStub);
  }

  /**
   * Checks the suppressions of a class, of the classes around it and of their module, each once.
   */
  private void checkSuppressions(TypeElement type) {
    for (Element at = type; at != null; at = at.getEnclosingElement()) {
      if (suppressionsChecked.add(at.getKind() + " " + at)) {
        reporter.report(Check.suppressions(Suppressions.in(at)));
      }
    }
  }
}
