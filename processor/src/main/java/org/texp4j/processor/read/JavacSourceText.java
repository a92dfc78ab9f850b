package org.texp4j.processor.read;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.ErrorType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.tools.Diagnostic.Kind;
import org.texp4j.processor.model.annotation.Position;

/** The source text as javac exposes it. */
final class JavacSourceText implements SourceText {

  private final Trees trees;

  private JavacSourceText(Trees trees) {
    this.trees = trees;
  }

  static SourceText of(ProcessingEnvironment environment) {
    return new JavacSourceText(Trees.instance(environment));
  }

  @Override
  public boolean print(Kind kind, String message, Position position) {
    Optional<Tree> tree = inRepeated(position);
    tree.ifPresent(
        found ->
            trees.printMessage(
                kind, message, found, trees.getPath(position.element()).getCompilationUnit()));
    return tree.isPresent();
  }

  @Override
  public Optional<String> at(Position position) {
    return tree(position).map(Tree::toString);
  }

  @Override
  public Map<String, String> unknownAttributes(Position annotation, Set<String> known) {
    Map<String, String> unknown = new LinkedHashMap<>();
    if (tree(annotation).orElse(null) instanceof AnnotationTree tree) {
      for (ExpressionTree argument : tree.getArguments()) {
        String name = attribute(argument);
        if (!known.contains(name)) {
          unknown.put(name, value(argument).toString());
        }
      }
    }
    return unknown;
  }

  @Override
  public Optional<TypeMirror> classLiteral(Position value) {
    return tree(value)
        .filter(MemberSelectTree.class::isInstance)
        .map(
            literal ->
                TreePath.getPath(
                    trees.getPath(value.element()).getCompilationUnit(),
                    ((MemberSelectTree) literal).getExpression()))
        .map(trees::getTypeMirror);
  }

  @Override
  public Optional<String> inaccessible(TypeMirror unresolved) {
    return unresolved instanceof ErrorType error
            && trees.getOriginalType(error) instanceof DeclaredType declared
            && declared.getKind() == TypeKind.DECLARED
        ? Optional.of(((TypeElement) declared.asElement()).getQualifiedName().toString())
        : Optional.empty();
  }

  @Override
  public Map<String, TypeMirror> missingAnnotations(Element element) {
    List<? extends AnnotationTree> written = annotations(trees.getTree(element));
    Map<String, TypeMirror> missing = new LinkedHashMap<>();
    if (written.size() != element.getAnnotationMirrors().size()) {
      for (AnnotationTree annotation : written) {
        TreePath path = new TreePath(trees.getPath(element), annotation);
        if (!exists(type(path))) {
          Tree name = annotation.getAnnotationType();
          missing.put(name.toString(), trees.getTypeMirror(new TreePath(path, name)));
        }
      }
    }
    return missing;
  }

  private Optional<Tree> tree(Position position) {
    Optional<Tree> repeated = inRepeated(position);
    return repeated.isPresent()
        ? repeated
        : Optional.ofNullable(
            trees.getTree(position.element(), position.annotation(), position.value()));
  }

  private static boolean exists(Element type) {
    return type != null && type.asType().getKind() != TypeKind.ERROR;
  }

  /** The tree at a position, if that is inside a repeated annotation. */
  private Optional<Tree> inRepeated(Position position) {
    List<List<AnnotationMirror>> repeated = repeated(position);
    TreePath path = repeated.isEmpty() ? null : trees.getPath(position.element());
    if (path == null || !(path.getLeaf() instanceof ClassTree type)) {
      return Optional.empty();
    }
    Object wanted = position.value() == null ? position.annotation() : position.value();
    return repeated.stream()
        .flatMap(
            siblings -> {
              List<? extends AnnotationTree> written = written(type, path, siblings);
              return written.size() == siblings.size()
                  ? IntStream.range(0, siblings.size())
                      .boxed()
                      .flatMap(i -> find(written.get(i), siblings.get(i), wanted))
                  : Stream.empty();
            })
        .findFirst();
  }

  /**
   * The contents of each container on an element that a position may be inside of; nothing for an
   * annotation directly on the element, as almost all are.
   */
  private static List<List<AnnotationMirror>> repeated(Position position) {
    List<? extends AnnotationMirror> direct = position.element().getAnnotationMirrors();
    List<List<AnnotationMirror>> repeated = new ArrayList<>();
    if (position.annotation() == null || direct.contains(position.annotation())) {
      return repeated;
    }
    for (AnnotationMirror mirror : direct) {
      List<AnnotationMirror> contained = Language.contained(mirror);
      if (!contained.isEmpty()) {
        repeated.add(contained);
      }
    }
    return repeated;
  }

  private List<? extends AnnotationTree> written(
      ClassTree type, TreePath path, List<AnnotationMirror> siblings) {
    return annotations(type).stream()
        .filter(tree -> isOf(new TreePath(path, tree), siblings.get(0)))
        .toList();
  }

  private static List<? extends AnnotationTree> annotations(Tree declared) {
    if (declared instanceof ClassTree type) {
      return type.getModifiers().getAnnotations();
    }
    return declared instanceof MethodTree method
        ? method.getModifiers().getAnnotations()
        : List.of();
  }

  private boolean isOf(TreePath annotation, AnnotationMirror mirror) {
    return mirror.getAnnotationType().asElement().equals(type(annotation));
  }

  private Element type(TreePath annotation) {
    Tree type = ((AnnotationTree) annotation.getLeaf()).getAnnotationType();
    return trees.getElement(new TreePath(annotation, type));
  }

  /** The tree of an annotation, or of a value in it, that the compiler has as a given object. */
  private static Stream<Tree> find(
      AnnotationTree annotation, AnnotationMirror mirror, Object wanted) {
    if (mirror == wanted) {
      return Stream.of(annotation);
    }
    return mirror.getElementValues().entrySet().stream()
        .flatMap(
            entry ->
                annotation.getArguments().stream()
                    .filter(
                        argument ->
                            entry.getKey().getSimpleName().contentEquals(attribute(argument)))
                    .flatMap(argument -> find(value(argument), entry.getValue(), wanted)));
  }

  private static Stream<Tree> find(ExpressionTree written, AnnotationValue value, Object wanted) {
    if (value == wanted) {
      return Stream.of(written);
    }
    if (value.getValue() instanceof List<?> parts) {
      List<? extends ExpressionTree> elements =
          written instanceof NewArrayTree array ? array.getInitializers() : List.of(written);
      return IntStream.range(0, Math.min(parts.size(), elements.size()))
          .boxed()
          .flatMap(i -> find(elements.get(i), (AnnotationValue) parts.get(i), wanted));
    }
    return value.getValue() instanceof AnnotationMirror inner
            && written instanceof AnnotationTree annotation
        ? find(annotation, inner, wanted)
        : Stream.empty();
  }

  private static String attribute(ExpressionTree argument) {
    return argument instanceof AssignmentTree assignment
            && assignment.getVariable() instanceof IdentifierTree name
        ? name.getName().toString()
        : "value";
  }

  private static ExpressionTree value(ExpressionTree argument) {
    return argument instanceof AssignmentTree assignment ? assignment.getExpression() : argument;
  }
}
