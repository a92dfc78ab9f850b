package org.texp4j.processor.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import org.texp4j.processor.model.Declaration;
import org.texp4j.processor.model.Declaration.CosineDecay;
import org.texp4j.processor.model.Declaration.Experiment;
import org.texp4j.processor.model.Declaration.Momentum;
import org.texp4j.processor.model.Declaration.Schedule;
import org.texp4j.processor.model.Declaration.Shape;
import org.texp4j.processor.model.Declaration.StepDecay;
import org.texp4j.processor.model.Declaration.Use;
import org.texp4j.processor.model.Declaration.Warmup;
import org.texp4j.processor.model.Declaration.WeightDecay;
import org.texp4j.processor.model.DeclaredClass;
import org.texp4j.processor.model.Position;

/** Reads a class, its annotations and its methods into the model. */
public final class DeclarationReader {

  /** The package of the language. */
  public static final String LANGUAGE = "org.texp4j.annotations";

  private static final Set<String> KNOWN =
      Set.of(
          "CosineDecay",
          "Experiment",
          "Momentum",
          "Normalized",
          "Schedule",
          "StepDecay",
          "Warmup",
          "WeightDecay");

  private final Elements elements;
  private final MethodReader methods;

  /** Creates a reader of one compilation. */
  public DeclarationReader(Elements elements, Types types) {
    this.elements = elements;
    this.methods = new MethodReader(elements, types);
  }

  /** Whether a class carries a declaration: whether it has {@code @Schedule}. */
  public boolean isDeclaration(TypeElement type) {
    return Language.annotations(type).containsKey("Schedule");
  }

  /** Reads a class by itself. */
  public DeclaredClass readClass(TypeElement type) {
    return ClassReader.read(type, elements);
  }

  /**
   * Reads a declaration; empty where something in it does not compile, or waits for a class that is
   * still to be written.
   */
  public Optional<Declaration> read(TypeElement type) {
    Map<String, AnnotationMirror> present = Language.annotations(type);
    boolean resolved =
        methods.areResolved(type)
            && present.entrySet().stream()
                .filter(entry -> KNOWN.contains(entry.getKey()))
                .allMatch(entry -> Attributes.of(type, entry.getValue()).areResolved());
    return resolved ? Optional.of(declaration(type, present)) : Optional.empty();
  }

  /** The annotations of the language on a class and its methods, in the order written. */
  public List<Use> uses(TypeElement type) {
    return Stream.concat(Stream.of(type), type.getEnclosedElements().stream())
        .flatMap(element -> uses(element, Language.annotations(element)))
        .toList();
  }

  private Declaration declaration(TypeElement type, Map<String, AnnotationMirror> present) {
    Function<String, Optional<Attributes>> find =
        name -> Optional.ofNullable(present.get(name)).map(mirror -> Attributes.of(type, mirror));
    return new Declaration(
        readClass(type),
        experiment(find.apply("Experiment").orElseGet(() -> defaults(type, "Experiment"))),
        schedule(find.apply("Schedule").orElseThrow()),
        find.apply("Normalized").map(of -> of.constant("value")),
        find.apply("WeightDecay")
            .map(of -> new WeightDecay(of.real("value"), of.constant("coupling"))),
        find.apply("Momentum").map(of -> new Momentum(of.real("value"), of.constant("rule"))),
        shapes(type, present),
        find.apply("Warmup").map(of -> new Warmup(of.length(), of.real("from"))),
        methods.read(type),
        uses(type, present).filter(use -> !KNOWN.contains(use.annotation())).toList());
  }

  private Attributes defaults(TypeElement type, String annotation) {
    return Attributes.defaults(type, elements.getTypeElement(Language.PACKAGE + "." + annotation));
  }

  private static Experiment experiment(Attributes of) {
    return new Experiment(
        of.text("name"),
        of.whole("seed"),
        of.whole("batchSize"),
        of.whole("trainingExamples"),
        of.position());
  }

  private static Schedule schedule(Attributes of) {
    return new Schedule(of.constant("type"), of.real("learningRate"), of.length());
  }

  private static List<Shape> shapes(TypeElement type, Map<String, AnnotationMirror> present) {
    List<Shape> shapes = new ArrayList<>();
    present.forEach(
        (name, mirror) -> {
          Attributes of = Attributes.of(type, mirror);
          if (name.equals("StepDecay")) {
            shapes.add(new StepDecay(of.lengths(), of.real("factor")));
          } else if (name.equals("CosineDecay")) {
            shapes.add(new CosineDecay(of.real("minimum"), of.position()));
          }
        });
    return shapes;
  }

  private static Stream<Use> uses(Element element, Map<String, AnnotationMirror> present) {
    return present.entrySet().stream()
        .map(entry -> new Use(entry.getKey(), new Position(element, entry.getValue(), null)));
  }
}
