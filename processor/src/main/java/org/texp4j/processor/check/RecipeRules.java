package org.texp4j.processor.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.texp4j.processor.model.Declaration;
import org.texp4j.processor.model.DeclaredClass;
import org.texp4j.processor.model.RecipeName;
import org.texp4j.processor.model.value.Phrases;

/** Rules for the recipes of one class, or of one compilation, taken together. */
final class RecipeRules {

  private RecipeRules() {}

  /** Reports the later of two recipes that would be written as one class. */
  static List<Diagnostic> sameName(List<Declaration> before, Declaration recipe) {
    String name = recipe.type().trainingName();
    for (Declaration other : before) {
      if (other.type().trainingName().equals(name)) {
        return List.of(sameName(recipe, name, before.size() + 1));
      }
    }
    return List.of();
  }

  /** Reports that another class already has the experiment name of a recipe. */
  static List<Diagnostic> sameExperiment(DeclaredClass other, Declaration recipe) {
    DeclaredClass type = recipe.type();
    String unique = RecipeName.of(type.qualifiedName().replaceFirst(".*?(?=[^.]+\\.[^.]+$)", ""));
    return List.of(
        new Diagnostic(
            Code.EXPERIMENT_CLASH,
            recipe.experiment().name().position(),
            "the experiment "
                + recipe.experimentName()
                + " of "
                + type.qualifiedName()
                + " has the same name as that of "
                + other.qualifiedName()
                + ", so both would use the same directory",
            "give one of them another name, such as @Experiment(name = \"" + unique + "\")"));
  }

  private static Diagnostic sameName(Declaration recipe, String name, int count) {
    return new Diagnostic(
        Code.NAME_CLASH,
        recipe.schedule().position(),
        "two recipes of " + recipe.type().sourceName() + " would both be written as " + name,
        "give this @Schedule its own name, for example name = \""
            + recipe.type().recipe()
            + "-"
            + count
            + "\"");
  }

  /** Every finding once; one that does not apply to all recipes names those to which it does. */
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
              : entry.getKey().of(recipes(entry.getValue())));
    }
    return together;
  }

  private static String recipes(List<String> names) {
    return (names.size() == 1 ? "the recipe " : "the recipes ") + Phrases.list(names);
  }
}
