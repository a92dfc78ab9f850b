package org.texp4j.processor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import org.texp4j.processor.check.Check;
import org.texp4j.processor.check.Severities;
import org.texp4j.processor.model.Declaration;
import org.texp4j.processor.model.Training;
import org.texp4j.processor.read.DeclarationReader;
import org.texp4j.processor.read.SourceText;
import org.texp4j.processor.write.SourceWriter;
import org.texp4j.schedule.Plan;

/**
 * Finds the declared classes of each round and compiles them, sorted by name.
 *
 * <p>A class that refers to something which another processor may still generate is deferred, by
 * name, from round to round.
 */
final class RoundProcessor {

  static final String GENERATED = "javax.annotation.processing.Generated";

  /** The annotations of generated classes, which are no declarations. */
  private static final Set<String> ON_GENERATED_CLASSES =
      Set.of(GENERATED, DeclarationReader.LANGUAGE + ".GeneratedTraining");

  private final Set<String> deferred = new TreeSet<>();
  private final SourceClasses sources = new SourceClasses();
  private final Elements elements;
  private final DeclarationReader reader;
  private final Reporter reporter;
  private final TrainingClassFiler filer;
  private final DeclarationCompiler compiler;

  /**
   * Creates a processor of one compilation.
   *
   * @param planner makes the content of a training class from a sound declaration
   */
  RoundProcessor(
      ProcessingEnvironment environment,
      BiFunction<Declaration, Optional<Plan>, Training> planner) {
    SourceText text = SourceText.of(environment);
    this.elements = environment.getElementUtils();
    this.reader = new DeclarationReader(elements, environment.getTypeUtils(), text);
    this.reporter =
        new Reporter(
            environment.getMessager(),
            text,
            new Severities(environment.getOptions()),
            sources::contains);
    this.filer =
        new TrainingClassFiler(
            new SourceWriter(environment.getFiler()), elements, sources, reporter);
    this.compiler = new DeclarationCompiler(reader, planner, filer, reporter);
  }

  /** Reports what is wrong with the options of the compilation. */
  void checkOptions(Map<String, String> options) {
    reporter.report(Check.options(options));
  }

  /** Whether a class has annotations of the language directly, not only by recipe annotations. */
  boolean usesLanguage(TypeElement type) {
    return reader.usesLanguage(type);
  }

  /** Whether an annotation is a recipe annotation. */
  boolean isRecipe(TypeElement annotation) {
    return reader.isRecipe(annotation);
  }

  /**
   * Compiles the classes of a round.
   *
   * @param annotations the annotations to look for
   * @param responsible which classes are this processor's
   */
  void process(
      Set<? extends TypeElement> annotations,
      RoundEnvironment round,
      Predicate<TypeElement> responsible) {
    List<TypeElement> types = new ArrayList<>(withLateRecipeAnnotations(round));
    deferred.forEach(name -> types.addAll(elements.getAllTypeElements(name)));
    deferred.clear();
    types.addAll(annotated(annotations, round));
    Map<String, TypeElement> byName = new TreeMap<>();
    types.stream()
        .filter(responsible)
        .forEach(type -> byName.put(type.getQualifiedName().toString(), type));
    sources.add(round);
    byName.forEach(
        (name, type) -> {
          if (compiler.compileOrDefer(type, round.processingOver())) {
            deferred.add(name);
          }
        });
  }

  /** The classes with one of some annotations, on themselves or on a member. */
  private static List<TypeElement> annotated(
      Set<? extends TypeElement> annotations, RoundEnvironment round) {
    TypeElement[] declaring =
        annotations.stream()
            .filter(type -> !ON_GENERATED_CLASSES.contains(type.getQualifiedName().toString()))
            .toArray(TypeElement[]::new);
    return round.getElementsAnnotatedWithAny(declaring).stream()
        .map(element -> element instanceof TypeElement ? element : element.getEnclosingElement())
        .map(TypeElement.class::cast)
        .toList();
  }

  /**
   * The classes of earlier rounds with a recipe annotation that was generated only now, so that
   * they were not known to have a declaration.
   */
  private List<TypeElement> withLateRecipeAnnotations(RoundEnvironment round) {
    Set<TypeElement> late =
        ElementFilter.typesIn(round.getRootElements()).stream()
            .filter(reader::isRecipe)
            .collect(Collectors.toSet());
    if (late.isEmpty()) {
      return List.of();
    }
    return sources
        .names()
        .flatMap(name -> elements.getAllTypeElements(name).stream())
        .flatMap(RoundProcessor::withInner)
        .filter(type -> reader.hasAny(type, late))
        .filter(type -> !filer.hasWrittenFor(type.getQualifiedName().toString()))
        .toList();
  }

  private static Stream<TypeElement> withInner(TypeElement type) {
    Stream<TypeElement> inner = ElementFilter.typesIn(type.getEnclosedElements()).stream();
    return Stream.concat(Stream.of(type), inner.flatMap(RoundProcessor::withInner));
  }
}
