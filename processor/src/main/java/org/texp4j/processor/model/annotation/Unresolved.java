package org.texp4j.processor.model.annotation;

import java.util.Set;

/**
 * Something that a declaration refers to and that does not exist, or not yet.
 *
 * @param text how the author refers to it, or the value that needs a name; empty where the compiler
 *     does not show that
 * @param known the names that would be valid there, if there are only some
 * @param position where the author refers to it
 */
public record Unresolved(Kind kind, String text, Set<String> known, Position position) {

  /** What is missing. */
  public enum Kind {
    /** A class. */
    CLASS(true),
    /** An annotation type. */
    ANNOTATION(true),
    /** A class that exists, but not for the author of the declaration. */
    INACCESSIBLE(false),
    /** A constant of a class. */
    CONSTANT(true),
    /** A constant of an enum that exists. */
    CHOICE(false),
    /** An attribute of an annotation that exists. */
    ATTRIBUTE(false),
    /** The name of an attribute whose value is written without one. */
    ATTRIBUTE_NAME(false),
    /** A value: it is left out, or of the wrong type. */
    VALUE(false);

    private final boolean mayBeGenerated;

    Kind(boolean mayBeGenerated) {
      this.mayBeGenerated = mayBeGenerated;
    }
  }

  /** Creates an unresolved reference. */
  public Unresolved {
    known = Set.copyOf(known);
  }

  /** Whether another processor may still generate it. */
  public boolean mayBeGenerated() {
    return kind.mayBeGenerated;
  }
}
