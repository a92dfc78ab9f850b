package org.texp4j.processor.read;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import org.texp4j.processor.model.Declaration;
import org.texp4j.processor.model.Declaration.AdamW;
import org.texp4j.processor.model.Declaration.Experiment;
import org.texp4j.processor.model.Declaration.Momentum;
import org.texp4j.processor.model.Declaration.Normalized;
import org.texp4j.processor.model.Declaration.Schedule;
import org.texp4j.processor.model.Declaration.Shape;
import org.texp4j.processor.model.Declaration.Use;
import org.texp4j.processor.model.Declaration.Warmup;
import org.texp4j.processor.model.Declaration.WeightDecay;
import org.texp4j.processor.model.DeclaredClass;
import org.texp4j.processor.model.DeclaredMethod;
import org.texp4j.processor.model.Missing;
import org.texp4j.processor.model.Position;
import org.texp4j.processor.model.Written;
import org.texp4j.processor.model.shape.Kind;

/** Reads a class, its annotations and its methods into the model. */
public final class DeclarationReader {

  /** The package of the language. */
  public static final String LANGUAGE = "org.texp4j.annotations";

  private final Elements elements;
  private final MethodReader methods;
  private final FactoryReader factories;
  private final MissingReader missing;

  /** Creates a reader of one compilation. */
  public DeclarationReader(Elements elements, Types types, SourceText text) {
    this.elements = elements;
    this.methods = new MethodReader(elements, types);
    this.factories = new FactoryReader(elements, types);
    this.missing = new MissingReader(methods, factories, text);
  }

  /** Whether annotations of a type are of the language, or carry annotations of the language. */
  public boolean isRecipe(TypeElement annotation) {
    return Carried.isRecipe(annotation, elements);
  }

  /** Whether a class has one of some annotations, itself or by inheritance. */
  public boolean hasAny(TypeElement type, Set<TypeElement> annotations) {
    return elements.getAllAnnotationMirrors(type).stream()
        .anyMatch(mirror -> annotations.contains(Language.type(mirror)));
  }

  /** Whether an element has annotations of the language, other than by way of others. */
  public boolean usesLanguage(TypeElement type) {
    return usesOn(type).findAny().isPresent() || usesOnMethods(type).findAny().isPresent();
  }

  /** Whether a class carries a declaration: whether it has {@code @Schedule}. */
  public boolean isDeclaration(TypeElement type) {
    return !recipes(type).recipes().isEmpty();
  }

  /** Reads a class by itself, once for each of its recipes; none if it carries no declaration. */
  public List<DeclaredClass> readClasses(TypeElement type) {
    return recipes(type).names().stream()
        .map(recipe -> ClassReader.read(type, recipe, elements))
        .toList();
  }

  /** What a class carries; an annotation type carries it for others. */
  private Carried recipes(TypeElement type) {
    return isAnnotation(type) ? Carried.NOTHING : Carried.by(type, elements);
  }

  /**
   * What a class uses that the program does not have, or not yet; of one that carries no
   * declaration only annotations, which might make it carry one.
   */
  public List<Missing> missing(TypeElement type) {
    List<Position> declaration = recipes(type).all();
    return declaration.isEmpty() ? missing.annotations(type) : missing.of(type, declaration);
  }

  /** Reads the declaration of each recipe of a class in which nothing is {@link #missing}. */
  public List<Declaration> read(TypeElement type) {
    Carried carried = Carried.by(type, elements);
    List<String> names = carried.names();
    List<DeclaredMethod> read = methods.read(type);
    List<Declaration> declarations = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      DeclaredClass declared = ClassReader.read(type, names.get(i), elements);
      List<Position> all = carried.all(carried.recipes().get(i));
      declarations.add(declaration(declared, type, all, read));
    }
    return declarations;
  }

  /**
   * The annotations on a class without {@code @Schedule}, and on its methods, that need one. A
   * recipe annotation needs none, and the methods of an abstract class are there to be inherited;
   * static ones of an interface are not.
   */
  public List<Use> orphans(TypeElement type) {
    if (isAnnotation(type)) {
      return List.of();
    }
    Stream<Use> carriers =
        Carried.recipeAnnotations(type, elements).map(mirror -> use(type, mirror));
    boolean inherited =
        type.getKind() == ElementKind.CLASS && type.getModifiers().contains(Modifier.ABSTRACT);
    return Stream.of(usesOn(type), carriers, inherited ? Stream.<Use>empty() : usesOnMethods(type))
        .flatMap(found -> found)
        .toList();
  }

  private static boolean isAnnotation(TypeElement type) {
    return type.getKind() == ElementKind.ANNOTATION_TYPE;
  }

  private Declaration declaration(
      DeclaredClass declared, TypeElement type, List<Position> all, List<DeclaredMethod> methods) {
    Map<String, Written> single = new HashMap<>();
    List<Shape> shapes = new ArrayList<>();
    List<Warmup> warmups = new ArrayList<>();
    List<Use> repeated = new ArrayList<>();
    List<Use> unknown = new ArrayList<>();
    for (Position at : all) {
      String name = Language.name(at.annotation());
      if (!Language.isKnown(at.annotation())) {
        unknown.add(new Use(name, at));
        continue;
      }
      Written written = Attributes.of(at, factories).read();
      Optional<Kind> kind = Kind.of(name);
      if (kind.isPresent()) {
        shapes.add(new Shape(kind.get(), written));
      } else if (name.equals("Warmup")) {
        warmups.add(warmup(written));
      } else if (single.putIfAbsent(name, written) != null) {
        repeated.add(new Use(name, at));
      }
    }
    return new Declaration(
        declared,
        experiment(single.containsKey("Experiment") ? single.get("Experiment") : defaults(type)),
        schedule(single.get("Schedule")),
        Optional.ofNullable(single.get("Normalized")).map(DeclarationReader::normalized),
        Optional.ofNullable(single.get("WeightDecay")).map(DeclarationReader::weightDecay),
        Optional.ofNullable(single.get("Momentum")).map(DeclarationReader::momentum),
        Optional.ofNullable(single.get("AdamW")).map(DeclarationReader::adamW),
        shapes,
        warmups,
        methods,
        repeated,
        unknown);
  }

  private Written defaults(TypeElement type) {
    TypeElement annotation = elements.getTypeElement(Language.PACKAGE + ".Experiment");
    return Attributes.defaults(type, annotation, factories).read();
  }

  private static Experiment experiment(Written of) {
    return new Experiment(
        of.text("name"),
        of.whole("seed"),
        of.whole("batchSize"),
        of.whole("trainingExamples"),
        of.position());
  }

  private static Schedule schedule(Written of) {
    return new Schedule(
        of.text("name"),
        of.text("type"),
        of.real("learningRate"),
        of.length(),
        of.flag("momentumCorrections"));
  }

  private static Normalized normalized(Written of) {
    return new Normalized(of.text("value"), of.flag("onlyInvariant"), of.texts("asserted"));
  }

  private static WeightDecay weightDecay(Written of) {
    return new WeightDecay(of.real("value"), of.text("coupling"));
  }

  private static Momentum momentum(Written of) {
    return new Momentum(of.real("value"), of.text("rule"), of.real("dampening"), of.position());
  }

  private static AdamW adamW(Written of) {
    return new AdamW(of.real("beta1"), of.real("beta2"), of.real("epsilon"), of.position());
  }

  private static Warmup warmup(Written of) {
    return new Warmup(
        of.text("of"), of.length(), of.real("from"), of.text("shape"), of.text("placement"));
  }

  private static Stream<Use> usesOnMethods(TypeElement type) {
    return type.getEnclosedElements().stream()
        .filter(member -> !(member instanceof TypeElement))
        .flatMap(DeclarationReader::usesOn)
        // Of an annotation for classes the compiler says that it does not belong there.
        .filter(use -> Language.ON_METHODS.contains(use.annotation()));
  }

  private static Stream<Use> usesOn(Element element) {
    return Language.annotations(element).stream().map(mirror -> use(element, mirror));
  }

  private static Use use(Element element, AnnotationMirror mirror) {
    return new Use(Language.name(mirror), new Position(element, mirror, null));
  }
}
