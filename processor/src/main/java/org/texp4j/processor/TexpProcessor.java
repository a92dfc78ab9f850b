package org.texp4j.processor;

import com.google.auto.service.AutoService;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.FilerException;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.Processor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.ModuleElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import org.texp4j.processor.check.Check;
import org.texp4j.processor.check.Diagnostic;
import org.texp4j.processor.check.Severities;
import org.texp4j.processor.convert.Convert;
import org.texp4j.processor.model.Declaration;
import org.texp4j.processor.model.DeclaredClass;
import org.texp4j.processor.model.DeclaredRecipe;
import org.texp4j.processor.model.Position;
import org.texp4j.processor.read.DeclarationReader;
import org.texp4j.processor.read.SourceText;
import org.texp4j.processor.read.Suppressions;
import org.texp4j.processor.write.SourceWriter;

/**
 * The compiler of texp4j: for every class {@code X} with {@code @Schedule} it writes {@code
 * XTraining}, or reports what keeps it from doing so.
 *
 * <p>A declaration that uses a class which another processor is still to write waits for it, by
 * name, from round to round.
 */
@AutoService(Processor.class)
public final class TexpProcessor extends AbstractProcessor {

  private static final String GENERATED = "javax.annotation.processing.Generated";

  /** What written classes carry, which are no declarations. */
  private static final Set<String> MARKS =
      Set.of(GENERATED, DeclarationReader.LANGUAGE + ".GeneratedTraining");

  private final Set<String> waiting = new TreeSet<>();
  private final Set<String> sources = new HashSet<>();
  private final Map<String, String> written = new HashMap<>();
  private final Set<String> suppressionsChecked = new HashSet<>();

  private Elements elements;
  private DeclarationReader reader;
  private SourceWriter writer;
  private Report report;

  /** Creates the processor; the compiler does so. */
  public TexpProcessor() {}

  /**
   * The language, and {@code @Generated}: javac's lint wants every annotation in the sources to be
   * claimed by some processor, those in this one's output included.
   */
  @Override
  public Set<String> getSupportedAnnotationTypes() {
    return Set.of(DeclarationReader.LANGUAGE + ".*", GENERATED);
  }

  @Override
  public Set<String> getSupportedOptions() {
    return Check.optionNames();
  }

  @Override
  public SourceVersion getSupportedSourceVersion() {
    return SourceVersion.latest();
  }

  @Override
  public synchronized void init(ProcessingEnvironment environment) {
    super.init(environment);
    elements = environment.getElementUtils();
    reader = new DeclarationReader(elements, environment.getTypeUtils());
    writer = new SourceWriter(environment.getFiler());
    report =
        new Report(
            environment.getMessager(),
            SourceText.of(environment),
            new Severities(environment.getOptions()));
    report.all(Check.options(environment.getOptions()));
  }

  /** Claims what it is given: the language is this processor's alone. */
  @Override
  public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
    ElementFilter.typesIn(round.getRootElements())
        .forEach(type -> sources.add(type.getQualifiedName().toString()));
    for (TypeElement type : types(annotations, round).values()) {
      try {
        compile(type, round.processingOver());
      } catch (RuntimeException | LinkageError failure) {
        report.all(Check.internal(Position.of(type), failure));
      }
    }
    return true;
  }

  /** The classes to look at in a round, by qualified name and in that order. */
  private Map<String, TypeElement> types(
      Set<? extends TypeElement> annotations, RoundEnvironment round) {
    Map<String, TypeElement> types = new TreeMap<>();
    for (String name : waiting) {
      types.put(name, elements.getTypeElement(name));
    }
    waiting.clear();
    for (TypeElement annotation : annotations) {
      if (MARKS.contains(annotation.getQualifiedName().toString())) {
        continue;
      }
      for (Element element : round.getElementsAnnotatedWith(annotation)) {
        TypeElement type =
            (TypeElement)
                (element instanceof TypeElement ? element : element.getEnclosingElement());
        types.put(type.getQualifiedName().toString(), type);
      }
    }
    return types;
  }

  private void compile(TypeElement type, boolean lastRound) {
    checkSuppressions(type);
    if (!reader.isDeclaration(type)) {
      report.all(Check.orphans(reader.uses(type)));
      return;
    }
    Optional<Declaration> declaration = reader.read(type);
    if (declaration.isEmpty() && !lastRound) {
      waiting.add(type.getQualifiedName().toString());
      return;
    }
    DeclaredClass declared = reader.readClass(type);
    List<Diagnostic> around = new ArrayList<>(Check.runtime(declared, hasRuntime()));
    around.addAll(Check.name(declared, taken(declared)));
    List<Diagnostic> found = declaration.map(TexpProcessor::check).orElse(List.of());
    report.all(around);
    report.all(found);
    if (around.isEmpty()) {
      boolean sound = declaration.isPresent() && found.stream().noneMatch(Diagnostic::isError);
      write(declared, declaration.filter(read -> sound), hasGenerated(type));
    }
  }

  /** Those of a class and of the classes around it, each once. */
  private void checkSuppressions(TypeElement type) {
    for (Element at = type; at instanceof TypeElement around; at = at.getEnclosingElement()) {
      if (suppressionsChecked.add(around.getQualifiedName().toString())) {
        report.all(Check.suppressions(Suppressions.in(around)));
      }
    }
  }

  private static List<Diagnostic> check(Declaration declaration) {
    List<Diagnostic> found = new ArrayList<>(Check.declaration(declaration));
    if (found.stream().noneMatch(Diagnostic::isError)) {
      DeclaredRecipe recipe = Convert.recipe(declaration);
      found.addAll(Check.conversion(declaration, recipe, Convert.conversion(declaration)));
    }
    return found;
  }

  /** Writes the training class of a sound declaration, and a stub where there is none. */
  private void write(DeclaredClass type, Optional<Declaration> sound, boolean generated) {
    try {
      if (sound.isPresent()) {
        writer.write(Convert.training(sound.get()), generated);
      } else {
        writer.writeStub(type, generated);
      }
      written.put(type.qualifiedTrainingName(), type.qualifiedName());
    } catch (FilerException taken) {
      report.all(Check.name(type, Optional.of("a class that another processor has written")));
    } catch (IOException failure) {
      report.all(Check.notWritten(type, failure));
    }
  }

  /** What already has the name of the class to write; it may be this compilation's own source. */
  private Optional<String> taken(DeclaredClass type) {
    String name = type.qualifiedTrainingName();
    return written.containsKey(name)
        ? Optional.of("that of " + written.get(name))
        : Optional.of("a class in the sources").filter(source -> sources.contains(name));
  }

  private boolean hasRuntime() {
    return elements.getTypeElement("org.texp4j.dl4j.Experiment") != null;
  }

  /** Whether {@code @Generated} can be used in the module of a class, which need not read it. */
  private boolean hasGenerated(TypeElement type) {
    ModuleElement module = elements.getModuleOf(type);
    TypeElement annotation =
        module == null
            ? elements.getTypeElement(GENERATED)
            : elements.getTypeElement(module, GENERATED);
    return annotation != null;
  }
}
