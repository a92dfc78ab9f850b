package org.texp4j.processor.read;

import java.util.Set;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

/** Opens the classes of a compilation, to read their annotations and methods into the model. */
public final class DeclarationReader {

  /** The package of the language. */
  public static final String LANGUAGE = "org.texp4j.annotations";

  private final Elements elements;
  private final MethodReader methods;
  private final FactoryReader factories;
  private final UnresolvedReader unresolved;

  /** Creates a reader of one compilation. */
  public DeclarationReader(Elements elements, Types types, SourceText text) {
    this.elements = elements;
    this.factories = new FactoryReader(elements, types);
    this.methods = new MethodReader(elements, types, factories);
    this.unresolved = new UnresolvedReader(elements, text);
  }

  /** A class as it is in the current round. */
  public DeclaringClass open(TypeElement type) {
    return new DeclaringClass(type, elements, methods, unresolved, factories);
  }

  /** Whether annotations of a type carry annotations of the language, or are update rules. */
  public boolean isRecipe(TypeElement annotation) {
    return AnnotationsByRecipe.isRecipe(annotation, elements);
  }

  /** Whether a class has one of some annotations, itself or by inheritance. */
  public boolean hasAny(TypeElement type, Set<TypeElement> annotations) {
    return elements.getAllAnnotationMirrors(type).stream()
        .anyMatch(mirror -> annotations.contains(Language.type(mirror)));
  }

  /** Whether a class or one of its methods has annotations of the language directly. */
  public boolean usesLanguage(TypeElement type) {
    return Language.usesOn(type).findAny().isPresent()
        || Language.usesOnMethods(type).findAny().isPresent();
  }
}
