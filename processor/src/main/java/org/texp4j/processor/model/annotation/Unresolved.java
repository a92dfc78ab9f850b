package org.texp4j.processor.model.annotation;

import java.util.Set;

/**
 * Something in a declaration that the program does not have, or not yet.
 *
 * @param text how the author refers to it, or the value that needs a name; empty where the compiler
 *     does not show that
 * @param known what could stand there, where that is a choice among names
 * @param position where the author refers to it
 */
public record Unresolved(Kind kind, String text, Set<String> known, Position position) {

  /** What is missing. */
  public enum Kind {
    /** A class. */
    CLASS(true),
    /** An annotation type. */
    ANNOTATION(true),
    /** A constant of a class. */
    CONSTANT(true),
    /** A constant of an enum, which is there without it. */
    CHOICE(false),
    /** An attribute of an annotation, which is there without it. */
    ATTRIBUTE(false),
    /** The name of an attribute whose value is given without it. */
    ATTRIBUTE_NAME(false),
    /** A value: it is left out, or of the wrong type. */
    VALUE(false);

    private final boolean mayBeGenerated;

    Kind(boolean mayBeGenerated) {
      this.mayBeGenerated = mayBeGenerated;
    }
  }

  /** Creates what is missing. */
  public Unresolved {
    known = Set.copyOf(known);
  }

  /** Whether another processor may still write it. */
  public boolean mayBeGenerated() {
    return kind.mayBeGenerated;
  }
}
