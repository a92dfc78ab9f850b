package org.texp4j.processor.check;

import java.util.List;
import java.util.Optional;
import org.texp4j.schedule.Plan;

/**
 * A declaration after its checks.
 *
 * @param found what there is to say about it
 * @param plan its plan; empty where it has none, or has a curve that is not known
 */
public record Checked(List<Diagnostic> found, Optional<Plan> plan) {

  /** Creates what was found. */
  public Checked {
    found = List.copyOf(found);
  }

  /** What there is to say where there is no plan. */
  static Checked withoutPlan(List<Diagnostic> found) {
    return new Checked(found, Optional.empty());
  }

  /** Whether a training class may be written. */
  public boolean isSound() {
    return found.stream().noneMatch(Diagnostic::isError);
  }
}
