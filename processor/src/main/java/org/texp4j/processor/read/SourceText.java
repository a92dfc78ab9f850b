package org.texp4j.processor.read;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.Element;
import javax.lang.model.type.TypeMirror;
import javax.tools.Diagnostic;
import org.texp4j.processor.model.annotation.Position;

/**
 * The source text of the program being compiled, if the compiler exposes it: javac does, other
 * compilers and some builds do not. Only the quality of messages may depend on it.
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
        public Optional<TypeMirror> classLiteral(Position value) {
          return Optional.empty();
        }

        @Override
        public Optional<String> inaccessible(TypeMirror unresolved) {
          return Optional.empty();
        }

        @Override
        public Map<String, TypeMirror> missingAnnotations(Element element) {
          return Map.of();
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
   * Prints a message inside a repeated annotation, where {@link
   * javax.annotation.processing.Messager} finds only the class.
   *
   * @return whether it was printed
   */
  boolean print(Diagnostic.Kind kind, String message, Position position);

  /** The source text at a position. */
  Optional<String> at(Position position);

  /** The values written in an annotation for attributes it does not have, by attribute name. */
  Map<String, String> unknownAttributes(Position annotation, Set<String> known);

  /** The type in a class literal, which an annotation's value does not tell if it is unresolved. */
  Optional<TypeMirror> classLiteral(Position value);

  /** The qualified name of a class that exists and is not accessible where it is named. */
  Optional<String> inaccessible(TypeMirror unresolved);

  /**
   * The annotations on a class or method whose types do not exist, by their names as written. Not
   * every javac includes them in {@link Element#getAnnotationMirrors}.
   */
  Map<String, TypeMirror> missingAnnotations(Element element);
}
