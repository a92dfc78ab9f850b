package org.texp4j.processor.check;

import java.util.List;
import java.util.Optional;
import org.texp4j.schedule.Plan;

/**
 * A declaration after its checks.
 *
 * @param found the diagnostics
 * @param plan its plan; empty if it has none, or if one of its curves is not known
 */
public record Checked(List<Diagnostic> found, Optional<Plan> plan) {

  /** Creates the result of checking a declaration. */
  public Checked {
    found = List.copyOf(found);
  }

  /** Diagnostics for a declaration that has no plan. */
  static Checked withoutPlan(List<Diagnostic> found) {
    return new Checked(found, Optional.empty());
  }

  /** Whether a training class may be written. */
  public boolean isSound() {
    return found.stream().noneMatch(Diagnostic::isError);
  }
}
