package org.texp4j.processor.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.texp4j.processor.model.Declaration;

/** Rules for the recipes of one class together. */
final class RecipeRules {

  private RecipeRules() {}

  /** The later of two that would be written as one class. */
  static List<Diagnostic> sameName(List<Declaration> before, Declaration recipe) {
    String name = recipe.type().trainingName();
    for (Declaration other : before) {
      if (other.type().trainingName().equals(name)) {
        return List.of(sameName(recipe, name, before.size() + 1));
      }
    }
    return List.of();
  }

  private static Diagnostic sameName(Declaration recipe, String name, int count) {
    return new Diagnostic(
        Code.NAME_CLASH,
        recipe.schedule().position(),
        "two recipes of " + recipe.type().sourceName() + " would be written as " + name,
        "give this @Schedule a name of its own, for example name = \""
            + recipe.type().recipe()
            + "-"
            + count
            + "\"");
  }

  /** What was found in each recipe, once: what does not hold for all says for which it does. */
  static List<Diagnostic> together(Map<String, Checked> found) {
    Map<Diagnostic, List<String>> recipes = new LinkedHashMap<>();
    for (Map.Entry<String, Checked> entry : found.entrySet()) {
      for (Diagnostic diagnostic : entry.getValue().found()) {
        recipes.computeIfAbsent(diagnostic, any -> new ArrayList<>()).add(entry.getKey());
      }
    }
    List<Diagnostic> together = new ArrayList<>();
    for (Map.Entry<Diagnostic, List<String>> entry : recipes.entrySet()) {
      together.add(
          entry.getValue().size() == found.size()
              ? entry.getKey()
              : entry.getKey().of("the recipe " + String.join(", ", entry.getValue())));
    }
    return together;
  }
}
