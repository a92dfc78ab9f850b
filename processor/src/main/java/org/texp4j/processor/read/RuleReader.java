package org.texp4j.processor.read;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import org.texp4j.processor.model.DeclaredRule;
import org.texp4j.processor.model.DeclaredRule.Definition;
import org.texp4j.processor.model.annotation.AnnotationValues;
import org.texp4j.processor.model.annotation.AttributeValue;
import org.texp4j.processor.model.annotation.Position;
import org.texp4j.processor.model.annotation.Position.Origin;

/**
 * Reads update rules: annotations whose type carries {@code @UpdateRule}, itself or on the
 * constants of an enum that one of its attributes chooses from.
 */
final class RuleReader {

  /** What an attribute without default value is taken for where a rule is not used. */
  private static final double ANY_NUMBER = 0.5;

  private final FactoryReader factories;

  RuleReader(FactoryReader factories) {
    this.factories = factories;
  }

  /** Whether annotations of a type are update rules. */
  static boolean isRule(TypeElement annotation) {
    return annotation.getKind() == ElementKind.ANNOTATION_TYPE
        && definitionOn(annotation).isPresent();
  }

  /** The definition of a rule on an annotation type or on a constant that chooses it. */
  private static Optional<? extends AnnotationMirror> definitionOn(Element of) {
    return of.getAnnotationMirrors().stream().filter(Language::isDefinition).findFirst();
  }

  /** The {@code @UpdateRule} that applies to an annotation, as an annotation to read. */
  AnnotationReader definition(Position use) {
    return definition(use, carrier(use));
  }

  /** Each {@code @UpdateRule} that an annotation type has or chooses from. */
  List<AnnotationReader> definitions(TypeElement annotation) {
    Position at = Position.of(annotation);
    return carriers(annotation).stream().map(carrier -> definition(at, carrier)).toList();
  }

  /** The rule that an annotation is. */
  DeclaredRule read(Position use) {
    return read(use, Language.type(use.annotation()), carrier(use));
  }

  /** The rules that annotations of a type can be, with the default values of its attributes. */
  List<DeclaredRule> read(TypeElement annotation) {
    Position at = Position.of(annotation);
    return carriers(annotation).stream().map(carrier -> read(at, annotation, carrier)).toList();
  }

  private DeclaredRule read(Position at, TypeElement annotation, Element carrier) {
    Map<String, AttributeValue<Double>> numbers = new HashMap<>();
    Map<String, Double> defaults = new HashMap<>();
    Map<String, AttributeValue<String>> others = new HashMap<>();
    for (ExecutableElement attribute : attributes(annotation)) {
      String name = attribute.getSimpleName().toString();
      TypeMirror type = attribute.getReturnType();
      switch (type.getKind()) {
        case DOUBLE, INT, LONG -> {
          numbers.put(name, number(at, attribute));
          if (attribute.getDefaultValue() != null) {
            defaults.put(name, number(attribute.getDefaultValue()));
          }
        }
        default -> {
          if (choices(attribute).isEmpty()) {
            others.put(name, new AttributeValue<>(type.toString(), true, inside(at, attribute)));
          }
        }
      }
    }
    return new DeclaredRule(
        annotation.getQualifiedName().toString(),
        definition(definition(at, carrier).read()),
        numbers,
        defaults,
        others,
        at);
  }

  private AnnotationReader definition(Position at, Element carrier) {
    Position inside = inside(at, carrier);
    return AnnotationReader.of(
        new Position(carrier, definitionOn(carrier).orElseThrow(), null, inside.origin()),
        factories);
  }

  /** A part of an annotation type, seen from an annotation of it. */
  private static Position inside(Position at, Element part) {
    return new Position(
        part,
        null,
        null,
        at.annotation() == null
            ? Optional.empty()
            : Optional.of(new Origin("@" + Language.name(at.annotation()), at.use())));
  }

  /** What has the definition of a rule: the constant that was chosen, or the type. */
  private static Element carrier(Position use) {
    TypeElement annotation = Language.type(use.annotation());
    for (ExecutableElement attribute : attributes(annotation)) {
      AnnotationValue written = written(use, attribute);
      AnnotationValue value = written == null ? attribute.getDefaultValue() : written;
      if (value != null
          && value.getValue() instanceof VariableElement constant
          && definitionOn(constant).isPresent()) {
        return constant;
      }
    }
    return annotation;
  }

  /** The constants that an annotation type chooses from, or itself. */
  private static List<Element> carriers(TypeElement annotation) {
    List<Element> constants = new ArrayList<>();
    attributes(annotation).forEach(attribute -> constants.addAll(choices(attribute)));
    return constants.isEmpty() ? List.of(annotation) : constants;
  }

  private static AttributeValue<Double> number(Position at, ExecutableElement attribute) {
    AnnotationValue written = written(at, attribute);
    return new AttributeValue<>(
        number(written == null ? attribute.getDefaultValue() : written),
        written != null,
        written == null ? at : at.at(written));
  }

  private static double number(AnnotationValue value) {
    return value != null && value.getValue() instanceof Number number
        ? number.doubleValue()
        : ANY_NUMBER;
  }

  private static AnnotationValue written(Position at, ExecutableElement attribute) {
    return at.annotation() == null ? null : at.annotation().getElementValues().get(attribute);
  }

  private static Definition definition(AnnotationValues of) {
    return new Definition(
        of.texts("states"),
        of.texts("step"),
        of.texts("otherwise"),
        of.text("momentum"),
        of.text("coupling"),
        of.text("evaluate"),
        of.texts("requires"),
        of.position());
  }

  /** The constants with a rule from which an attribute chooses; none if it does not. */
  private static List<Element> choices(ExecutableElement attribute) {
    List<Element> constants = new ArrayList<>();
    if (attribute.getReturnType() instanceof DeclaredType declared) {
      for (Element member : declared.asElement().getEnclosedElements()) {
        if (member.getKind() == ElementKind.ENUM_CONSTANT && definitionOn(member).isPresent()) {
          constants.add(member);
        }
      }
    }
    return constants;
  }

  private static List<ExecutableElement> attributes(TypeElement annotation) {
    return ElementFilter.methodsIn(annotation.getEnclosedElements());
  }
}
