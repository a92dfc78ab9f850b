package org.texp4j.processor;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.annotation.processing.FilerException;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.ModuleElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import org.texp4j.processor.check.Check;
import org.texp4j.processor.check.Diagnostic;
import org.texp4j.processor.model.DeclaredClass;
import org.texp4j.processor.model.Training;
import org.texp4j.processor.write.SourceWriter;
import org.texp4j.processor.write.Surroundings;

/** Writes training classes and stubs, each once and only under a free name. */
final class TrainingClassFiler {

  private final SourceWriter writer;
  private final Elements elements;
  private final SourceClasses sources;
  private final Reporter reporter;
  private final boolean hasRuntime;

  /** The qualified names of the classes written, each with that of its declared class. */
  private final Map<String, String> written = new HashMap<>();

  TrainingClassFiler(
      SourceWriter writer, Elements elements, SourceClasses sources, Reporter reporter) {
    this.writer = writer;
    this.elements = elements;
    this.sources = sources;
    this.reporter = reporter;
    this.hasRuntime = elements.getTypeElement("org.texp4j.dl4j.Experiment") != null;
  }

  /** Whether the classes that training classes call exist. */
  boolean hasRuntime() {
    return hasRuntime;
  }

  /** Whether something was written for a declared class. */
  boolean hasWrittenFor(String declaredName) {
    return written.containsValue(declaredName);
  }

  /** Whether the training class of a declared class, or its stub, was written. */
  boolean hasWritten(DeclaredClass type) {
    return written.containsKey(type.qualifiedTrainingName());
  }

  /** Writes a training class, or reports why it cannot be written. */
  void write(Training training) {
    DeclaredClass type = training.type();
    write(
        type,
        () -> {
          Optional<String> hiding = writer.write(training, surroundings(type));
          if (hiding.isPresent()) {
            reporter.report(Check.hidden(type, hiding.get()));
            writer.writeStub(type, surroundings(type));
          }
        });
  }

  /** Writes the stub of a training class, or reports why it cannot be written. */
  void writeStub(DeclaredClass type) {
    write(type, () -> writer.writeStub(type, surroundings(type)));
  }

  /** Writes the stub of a training class if its name is free. */
  void writeStubIfFree(DeclaredClass type) {
    if (holder(type).isEmpty()) {
      writeStub(type);
    }
  }

  private void write(DeclaredClass type, Output output) {
    // javac calls a class that it could not parse <error>.
    if (!SourceVersion.isName(type.qualifiedTrainingName())) {
      return;
    }
    List<Diagnostic> clash = Check.name(type, holder(type));
    reporter.report(clash);
    if (!clash.isEmpty()) {
      return;
    }
    try {
      output.write();
      written.put(type.qualifiedTrainingName(), type.qualifiedName());
    } catch (FilerException clashing) {
      reporter.report(Check.name(type, Optional.of("a class of another processor")));
    } catch (IOException failure) {
      reporter.report(Check.notWritten(type, failure));
    }
  }

  /** What already has the name of the class to write, if anything does. */
  private Optional<String> holder(DeclaredClass type) {
    String name = type.qualifiedTrainingName();
    if (written.containsKey(name)) {
      return Optional.of("the training class of " + written.get(name));
    }
    return sources.contains(name) ? Optional.of("a class in the sources") : Optional.empty();
  }

  /** What exists in the package and the module of a class. */
  private Surroundings surroundings(DeclaredClass type) {
    ModuleElement module = elements.getModuleOf(type.position().element());
    return new Surroundings(
        hasRuntime,
        exists(RoundProcessor.GENERATED, module),
        name -> exists(type.inPackage(name), module));
  }

  private boolean exists(String name, ModuleElement module) {
    TypeElement found =
        module == null ? elements.getTypeElement(name) : elements.getTypeElement(module, name);
    return found != null;
  }

  private interface Output {
    void write() throws IOException;
  }
}
