package org.texp4j.processor.read;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.Element;
import javax.tools.Diagnostic;
import org.texp4j.processor.model.annotation.Position;

/**
 * The text of the program being compiled, as far as the compiler shows it: javac does, others and
 * builds that hide it do not. Nothing may depend on it but how well something is said.
 */
public interface SourceText {

  /** No text. */
  SourceText NONE =
      new SourceText() {
        @Override
        public boolean print(Diagnostic.Kind kind, String message, Position position) {
          return false;
        }

        @Override
        public Optional<String> at(Position position) {
          return Optional.empty();
        }

        @Override
        public Map<String, String> unknownAttributes(Position annotation, Set<String> known) {
          return Map.of();
        }

        @Override
        public List<String> missingAnnotations(Element element) {
          return List.of();
        }
      };

  /** The text of a compilation. */
  static SourceText of(ProcessingEnvironment environment) {
    try {
      return JavacSourceText.of(environment);
    } catch (IllegalArgumentException | LinkageError notShown) {
      return NONE;
    }
  }

  /**
   * Prints a message inside an annotation that is repeated, where {@link
   * javax.annotation.processing.Messager} only finds the class.
   *
   * @return whether it was printed
   */
  boolean print(Diagnostic.Kind kind, String message, Position position);

  /** What is written in a place. */
  Optional<String> at(Position position);

  /** What is written in an annotation for attributes that are not among its known ones, by name. */
  Map<String, String> unknownAttributes(Position annotation, Set<String> known);

  /**
   * The annotations on a class or method whose types do not exist, by their names as written. Not
   * every javac shows them as {@link Element#getAnnotationMirrors}.
   */
  List<String> missingAnnotations(Element element);
}
