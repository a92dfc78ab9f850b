package org.texp4j.processor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.annotation.processing.FilerException;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.ModuleElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import org.texp4j.processor.check.Check;
import org.texp4j.processor.check.Checked;
import org.texp4j.processor.check.Diagnostic;
import org.texp4j.processor.check.Severities;
import org.texp4j.processor.convert.Convert;
import org.texp4j.processor.model.Declaration;
import org.texp4j.processor.model.DeclaredClass;
import org.texp4j.processor.model.Missing;
import org.texp4j.processor.model.Position;
import org.texp4j.processor.model.Training;
import org.texp4j.processor.read.DeclarationReader;
import org.texp4j.processor.read.DeclaringClass;
import org.texp4j.processor.read.SourceText;
import org.texp4j.processor.read.Suppressions;
import org.texp4j.processor.write.SourceWriter;
import org.texp4j.schedule.Plan;

/**
 * What goes on in one compilation: writes a class for each recipe of each declared class {@code X},
 * {@code XTraining} if there is one, or reports what keeps it from doing so.
 *
 * <p>A declaration that uses a class which another processor is still to write waits for it, by
 * name, from round to round. Whatever happens, the classes to write are written, if only as stubs.
 */
final class Compiler {

  static final String GENERATED = "javax.annotation.processing.Generated";

  /** What written classes carry, which are no declarations. */
  private static final Set<String> MARKS =
      Set.of(GENERATED, DeclarationReader.LANGUAGE + ".GeneratedTraining");

  private final Set<String> waiting = new TreeSet<>();
  private final Set<String> sources = new TreeSet<>();
  private final Map<String, String> written = new HashMap<>();
  private final Set<String> suppressionsChecked = new HashSet<>();

  private final BiFunction<Declaration, Optional<Plan>, Training> conversion;
  private final Elements elements;
  private final DeclarationReader reader;
  private final SourceWriter writer;
  private final Report report;
  private final Map<ModuleElement, Boolean> hasGenerated = new HashMap<>();
  private final boolean hasRuntime;

  Compiler(
      ProcessingEnvironment environment,
      BiFunction<Declaration, Optional<Plan>, Training> conversion) {
    SourceText text = SourceText.of(environment);
    this.conversion = conversion;
    this.elements = environment.getElementUtils();
    this.reader = new DeclarationReader(elements, environment.getTypeUtils(), text);
    this.writer = new SourceWriter(environment.getFiler());
    this.report =
        new Report(
            environment.getMessager(),
            text,
            new Severities(environment.getOptions()),
            this::isSource);
    this.hasRuntime = elements.getTypeElement("org.texp4j.dl4j.Experiment") != null;
  }

  /** Reports what is wrong with the options of the compilation. */
  void checkOptions(Map<String, String> options) {
    report.all(Check.options(options));
  }

  /** Whether a class has annotations of the language, other than by way of recipe annotations. */
  boolean usesLanguage(TypeElement type) {
    return reader.usesLanguage(type);
  }

  /** Whether an annotation is a recipe annotation. */
  boolean isRecipe(TypeElement annotation) {
    return reader.isRecipe(annotation);
  }

  /**
   * Compiles the classes of a round.
   *
   * @param annotations the annotations to look for
   * @param its which classes are this compiler's
   */
  void round(
      Set<? extends TypeElement> annotations, RoundEnvironment round, Predicate<TypeElement> its) {
    List<TypeElement> types = new ArrayList<>(late(round));
    for (String name : waiting) {
      types.addAll(named(name));
    }
    waiting.clear();
    types.addAll(annotated(annotations, round));
    Map<String, TypeElement> sorted = new TreeMap<>();
    for (TypeElement type : types) {
      if (its.test(type)) {
        sorted.put(type.getQualifiedName().toString(), type);
      }
    }
    for (TypeElement type : ElementFilter.typesIn(round.getRootElements())) {
      sources.add(type.getQualifiedName().toString());
    }
    for (TypeElement type : sorted.values()) {
      compileOrFail(type, round.processingOver());
    }
  }

  /** The classes with one of some annotations, on themselves or on a member. */
  private static List<TypeElement> annotated(
      Set<? extends TypeElement> annotations, RoundEnvironment round) {
    List<TypeElement> wanted = new ArrayList<>();
    for (TypeElement annotation : annotations) {
      if (!MARKS.contains(annotation.getQualifiedName().toString())) {
        wanted.add(annotation);
      }
    }
    List<TypeElement> types = new ArrayList<>();
    if (!wanted.isEmpty()) {
      TypeElement[] any = wanted.toArray(new TypeElement[0]);
      for (Element element : round.getElementsAnnotatedWithAny(any)) {
        Element type = element instanceof TypeElement ? element : element.getEnclosingElement();
        types.add((TypeElement) type);
      }
    }
    return types;
  }

  /**
   * The classes of earlier rounds with a recipe annotation that only now exists, of which nothing
   * showed before that they carry a declaration.
   */
  private List<TypeElement> late(RoundEnvironment round) {
    Set<TypeElement> arrived = new HashSet<>();
    for (TypeElement type : ElementFilter.typesIn(round.getRootElements())) {
      if (!sources.isEmpty() && reader.isRecipe(type)) {
        arrived.add(type);
      }
    }
    return arrived.isEmpty()
        ? List.of()
        : sources.stream()
            .flatMap(name -> named(name).stream())
            .flatMap(Compiler::withInner)
            .filter(type -> reader.hasAny(type, arrived))
            .filter(type -> !written.containsValue(type.getQualifiedName().toString()))
            .toList();
  }

  private Set<? extends TypeElement> named(String name) {
    return elements.getAllTypeElements(name);
  }

  private static Stream<TypeElement> withInner(TypeElement type) {
    return Stream.concat(
        Stream.of(type),
        ElementFilter.typesIn(type.getEnclosedElements()).stream().flatMap(Compiler::withInner));
  }

  private void compileOrFail(TypeElement type, boolean lastRound) {
    try {
      compile(type, lastRound);
    } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError failure) {
      report.all(Check.internal(type.getQualifiedName().toString(), Position.of(type), failure));
      stubs(type);
    }
  }

  private void compile(TypeElement type, boolean lastRound) {
    DeclaringClass declaring = reader.open(type);
    List<Missing> missing = declaring.missing();
    List<Missing> hopeless = new ArrayList<>();
    for (Missing any : missing) {
      if (!any.mayCome()) {
        hopeless.add(any);
      }
    }
    if (!missing.isEmpty() && hopeless.isEmpty() && !lastRound) {
      waiting.add(type.getQualifiedName().toString());
      return;
    }
    checkSuppressions(type);
    report.all(Check.missing(lastRound ? missing : hopeless));
    if (!declaring.isDeclaration()) {
      boolean orphaned = missing.isEmpty() && report.all(Check.orphans(declaring.orphans()));
      if (orphaned || lastRound && Check.isScheduleMeant(missing)) {
        stubOfMeant(declaring.itself(), hasGenerated(type));
      }
      return;
    }
    if (!hasRuntime) {
      report.all(Check.runtimeMissing(declaring.classes().get(0)));
    }
    if (missing.isEmpty()) {
      compile(declaring.declarations(), hasGenerated(type));
    } else {
      stubs(type);
    }
  }

  /**
   * Compiles the recipes of a class, of which each later one that has the name of another waits.
   */
  private void compile(List<Declaration> recipes, boolean generated) {
    List<Declaration> named = new ArrayList<>();
    for (Declaration recipe : recipes) {
      List<Diagnostic> same = Check.sameName(named, recipe);
      report.all(same);
      if (same.isEmpty()) {
        named.add(recipe);
      }
    }
    Map<String, Checked> found = new LinkedHashMap<>();
    for (Declaration recipe : named) {
      found.put(recipe.type().recipe(), check(recipe));
    }
    report.all(Check.together(found));
    for (Declaration recipe : named) {
      Checked checked = found.get(recipe.type().recipe());
      Optional<Training> sound =
          checked.isSound() && hasRuntime
              ? Optional.of(conversion.apply(recipe, checked.plan()))
              : Optional.empty();
      write(recipe.type(), sound, generated);
    }
  }

  private static Checked check(Declaration declaration) {
    Checked alone = new Checked(Check.declaration(declaration), Optional.empty());
    if (!alone.isSound()) {
      return alone;
    }
    Checked converted =
        Check.conversion(declaration, Convert.recipe(declaration), Convert.conversion(declaration));
    List<Diagnostic> found = new ArrayList<>(alone.found());
    found.addAll(converted.found());
    return new Checked(found, converted.plan());
  }

  /** Writes what stands in for the training classes of a declaration that is not read. */
  private void stubs(TypeElement type) {
    try {
      boolean generated = hasGenerated(type);
      reader.open(type).classes().stream()
          .filter(declared -> !written.containsKey(declared.qualifiedTrainingName()))
          .forEach(declared -> write(declared, Optional.empty(), generated));
    } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError again) {
      // What keeps them from being written has been reported: it is why there are stubs.
    }
  }

  /** Writes the stub of a class that is no declaration by mistake, if its name is free. */
  private void stubOfMeant(DeclaredClass type, boolean generated) {
    if (taken(type).isEmpty()) {
      write(type, Optional.empty(), generated);
    }
  }

  /**
   * Writes the training class of a sound declaration, and a stub where there is none; nothing for a
   * class that javac could not parse, which is called {@code <error>}.
   */
  private void write(DeclaredClass type, Optional<Training> sound, boolean generated) {
    if (!SourceVersion.isName(type.qualifiedTrainingName())) {
      return;
    }
    List<Diagnostic> clash = Check.name(type, taken(type));
    report.all(clash);
    if (!clash.isEmpty()) {
      return;
    }
    try {
      if (sound.isPresent()) {
        writer.write(sound.get(), generated);
      } else {
        writer.writeStub(type, hasRuntime, generated);
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
    if (written.containsKey(name)) {
      return Optional.of("that of " + written.get(name));
    }
    return sources.contains(name) ? Optional.of("a class in the sources") : Optional.empty();
  }

  /** The texts of a class, of the classes around it and of their module, each once. */
  private void checkSuppressions(TypeElement type) {
    for (Element at = type; at != null; at = at.getEnclosingElement()) {
      if (suppressionsChecked.add(at.getKind() + " " + at)) {
        report.all(Check.suppressions(Suppressions.in(at)));
      }
    }
  }

  /** Whether an element is written in a source of this compilation. */
  private boolean isSource(Element element) {
    Element at = element;
    while (at.getEnclosingElement() instanceof TypeElement around) {
      at = around;
    }
    return at instanceof TypeElement type && sources.contains(type.getQualifiedName().toString());
  }

  /** Whether {@code @Generated} can be used in the module of a class, which need not read it. */
  private boolean hasGenerated(TypeElement type) {
    ModuleElement module = elements.getModuleOf(type);
    if (!hasGenerated.containsKey(module)) {
      TypeElement generated =
          module == null
              ? elements.getTypeElement(GENERATED)
              : elements.getTypeElement(module, GENERATED);
      hasGenerated.put(module, generated != null);
    }
    return hasGenerated.get(module);
  }
}
