package org.texp4j.schedule;

/** Thrown for a recipe that has no equivalent in the requested form; says why and at which step. */
public final class InconvertibleRecipeException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  private final long step;

  InconvertibleRecipeException(long step, String message) {
    super(message);
    this.step = step;
  }

  /** The first step at which the conversion fails, counted from 0. */
  public long step() {
    return step;
  }
}
