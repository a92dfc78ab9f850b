package org.texp4j.processor.model;

import java.util.List;
import org.texp4j.processor.model.annotation.Position;

/**
 * A declared class with one of its recipes; it may be a record, enum or interface.
 *
 * @param packageName its package; empty for the unnamed one
 * @param names its simple name, after those of the classes around it
 * @param recipe the name of the recipe among those of the class; empty if it has none
 * @param isHidden whether it or a class around it is private, so its training class cannot see it
 * @param isPublic whether it and every class around it is public
 * @param isDeprecated whether it, a class around it or a method of the declaration is deprecated
 * @param position the class
 */
public record DeclaredClass(
    String packageName,
    List<String> names,
    String recipe,
    boolean isHidden,
    boolean isPublic,
    boolean isDeprecated,
    Position position) {

  /** Creates a class. */
  public DeclaredClass {
    names = List.copyOf(names);
  }

  /** This class with another recipe. */
  public DeclaredClass with(String otherRecipe) {
    return new DeclaredClass(
        packageName, names, otherRecipe, isHidden, isPublic, isDeprecated, position);
  }

  /** The name in source code of the same package: {@code Outer.Inner}. */
  public String sourceName() {
    return String.join(".", names);
  }

  /** The qualified name. */
  public String qualifiedName() {
    return inPackage(sourceName());
  }

  /** The simple name of the class written for it: {@code Outer_InnerTraining}. */
  public String trainingName() {
    String name = recipe.isEmpty() ? "" : RecipeName.inClassName(recipe);
    return String.join("_", names) + name + "Training";
  }

  /** The qualified name of the class written for it. */
  public String qualifiedTrainingName() {
    return inPackage(trainingName());
  }

  /** The experiment's default name: {@code pre-res-net-20}. */
  public String experimentName() {
    return RecipeName.of(names.get(names.size() - 1));
  }

  /** The qualified name of a class in its package. */
  public String inPackage(String name) {
    return packageName.isEmpty() ? name : packageName + "." + name;
  }
}
