package org.texp4j.processor.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.texp4j.processor.model.Declaration;

/** Rules for the recipes of one class together. */
final class RecipeRules {

  private RecipeRules() {}

  /** The later of two that would be written as one class. */
  static Stream<Diagnostic> sameName(List<Declaration> before, Declaration recipe) {
    String name = recipe.type().trainingName();
    if (before.stream().noneMatch(other -> other.type().trainingName().equals(name))) {
      return Stream.empty();
    }
    return Stream.of(
        new Diagnostic(
            Code.NAME_CLASH,
            recipe.schedule().position(),
            "two recipes of " + recipe.type().sourceName() + " would be written as " + name,
            "give this @Schedule a name of its own, for example name = \""
                + recipe.type().recipe()
                + "-"
                + (before.size() + 1)
                + "\""));
  }

  /** What was found in each recipe, once: what does not hold for all says for which it does. */
  static List<Diagnostic> together(Map<String, Checked> found) {
    Map<Diagnostic, List<String>> recipes = new LinkedHashMap<>();
    found.forEach(
        (recipe, checked) ->
            checked
                .found()
                .forEach(
                    diagnostic ->
                        recipes.computeIfAbsent(diagnostic, any -> new ArrayList<>()).add(recipe)));
    return recipes.entrySet().stream()
        .map(
            entry ->
                entry.getValue().size() == found.size()
                    ? entry.getKey()
                    : entry.getKey().of("the recipe " + String.join(", ", entry.getValue())))
        .toList();
  }
}
