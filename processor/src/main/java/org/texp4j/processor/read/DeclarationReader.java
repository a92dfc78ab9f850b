package org.texp4j.processor.read;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
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
import org.texp4j.processor.model.Position;
import org.texp4j.processor.model.Written;
import org.texp4j.processor.model.shape.Kind;

/** Reads a class, its annotations and its methods into the model. */
public final class DeclarationReader {

  /** The package of the language. */
  public static final String LANGUAGE = "org.texp4j.annotations";

  /** What the language has besides shapes. */
  private static final Set<String> OTHERS =
      Set.of("AdamW", "Experiment", "Momentum", "Normalized", "Schedule", "Warmup", "WeightDecay");

  private final Elements elements;
  private final MethodReader methods;
  private final FactoryReader factories;

  /** Creates a reader of one compilation. */
  public DeclarationReader(Elements elements, Types types) {
    this.elements = elements;
    this.methods = new MethodReader(elements, types);
    this.factories = new FactoryReader(elements, types);
  }

  /** Whether a class carries a declaration: whether it has {@code @Schedule}. */
  public boolean isDeclaration(TypeElement type) {
    return Language.has(type, "Schedule");
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
    List<AnnotationMirror> known =
        Language.annotations(type).stream()
            .filter(mirror -> isKnown(Language.name(mirror)))
            .toList();
    boolean resolved =
        methods.areResolved(type)
            && known.stream()
                .allMatch(mirror -> Attributes.of(type, mirror, factories).areResolved());
    return resolved ? Optional.of(declaration(type, known)) : Optional.empty();
  }

  /** The annotations of the language on a class and its methods, in the order written. */
  public List<Use> uses(TypeElement type) {
    return Stream.concat(Stream.of(type), type.getEnclosedElements().stream())
        .flatMap(DeclarationReader::usesOn)
        .toList();
  }

  private Declaration declaration(TypeElement type, List<AnnotationMirror> known) {
    List<Written> written =
        known.stream().map(mirror -> Attributes.of(type, mirror, factories).read()).toList();
    return new Declaration(
        readClass(type),
        experiment(all(written, "Experiment").findFirst().orElseGet(() -> defaults(type))),
        all(written, "Schedule").map(DeclarationReader::schedule).findFirst().orElseThrow(),
        all(written, "Normalized").map(DeclarationReader::normalized).findFirst(),
        all(written, "WeightDecay")
            .map(of -> new WeightDecay(of.real("value"), of.text("coupling")))
            .findFirst(),
        all(written, "Momentum").map(DeclarationReader::momentum).findFirst(),
        all(written, "AdamW").map(DeclarationReader::adamW).findFirst(),
        written.stream()
            .filter(of -> Kind.all().containsKey(of.name()))
            .map(of -> new Shape(Kind.all().get(of.name()), of))
            .toList(),
        all(written, "Warmup").map(DeclarationReader::warmup).toList(),
        methods.read(type),
        usesOn(type).filter(use -> !isKnown(use.annotation())).toList());
  }

  private static boolean isKnown(String name) {
    return OTHERS.contains(name) || Kind.all().containsKey(name);
  }

  private static Stream<Written> all(List<Written> written, String name) {
    return written.stream().filter(of -> of.name().equals(name));
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
        of.text("type"), of.real("learningRate"), of.length(), of.flag("momentumCorrections"));
  }

  private static Normalized normalized(Written of) {
    return new Normalized(of.text("value"), of.flag("onlyInvariant"), of.texts("asserted"));
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

  private static Stream<Use> usesOn(Element element) {
    return Language.annotations(element).stream()
        .map(mirror -> new Use(Language.name(mirror), new Position(element, mirror, null)));
  }
}
