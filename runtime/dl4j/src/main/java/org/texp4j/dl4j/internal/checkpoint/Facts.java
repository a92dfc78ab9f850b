package org.texp4j.dl4j.internal.checkpoint;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.core.type.TypeReference;
import org.nd4j.shade.jackson.core.util.DefaultIndenter;
import org.nd4j.shade.jackson.core.util.DefaultPrettyPrinter;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/**
 * What is known of a run, as texts by name: one flat JSON object, sorted, the same bytes for the
 * same facts. Immutable.
 *
 * @param values the texts; not null
 */
public record Facts(SortedMap<String, String> values) {

  /** No facts. */
  public static final Facts NONE = new Facts(new TreeMap<>());

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Creates facts, with a copy of the map. */
  public Facts {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  /** A fact in which two runs differ; empty where one of them has none of that name. */
  public record Difference(String name, Optional<String> before, Optional<String> now) {

    /** Whether the runs differ at all in this fact. */
    public boolean isOne() {
      return !before.equals(now);
    }

    @Override
    public String toString() {
      return name + ": was " + before.orElse("not known") + ", is " + now.orElse("not known");
    }
  }

  /** Returns these facts and one more, which replaces any of its name. */
  public Facts with(String name, Object value) {
    TreeMap<String, String> more = new TreeMap<>(values);
    more.put(name, value.toString());
    return new Facts(more);
  }

  /** Returns these facts and others, which replace any of their names. */
  public Facts with(Facts others) {
    TreeMap<String, String> more = new TreeMap<>(values);
    more.putAll(others.values);
    return new Facts(more);
  }

  /** Returns these facts without one. */
  public Facts without(String name) {
    TreeMap<String, String> fewer = new TreeMap<>(values);
    fewer.remove(name);
    return new Facts(fewer);
  }

  /** Returns those of these facts that have one of some names. */
  public Facts only(String... names) {
    TreeMap<String, String> fewer = new TreeMap<>(values);
    fewer.keySet().retainAll(List.of(names));
    return new Facts(fewer);
  }

  /** Returns the facts whose names start with "group.". */
  public Facts in(String group) {
    // In order, "/" comes next after ".".
    return new Facts(values.subMap(group + ".", group + "/"));
  }

  /** Returns a fact; empty if there is none of that name. */
  public Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /**
   * Returns a fact that must be there.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public String require(String name) {
    return get(name)
        .orElseThrow(() -> new IllegalArgumentException("there is no \"" + name + "\""));
  }

  /** Returns in what these facts, of before, differ from those of now, by name. */
  public List<Difference> differences(Facts now) {
    TreeSet<String> names = new TreeSet<>(values.keySet());
    names.addAll(now.values.keySet());
    List<Difference> differences = new ArrayList<>();
    for (String name : names) {
      Difference difference = new Difference(name, get(name), now.get(name));
      if (difference.isOne()) {
        differences.add(difference);
      }
    }
    return List.copyOf(differences);
  }

  /** Returns a JSON object, one fact a line. */
  public String toJson() {
    DefaultPrettyPrinter lines =
        new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
    try {
      return JSON.writer(lines).writeValueAsString(values) + "\n";
    } catch (JsonProcessingException e) {
      throw new AssertionError("texts by name are always JSON", e);
    }
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws IllegalArgumentException if it is not an object of texts
   */
  public static Facts parse(String json) {
    try {
      Map<String, String> values = JSON.readValue(json, new TypeReference<>() {});
      return new Facts(new TreeMap<>(values));
    } catch (JsonProcessingException | RuntimeException e) {
      throw new IllegalArgumentException("not a JSON object of texts: " + e.getMessage(), e);
    }
  }
}
