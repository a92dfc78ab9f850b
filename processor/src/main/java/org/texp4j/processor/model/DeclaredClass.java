package org.texp4j.processor.model;

import java.util.List;

/**
 * The class that carries a declaration, with one of its recipes.
 *
 * @param packageName its package; empty for the unnamed one
 * @param names its simple name, after those of the classes around it
 * @param recipe the name of the recipe among those of the class; empty for one without a name
 * @param form what kind of class it is
 * @param isPublic whether it and every class around it is public
 * @param position the class
 */
public record DeclaredClass(
    String packageName,
    List<String> names,
    String recipe,
    Form form,
    boolean isPublic,
    Position position) {

  /** What kind of class carries the declaration; only {@link #CLASS} is fit to. */
  public enum Form {
    /** A top-level or static nested class without type parameters. */
    CLASS,
    /** An interface. */
    INTERFACE,
    /** An enum. */
    ENUM,
    /** A record. */
    RECORD,
    /** A class with type parameters. */
    GENERIC,
    /** A nested class that is not static. */
    INNER,
    /** A private class, or one inside a private class. */
    PRIVATE
  }

  /** Creates a class. */
  public DeclaredClass {
    names = List.copyOf(names);
  }

  /** The name in source code of the same package: {@code Outer.Inner}. */
  public String sourceName() {
    return String.join(".", names);
  }

  /** The name with its package. */
  public String qualifiedName() {
    return qualified(sourceName());
  }

  /** The simple name of the class written for it: {@code Outer_InnerTraining}. */
  public String trainingName() {
    return String.join("_", names) + RecipeName.inClassName(recipe) + "Training";
  }

  /** The name with its package of the class written for it. */
  public String qualifiedTrainingName() {
    return qualified(trainingName());
  }

  /** The experiment's name where none is declared: {@code pre-res-net-20}. */
  public String experimentName() {
    return RecipeName.of(names.get(names.size() - 1));
  }

  private String qualified(String name) {
    return packageName.isEmpty() ? name : packageName + "." + name;
  }
}
