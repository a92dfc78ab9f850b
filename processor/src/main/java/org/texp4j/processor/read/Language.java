package org.texp4j.processor.read;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import org.texp4j.processor.model.Declaration.Use;
import org.texp4j.processor.model.DeclaredMethod.Role;
import org.texp4j.processor.model.annotation.Position;
import org.texp4j.processor.model.shape.ShapeKinds;

/**
 * The annotations of the language, found by name, so that the compiler needs no other artifact at
 * run time.
 */
final class Language {

  static final String PACKAGE = DeclarationReader.LANGUAGE;

  /**
   * The annotations on classes that this compiler knows by name; update rules are found
   * by @UpdateRule.
   */
  static final Set<String> ON_CLASSES =
      Stream.concat(
              ShapeKinds.names().stream(),
              Stream.of(
                  "AdamW",
                  "Experiment",
                  "LearningRateFactor",
                  "Momentum",
                  "Normalized",
                  "Schedule",
                  "Warmup",
                  "WeightDecay"))
          .collect(Collectors.toUnmodifiableSet());

  /** The names for annotations on classes, among them those of the update rules of the language. */
  static Set<String> namesOnClasses(Elements elements) {
    Set<String> names = new HashSet<>(ON_CLASSES);
    PackageElement language = elements.getPackageElement(PACKAGE);
    if (language != null) {
      ElementFilter.typesIn(language.getEnclosedElements()).stream()
          .filter(RuleReader::isRule)
          .forEach(rule -> names.add(rule.getSimpleName().toString()));
    }
    return names;
  }

  /** The annotations on methods. */
  static final Set<String> ON_METHODS =
      Stream.of(Role.values()).map(Role::annotation).collect(Collectors.toUnmodifiableSet());

  private static final String CONTAINER = "List";

  private static final String DEFINITION = "UpdateRule";

  private Language() {}

  /** The annotations of the language for recipes on an element itself, in the order written. */
  static List<AnnotationMirror> annotations(Element element) {
    return annotations(element.getAnnotationMirrors());
  }

  /** The annotations of the language among others, containers unwrapped. */
  static List<AnnotationMirror> annotations(List<? extends AnnotationMirror> mirrors) {
    List<AnnotationMirror> found = new ArrayList<>();
    for (AnnotationMirror mirror : mirrors) {
      if (isDefinition(mirror)) {
        continue; // It belongs to the annotation type that it is on, and to no recipe.
      }
      if (isOurs(type(mirror))) {
        found.add(mirror);
      } else if (isContainer(type(mirror))) {
        found.addAll(contained(mirror));
      }
    }
    return found;
  }

  /** Whether an annotation is of the language, or a container of it. */
  static boolean isOfLanguage(AnnotationMirror mirror) {
    return isOurs(type(mirror)) || isContainer(type(mirror));
  }

  /** Whether an annotation defines an update rule. */
  static boolean isDefinition(AnnotationMirror mirror) {
    return isOurs(type(mirror)) && name(mirror).equals(DEFINITION);
  }

  /** Whether an annotation is an update rule that is written as text. */
  static boolean isRule(AnnotationMirror mirror) {
    return !isKnown(mirror) && RuleReader.isRule(type(mirror));
  }

  /** Whether this compiler knows an annotation on a class of the language. */
  static boolean isKnown(AnnotationMirror mirror) {
    return ON_CLASSES.contains(name(mirror)) && isOurs(type(mirror));
  }

  /** The simple name of an annotation. */
  static String name(AnnotationMirror mirror) {
    return type(mirror).getSimpleName().toString();
  }

  /** The contents of a container: annotations that were written more than once. */
  static List<AnnotationMirror> contained(AnnotationMirror container) {
    return container.getElementValues().values().stream()
        .map(AnnotationValue::getValue)
        .filter(List.class::isInstance)
        .flatMap(parts -> ((List<?>) parts).stream())
        .map(part -> ((AnnotationValue) part).getValue())
        .filter(AnnotationMirror.class::isInstance)
        .map(AnnotationMirror.class::cast)
        .toList();
  }

  /** The type of an annotation. */
  static TypeElement type(AnnotationMirror mirror) {
    return (TypeElement) mirror.getAnnotationType().asElement();
  }

  /** The annotations of the language on an element, as used there. */
  static Stream<Use> usesOn(Element element) {
    return annotations(element).stream().map(mirror -> use(element, mirror));
  }

  /** The annotations of the language on the methods and fields of a class. */
  static Stream<Use> usesOnMethods(TypeElement type) {
    return type.getEnclosedElements().stream()
        .filter(member -> !(member instanceof TypeElement))
        .flatMap(Language::usesOn)
        // Of an annotation for classes the compiler says that it does not belong there.
        .filter(use -> ON_METHODS.contains(use.annotation()));
  }

  /** An annotation on an element, as used there. */
  static Use use(Element element, AnnotationMirror mirror) {
    return new Use(name(mirror), new Position(element, mirror, null));
  }

  private static boolean isContainer(TypeElement type) {
    return type.getSimpleName().contentEquals(CONTAINER)
        && type.getEnclosingElement() instanceof TypeElement around
        && isOurs(around);
  }

  private static boolean isOurs(TypeElement type) {
    return type.getKind() == ElementKind.ANNOTATION_TYPE
        && type.getQualifiedName().contentEquals(PACKAGE + "." + type.getSimpleName());
  }
}
