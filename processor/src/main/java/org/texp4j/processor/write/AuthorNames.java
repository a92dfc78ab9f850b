package org.texp4j.processor.write;

import com.palantir.javapoet.CodeBlock;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.texp4j.processor.model.DeclaredClass;
import org.texp4j.processor.model.Training;
import org.texp4j.processor.model.value.FactoryClass;

/**
 * How a training class names the classes of its author, whatever else is in their package.
 *
 * <p>Usually by simple names, and a class that it would import under one of these is qualified. But
 * a class {@code org} in the package hides the package {@code org}, except in imports. Beside such
 * a class everything is imported, and the author's classes are qualified instead; so are those with
 * the name of a constant of the training class, which hides them.
 */
final class AuthorNames {

  private static final Set<String> CONSTANTS =
      Set.of("STEPS_PER_EPOCH", "DECLARATION_DIGEST", "SOURCE_DIGEST", "PLAN", "EXPERIMENT");

  private static final Pattern NOT_CODE =
      Pattern.compile(
          "(?s)/\\*.*?\\*/|//[^\n]*|\"(\\\\.|[^\"\\\\])*\"|(?m)^(import|package) [^;]*;");

  private final DeclaredClass type;
  private final Set<String> factories;
  private final Set<String> hiddenPackages;
  private final boolean isQualified;

  private AuthorNames(DeclaredClass type, Set<String> factories, Set<String> hiddenPackages) {
    this.type = type;
    this.factories = Set.copyOf(factories);
    this.hiddenPackages = hiddenPackages;
    this.isQualified =
        (!hiddenPackages.isEmpty() || CONSTANTS.contains(outermost()))
            && isReachable(type.packageName());
  }

  /**
   * The names in a training class.
   *
   * @param hasNeighbor whether the package has a top-level class of a simple name
   */
  static AuthorNames in(Training training, Predicate<String> hasNeighbor) {
    Stream<String> named =
        Stream.concat(
            Stream.of("java", "javax", "org", training.type().packageName()),
            training.factories().map(FactoryClass::packageName));
    return new AuthorNames(
        training.type(),
        training
            .factories()
            .map(factory -> ClassNames.factory(factory).topLevelClassName().simpleName())
            .collect(Collectors.toSet()),
        named
            .map(AuthorNames::root)
            .filter(root -> !root.isEmpty() && hasNeighbor.test(root))
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  /** The declared class. */
  String declared() {
    return isQualified ? type.qualifiedName() : type.sourceName();
  }

  /** A class that makes a curve. */
  CodeBlock factory(FactoryClass named) {
    return isQualified && isReachable(named.packageName())
        ? CodeBlock.of("$L", named.qualifiedName())
        : CodeBlock.of("$T", ClassNames.factory(named));
  }

  /** A name for a class inside the training class that hides none that it needs. */
  String inner(String wanted) {
    String name = wanted;
    while (name.equals(outermost())
        || name.equals(type.trainingName())
        || factories.contains(name)
        || name.equals(ClassNames.UPDATE_LOOP.simpleName())
        || hiddenPackages.contains(name)) {
      name += "_";
    }
    return name;
  }

  /** The simple names under which nothing may be imported. */
  Set<String> reserved() {
    return isQualified ? Set.of() : Set.of(outermost());
  }

  /** What hides a class that a source needs, if neither way of naming it helps. */
  Optional<String> hiding(String source) {
    if (hiddenPackages.isEmpty() && !CONSTANTS.contains(outermost())) {
      return Optional.empty();
    }
    String code = NOT_CODE.matcher(source).replaceAll("");
    if (CONSTANTS.contains(outermost()) && code.contains("(" + type.sourceName() + "::")) {
      return Optional.of("its constant " + outermost() + " hides the class " + outermost());
    }
    return hiddenPackages.stream()
        .filter(root -> Pattern.compile("(?<![\\w.])" + root + "\\.").matcher(code).find())
        .findFirst()
        .map(root -> "the class " + root + " hides the package " + root);
  }

  private String outermost() {
    return type.names().get(0);
  }

  private boolean isReachable(String packageName) {
    String root = root(packageName);
    return !root.isEmpty() && !hiddenPackages.contains(root) && !CONSTANTS.contains(root);
  }

  private static String root(String packageName) {
    return packageName.replaceFirst("\\..*", "");
  }
}
