package org.texp4j.schedule.rule;

import org.texp4j.schedule.rule.Expression.Name;

/**
 * An assignment.
 *
 * @param target the name on the left
 * @param value the expression on the right
 */
public record Statement(Name target, Expression value) {
  @Override
  public String toString() {
    return target + " = " + value;
  }
}
