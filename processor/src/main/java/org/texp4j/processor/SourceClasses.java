package org.texp4j.processor;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;

/** The top-level classes in the sources of a compilation, generated sources included, by name. */
final class SourceClasses {

  private final Set<String> names = new TreeSet<>();

  /** Adds the classes that are new in a round. */
  void add(RoundEnvironment round) {
    for (TypeElement type : ElementFilter.typesIn(round.getRootElements())) {
      names.add(type.getQualifiedName().toString());
    }
  }

  /** Whether there is a class of a qualified name. */
  boolean contains(String name) {
    return names.contains(name);
  }

  /** Whether an element is one of these classes, or inside of one. */
  boolean contains(Element element) {
    Element at = element;
    while (at.getEnclosingElement() instanceof TypeElement around) {
      at = around;
    }
    return at instanceof TypeElement type && contains(type.getQualifiedName().toString());
  }

  /** The qualified names, sorted. */
  Stream<String> names() {
    return names.stream();
  }
}
