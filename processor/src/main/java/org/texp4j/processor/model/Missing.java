package org.texp4j.processor.model;

import java.util.Set;

/**
 * Something in a declaration that the program does not have, or not yet: another processor may
 * still write it.
 *
 * @param written how the author refers to it; empty where the compiler does not show that
 * @param known what could stand there, where that is a choice among names
 * @param position where the author refers to it
 */
public record Missing(String written, Set<String> known, Position position) {

  /** Creates what is missing. */
  public Missing {
    known = Set.copyOf(known);
  }
}
