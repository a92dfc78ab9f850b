package org.texp4j.dl4j.internal.invariance;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.texp4j.dl4j.internal.invariance.Condition.Meeting;
import org.texp4j.dl4j.internal.invariance.Condition.Unscaled;

/**
 * Why tensors cannot be scaled: the first condition that leaves no choice, and what that rests on.
 */
final class Obstacles {

  /**
   * What keeps a tensor from being scaled.
   *
   * @param why a clause without its full stop
   * @param remedy a clause; may be empty
   * @param root where it all starts: the tensor first kept, and why; empty if that is this one
   */
  record Obstacle(String why, String remedy, String root) {

    private Obstacle(String why, String remedy) {
      this(why, remedy, "");
    }
  }

  private final Collection<Condition> conditions;
  private final Map<String, Obstacle> obstacles = new HashMap<>();

  private Obstacles(Collection<Condition> conditions) {
    this.conditions = conditions;
  }

  static Obstacles of(Collection<Condition> conditions, Map<String, String> kept) {
    Obstacles result = new Obstacles(conditions);
    kept.forEach((tensor, reason) -> result.obstacles.put(tensor, new Obstacle(reason, "")));
    boolean found;
    do {
      found = false;
      for (Condition condition : conditions) {
        found |= result.follow(condition);
      }
    } while (found);
    return result;
  }

  Obstacle of(String tensor) {
    Obstacle known = obstacles.get(tensor);
    return known != null
        ? known
        : conditions.stream()
            .filter(condition -> difference(condition).containsKey(tensor))
            .filter(Meeting.class::isInstance)
            .map(condition -> unequal((Meeting) condition))
            .findFirst()
            .orElse(new Obstacle("no set of tensors to scale it with was found", ""));
  }

  /** Finds the tensors that a condition, after all found before, leaves only one choice. */
  private boolean follow(Condition condition) {
    Map<String, Integer> difference = difference(condition);
    boolean positive = difference.values().stream().allMatch(factor -> factor > 0);
    boolean negative = difference.values().stream().allMatch(factor -> factor < 0);
    if (difference.isEmpty() || !positive && !negative) {
      return false;
    }
    Obstacle obstacle =
        condition instanceof Unscaled unscaled
            ? new Obstacle(unscaled.why(), unscaled.remedy())
            : oneSided((Meeting) condition, positive);
    difference.keySet().forEach(tensor -> obstacles.put(tensor, obstacle));
    return true;
  }

  private Obstacle oneSided(Meeting meeting, boolean left) {
    String other = left ? meeting.second() : meeting.first();
    Degree degree = left ? meeting.right() : meeting.left();
    String place = "it meets " + other + " in " + meeting.place() + ", which does not scale along";
    return degree.factors().keySet().stream()
        .sorted()
        .filter(obstacles::containsKey)
        .findFirst()
        .map(
            tensor -> {
              Obstacle cause = obstacles.get(tensor);
              String root =
                  cause.root().isEmpty()
                      ? ", where " + tensor + " is kept: " + cause.why()
                      : cause.root();
              return new Obstacle(place + root, cause.remedy(), root);
            })
        .orElse(new Obstacle(place, "put a normalization between it and " + meeting.place()));
  }

  private Obstacle unequal(Meeting meeting) {
    Set<String> free = new HashSet<>();
    for (Degree degree : List.of(meeting.left(), meeting.right())) {
      degree.factors().keySet().stream()
          .filter(tensor -> !obstacles.containsKey(tensor))
          .forEach(free::add);
    }
    return new Obstacle(
        meeting.first()
            + " reaches "
            + meeting.place()
            + " at degree "
            + meeting.left().in(free)
            + ", "
            + meeting.second()
            + " at "
            + meeting.right().in(free),
        "leave it at that, or put a normalization before "
            + meeting.place()
            + " so that the degrees are equal");
  }

  private Map<String, Integer> difference(Condition condition) {
    Map<String, Integer> difference =
        new TreeMap<>(condition.left().plus(condition.right().times(-1)).factors());
    difference
        .entrySet()
        .removeIf(entry -> entry.getValue() == 0 || obstacles.containsKey(entry.getKey()));
    return difference;
  }
}
