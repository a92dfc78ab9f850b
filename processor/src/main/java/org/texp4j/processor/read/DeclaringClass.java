package org.texp4j.processor.read;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import org.texp4j.processor.model.Declaration;
import org.texp4j.processor.model.Declaration.Use;
import org.texp4j.processor.model.DeclaredClass;
import org.texp4j.processor.model.DeclaredMethod;
import org.texp4j.processor.model.DeclaredRule;
import org.texp4j.processor.model.annotation.Position;
import org.texp4j.processor.model.annotation.Unresolved;

/** A class that may have a declaration, as it is in the current round. */
public final class DeclaringClass {

  private final TypeElement type;
  private final Elements elements;
  private final MethodReader methodReader;
  private final UnresolvedReader unresolvedReader;
  private final FactoryReader factories;
  private final RuleReader rules;
  private final RoleMethods methods;
  private final AnnotationsByRecipe annotations;
  private final Map<Position, AnnotationReader> readers = new IdentityHashMap<>();

  DeclaringClass(
      TypeElement type,
      Elements elements,
      MethodReader methodReader,
      UnresolvedReader unresolvedReader,
      FactoryReader factories) {
    this.type = type;
    this.elements = elements;
    this.methodReader = methodReader;
    this.unresolvedReader = unresolvedReader;
    this.factories = factories;
    this.rules = new RuleReader(factories);
    this.methods = RoleMethods.of(type);
    // The annotations on an annotation type are for the classes that use it.
    this.annotations =
        isAnnotation() ? AnnotationsByRecipe.NOTHING : AnnotationsByRecipe.by(type, elements);
  }

  /** Whether it has a declaration, that is, {@code @Schedule}. */
  public boolean isDeclaration() {
    return !annotations.recipes().isEmpty();
  }

  /**
   * Its references to what does not exist, or not yet; without a declaration only those to
   * annotations, which might give it one.
   */
  public List<Unresolved> unresolved() {
    if (RuleReader.isRule(type)) {
      return unresolvedReader.of(methods, rules.definitions(type));
    }
    if (!isDeclaration()) {
      return unresolvedReader.annotations(methods);
    }
    return unresolvedReader.of(
        methods,
        Stream.concat(
                annotations.all().stream().flatMap(this::readers),
                methodReader.annotations(methods).stream())
            .toList());
  }

  /** What has to be resolved to read an annotation. */
  private Stream<AnnotationReader> readers(Position at) {
    if (Language.isKnown(at.annotation())) {
      return Stream.of(reader(at));
    }
    return Language.isRule(at.annotation())
        ? Stream.of(reader(at), rules.definition(at))
        : Stream.empty();
  }

  /** The update rules that annotations of this type can be; none if it is no such type. */
  public List<DeclaredRule> rules() {
    return RuleReader.isRule(type) ? rules.read(type) : List.of();
  }

  /** The class itself, as if it had one recipe without a name. */
  public DeclaredClass itself() {
    return ClassReader.read(methods, elements);
  }

  /** The class itself, once for each of its recipes; none if it has no declaration. */
  public List<DeclaredClass> classes() {
    if (!isDeclaration()) {
      return List.of();
    }
    DeclaredClass declared = itself();
    return annotations.names().stream().map(declared::with).toList();
  }

  /** The declaration of each of its recipes, if nothing is {@link #unresolved}. */
  public List<Declaration> declarations() {
    List<DeclaredClass> classes = classes();
    List<DeclaredMethod> read = methodReader.read(methods);
    List<Declaration> declarations = new ArrayList<>();
    for (int i = 0; i < classes.size(); i++) {
      DeclarationBuilder recipe = recipe(annotations.all(annotations.recipes().get(i)));
      declarations.add(recipe.declaration(classes.get(i), read));
    }
    return declarations;
  }

  /**
   * Its annotations, and those of its methods, that have no effect without {@code @Schedule}. A
   * recipe annotation needs none. The methods of an abstract class are excepted, since subclasses
   * inherit them; static methods of interfaces are not inherited.
   */
  public List<Use> orphans() {
    if (isAnnotation()) {
      return List.of();
    }
    Stream<Use> carriers =
        AnnotationsByRecipe.recipeAnnotations(type, elements)
            .map(mirror -> Language.use(type, mirror));
    boolean inherited =
        type.getKind() == ElementKind.CLASS && type.getModifiers().contains(Modifier.ABSTRACT);
    return Stream.of(
            Language.usesOn(type),
            carriers,
            inherited ? Stream.<Use>empty() : Language.usesOnMethods(type))
        .flatMap(found -> found)
        .toList();
  }

  private DeclarationBuilder recipe(List<Position> all) {
    DeclarationBuilder recipe = new DeclarationBuilder();
    for (Position at : all) {
      if (Language.isKnown(at.annotation())) {
        recipe.add(reader(at).read());
      } else if (Language.isRule(at.annotation())) {
        recipe.add(rules.read(at));
      } else {
        recipe.addUnknown(new Use(Language.name(at.annotation()), at));
      }
    }
    if (!recipe.has("Experiment")) {
      TypeElement annotation = elements.getTypeElement(Language.PACKAGE + ".Experiment");
      recipe.add(AnnotationReader.defaults(type, annotation, factories).read());
    }
    return recipe;
  }

  private AnnotationReader reader(Position at) {
    return readers.computeIfAbsent(at, any -> AnnotationReader.of(at, factories));
  }

  private boolean isAnnotation() {
    return type.getKind() == ElementKind.ANNOTATION_TYPE;
  }
}
