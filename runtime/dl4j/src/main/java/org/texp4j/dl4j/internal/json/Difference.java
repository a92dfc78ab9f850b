package org.texp4j.dl4j.internal.json;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A value in which two JSON objects differ.
 *
 * @param name the path of the value
 * @param before the value in the first; empty if it has none
 * @param now the value in the second; empty if it has none
 */
public record Difference(String name, Optional<String> before, Optional<String> now) {

  /** Returns all differences of two objects, in the order of their members. */
  public static List<Difference> between(JsonObject before, JsonObject now) {
    Map<String, String> old = before.flat();
    Map<String, String> current = now.flat();
    Set<String> names = new LinkedHashSet<>(old.keySet());
    names.addAll(current.keySet());
    return names.stream()
        .map(
            name ->
                new Difference(
                    name,
                    Optional.ofNullable(old.get(name)),
                    Optional.ofNullable(current.get(name))))
        .filter(difference -> !difference.before.equals(difference.now))
        .toList();
  }

  /** This difference of objects that are the member of that name of others. */
  public Difference in(String member) {
    return new Difference(member + "." + name, before, now);
  }

  /** Returns both values, as in {@code seed: was 7, is 8}. */
  @Override
  public String toString() {
    return name + ": was " + before.orElse("none") + ", is " + now.orElse("none");
  }
}
