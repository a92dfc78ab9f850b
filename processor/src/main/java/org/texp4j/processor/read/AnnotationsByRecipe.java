package org.texp4j.processor.read;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Name;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.util.Elements;
import org.texp4j.processor.model.RecipeName;
import org.texp4j.processor.model.annotation.Position;
import org.texp4j.processor.model.annotation.Position.Origin;

/**
 * The annotations of the language that apply to a class: its own, and those of its recipe
 * annotations.
 *
 * <p>A recipe annotation is an annotation type that itself has annotations of the language. One
 * with {@code @Schedule} is its own recipe, and its other annotations belong to that recipe; the
 * annotations of one without are shared by all recipes of the class, as are those on the class.
 *
 * @param shared the annotations of every recipe
 * @param recipes the recipes
 */
record AnnotationsByRecipe(List<Position> shared, List<Recipe> recipes) {

  /** Of a class without recipes. */
  static final AnnotationsByRecipe NOTHING = new AnnotationsByRecipe(List.of(), List.of());

  private static final String SCHEDULE = "Schedule";

  /**
   * A recipe.
   *
   * @param words the names of the recipe annotations on the way to it
   * @param alone whether it is the only {@code @Schedule} on its element
   * @param schedule its {@code @Schedule}
   * @param own its other annotations that are not shared
   */
  record Recipe(List<String> words, boolean alone, Position schedule, List<Position> own) {

    private Recipe within(String word, List<Position> around) {
      return new Recipe(concat(List.of(word), words), alone, schedule, concat(around, own));
    }

    /** Its name among several recipes, or as the only one. */
    private String name(boolean only) {
      String written = text("name");
      String own = !written.isEmpty() ? written : alone ? "" : type();
      String way = only ? "" : String.join("-", words);
      String name = own.isEmpty() || way.isEmpty() ? way + own : way + "-" + own;
      return name.isEmpty() && !only ? type() : name;
    }

    private String type() {
      return RecipeName.of(text("type"));
    }

    /** A string or the name of a constant in its schedule; empty if there is none. */
    private String text(String attribute) {
      for (Map.Entry<? extends ExecutableElement, ? extends AnnotationValue> entry :
          schedule.annotation().getElementValues().entrySet()) {
        if (entry.getKey().getSimpleName().contentEquals(attribute)) {
          return text(entry.getValue());
        }
      }
      return "";
    }

    private static String text(AnnotationValue value) {
      return value.getValue() instanceof VariableElement constant
          ? constant.getSimpleName().toString()
          : value.toString().startsWith("\"") ? (String) value.getValue() : "";
    }
  }

  /** The annotations that apply to a class. */
  static AnnotationsByRecipe by(TypeElement type, Elements elements) {
    return by(type, Optional.empty(), elements, new HashSet<>());
  }

  /** Whether annotations of a type are a recipe, a part of one, or an update rule. */
  static boolean isRecipe(TypeElement annotation, Elements elements) {
    return annotation.getKind() == ElementKind.ANNOTATION_TYPE
        && (RuleReader.isRule(annotation) || !by(annotation, elements).isEmpty());
  }

  /** The recipe annotations that a class has, itself or from a class above it. */
  static Stream<? extends AnnotationMirror> recipeAnnotations(TypeElement type, Elements elements) {
    return foreign(type, elements).stream()
        .filter(mirror -> isRecipe(Language.type(mirror), elements));
  }

  private static AnnotationsByRecipe by(
      Element element, Optional<Origin> origin, Elements elements, Set<String> path) {
    List<Position> shared = new ArrayList<>();
    List<Position> schedules = new ArrayList<>();
    for (AnnotationMirror mirror : Language.annotations(element)) {
      boolean isSchedule = Language.name(mirror).equals(SCHEDULE);
      (isSchedule ? schedules : shared).add(new Position(element, mirror, null, origin));
    }
    List<Recipe> recipes = new ArrayList<>();
    for (Position schedule : schedules) {
      recipes.add(new Recipe(List.of(), schedules.size() == 1, schedule, List.of()));
    }
    for (AnnotationMirror mirror : foreign(element, elements)) {
      TypeElement type = Language.type(mirror);
      if (RuleReader.isRule(type)) {
        shared.add(new Position(element, mirror, null, origin));
      }
      // An annotation type may be annotated with itself, directly or through others.
      if (path.add(type.getQualifiedName().toString())) {
        Position use = new Position(element, mirror, null, origin).use();
        Origin through = new Origin("@" + type.getSimpleName(), use);
        AnnotationsByRecipe inside = by(type, Optional.of(through), elements, path);
        if (inside.recipes.isEmpty()) {
          shared.addAll(inside.shared);
        }
        String word = RecipeName.of(type.getSimpleName().toString());
        inside.recipes.forEach(recipe -> recipes.add(recipe.within(word, inside.shared)));
        path.remove(type.getQualifiedName().toString());
      }
    }
    return new AnnotationsByRecipe(shared, recipes);
  }

  private static List<AnnotationMirror> foreign(Element element, Elements elements) {
    List<AnnotationMirror> foreign = new ArrayList<>();
    for (AnnotationMirror mirror : elements.getAllAnnotationMirrors(element)) {
      Name name = Language.type(mirror).getQualifiedName();
      if (!Language.isOfLanguage(mirror) && !name.toString().startsWith("java.lang.")) {
        foreign.add(mirror);
      }
    }
    return foreign;
  }

  private boolean isEmpty() {
    return shared.isEmpty() && recipes.isEmpty();
  }

  /** The name of each recipe. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    for (Recipe recipe : recipes) {
      names.add(recipe.name(recipes.size() == 1));
    }
    return names;
  }

  /** The annotations of all recipes, each once; none if there is no recipe. */
  List<Position> all() {
    Map<Position, Position> seen = new IdentityHashMap<>();
    List<Position> all = new ArrayList<>();
    for (Recipe recipe : recipes) {
      for (Position at : all(recipe)) {
        if (seen.put(at, at) == null) {
          all.add(at);
        }
      }
    }
    return all;
  }

  /** All annotations of a recipe, the schedule included. */
  List<Position> all(Recipe recipe) {
    List<Position> all = concat(shared, recipe.own);
    all.add(recipe.schedule);
    return all;
  }

  private static <T> List<T> concat(List<T> first, List<T> second) {
    List<T> both = new ArrayList<>(first);
    both.addAll(second);
    return both;
  }
}
