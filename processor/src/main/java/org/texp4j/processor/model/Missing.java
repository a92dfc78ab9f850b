package org.texp4j.processor.model;

import java.util.Set;

/**
 * Something in a declaration that the program does not have, or not yet.
 *
 * @param written how the author refers to it, or the value that needs a name; empty where the
 *     compiler does not show that
 * @param known what could stand there, where that is a choice among names
 * @param position where the author refers to it
 */
public record Missing(Kind kind, String written, Set<String> known, Position position) {

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

    private final boolean mayCome;

    Kind(boolean mayCome) {
      this.mayCome = mayCome;
    }
  }

  /** Creates what is missing. */
  public Missing {
    known = Set.copyOf(known);
  }

  /** Whether another processor may still write it. */
  public boolean mayCome() {
    return kind.mayCome;
  }
}
