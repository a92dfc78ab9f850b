package org.texp4j.processor.read;

import java.util.Optional;
import java.util.stream.Stream;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.NestingKind;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import org.texp4j.processor.model.value.FactoryClass;

/** Reads a class that an annotation names to make a curve. */
final class FactoryReader {

  private final Elements elements;
  private final Types types;

  FactoryReader(Elements elements, Types types) {
    this.elements = elements;
    this.types = types;
  }

  /** The class, as the training class of a declaration sees it. */
  FactoryClass read(TypeMirror named, Element declaration) {
    if (!(named instanceof DeclaredType declared)) {
      return new FactoryClass("", named.toString(), false, false, Optional.of("is not a class"));
    }
    TypeElement type = (TypeElement) declared.asElement();
    String packageName = elements.getPackageOf(type).getQualifiedName().toString();
    String qualifiedName = type.getQualifiedName().toString();
    return new FactoryClass(
        packageName,
        packageName.isEmpty() ? qualifiedName : qualifiedName.substring(packageName.length() + 1),
        !type.getTypeParameters().isEmpty(),
        isDeprecated(type),
        flaw(type, elements.getPackageOf(declaration)));
  }

  private Optional<String> flaw(TypeElement type, PackageElement from) {
    String flaw = null;
    if (!isVisible(type, from)) {
      flaw = "is not visible from " + name(from);
    } else if (!isFactory(type)) {
      flaw = "does not implement org.texp4j.schedule.CurveFactory";
    } else if (type.getKind() != ElementKind.CLASS && type.getKind() != ElementKind.RECORD
        || type.getModifiers().contains(Modifier.ABSTRACT)) {
      flaw = "cannot be instantiated";
    } else if (type.getNestingKind() != NestingKind.TOP_LEVEL
        && !type.getModifiers().contains(Modifier.STATIC)) {
      flaw = "is an inner class";
    } else {
      return constructorFlaw(type, from);
    }
    return Optional.ofNullable(flaw);
  }

  private Optional<String> constructorFlaw(TypeElement type, PackageElement from) {
    Optional<ExecutableElement> constructor =
        ElementFilter.constructorsIn(type.getEnclosedElements()).stream()
            .filter(any -> any.getParameters().isEmpty() && isOpen(any, from))
            .findFirst();
    if (constructor.isEmpty()) {
      return Optional.of("has no no-argument constructor visible from " + name(from));
    }
    return constructor.get().getThrownTypes().stream()
        .filter(this::isChecked)
        .findFirst()
        .map(thrown -> "has a constructor that throws the checked exception " + thrown);
  }

  /** Whether the exception of a constructor has to be caught where it is called. */
  private boolean isChecked(TypeMirror thrown) {
    return !types.isSubtype(thrown, type(RuntimeException.class))
        && !types.isSubtype(thrown, type(Error.class));
  }

  private TypeMirror type(Class<?> known) {
    return elements.getTypeElement(known.getName()).asType();
  }

  /** Whether a training class that makes its curve uses anything deprecated. */
  private boolean isDeprecated(TypeElement type) {
    for (Element at = type; at instanceof TypeElement; at = at.getEnclosingElement()) {
      if (elements.isDeprecated(at)) {
        return true;
      }
    }
    return Stream.concat(
            ElementFilter.constructorsIn(type.getEnclosedElements()).stream(),
            ElementFilter.methodsIn(elements.getAllMembers(type)).stream()
                .filter(method -> method.getSimpleName().contentEquals("curve")))
        .anyMatch(elements::isDeprecated);
  }

  /** The name of a package; compilers print packages differently. */
  private static String name(PackageElement of) {
    return of.isUnnamed() ? "the unnamed package" : of.getQualifiedName().toString();
  }

  private boolean isFactory(TypeElement type) {
    TypeElement factory = elements.getTypeElement(factoryName("schedule"));
    return factory != null && types.isSubtype(type.asType(), factory.asType());
  }

  /**
   * Puts the name together at run time: the relocation of the released jar rewrites constants that
   * start with the name of the schedule package.
   */
  private static String factoryName(String room) {
    return "org.texp4j." + room + ".CurveFactory";
  }

  /** Whether a class and every class around it is visible. */
  private boolean isVisible(TypeElement type, PackageElement from) {
    for (Element at = type; at instanceof TypeElement; at = at.getEnclosingElement()) {
      if (!isOpen(at, from)) {
        return false;
      }
    }
    return true;
  }

  private boolean isOpen(Element element, PackageElement from) {
    return element.getModifiers().contains(Modifier.PUBLIC)
        || elements.getPackageOf(element).equals(from)
            && !element.getModifiers().contains(Modifier.PRIVATE);
  }
}
