package org.texp4j.processor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import com.google.testing.compile.JavaFileObjects;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.annotation.processing.Completion;
import javax.annotation.processing.Filer;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.Processor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.Test;

/**
 * The processor is what it tells Gradle: isolating. Each file it writes comes from one class, and
 * from nothing that this class does not reach.
 */
final class IncrementalTest {

  private static final String METADATA = "/META-INF/gradle/incremental.annotation.processors";

  @Test
  void tellsGradleSo() throws IOException {
    try (InputStream metadata = TexpProcessor.class.getResourceAsStream(METADATA)) {
      assertThat(new String(metadata.readAllBytes(), StandardCharsets.UTF_8).lines())
          .contains(TexpProcessor.class.getName() + ",isolating")
          .allMatch(line -> line.endsWith("Processor,isolating"));
    }
  }

  @Test
  void namesTheDeclaredClassAloneAsTheOriginOfAFile() {
    Spy spy = new Spy();
    Compilation compilation =
        Compiler.javac().withOptions("-proc:only").withProcessors(spy).compile(all());

    assertThat(compilation.errors()).isEmpty();
    assertThat(spy.calls)
        .extracting(call -> call.replaceFirst("createSourceFile (\\S+) from .*", "$1"))
        .containsExactlyInAnyOrderElementsOf(
            Sources.goldenTraining().keySet().stream()
                .map(path -> path.replace(".java", "").replace('/', '.'))
                .toList());
    assertThat(spy.calls)
        .map(call -> call.replace('_', '.'))
        .allMatch(call -> call.matches("createSourceFile (\\S+)\\w*Training from \\1"));
  }

  /** What is written and said of a class alone is what is written and said of it among others. */
  @Test
  void treatsAClassAloneAsAmongOthers() {
    Compilation together = Compile.onlyProcessing(all());
    for (JavaFileObject source : all()) {
      Compilation alone = Compile.onlyProcessing(source);
      assertThat(alone.generatedSourceFiles()).isNotEmpty();
      for (JavaFileObject written : alone.generatedSourceFiles()) {
        String name =
            written
                .getName()
                .replaceFirst("^/SOURCE_OUTPUT/", "")
                .replace(".java", "")
                .replace('/', '.');
        assertThat(Compile.generated(alone, name)).isEqualTo(Compile.generated(together, name));
      }
    }
  }

  private static JavaFileObject[] all() {
    return Sources.golden().entrySet().stream()
        .map(
            entry ->
                JavaFileObjects.forSourceString(
                    entry.getKey().replace(".java", "").replace('/', '.'), entry.getValue()))
        .toArray(JavaFileObject[]::new);
  }

  /** The processor, with every call it makes to the filer. */
  private static final class Spy implements Processor {

    private final Processor processor = new TexpProcessor();
    private final List<String> calls = new ArrayList<>();

    @Override
    public void init(ProcessingEnvironment environment) {
      processor.init(
          proxy(
              ProcessingEnvironment.class,
              environment,
              "getFiler",
              () -> proxy(Filer.class, environment.getFiler(), null, null)));
    }

    private <T> T proxy(Class<T> type, Object target, String special, Supplier<Object> instead) {
      return type.cast(
          Proxy.newProxyInstance(
              type.getClassLoader(),
              new Class<?>[] {type},
              (self, method, arguments) -> {
                if (method.getName().equals(special)) {
                  return instead.get();
                }
                if (type == Filer.class) {
                  calls.add(
                      method.getName()
                          + " "
                          + arguments[0]
                          + " from "
                          + String.join(
                              ", ",
                              Stream.of((Object[]) arguments[1]).map(Object::toString).toList()));
                }
                try {
                  return method.invoke(target, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              }));
    }

    @Override
    public Set<String> getSupportedOptions() {
      return processor.getSupportedOptions();
    }

    @Override
    public Set<String> getSupportedAnnotationTypes() {
      return processor.getSupportedAnnotationTypes();
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
      return processor.getSupportedSourceVersion();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
      return processor.process(annotations, round);
    }

    @Override
    public Iterable<? extends Completion> getCompletions(
        Element element, AnnotationMirror annotation, ExecutableElement member, String text) {
      return List.of();
    }
  }
}
