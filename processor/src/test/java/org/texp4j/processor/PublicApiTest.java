package org.texp4j.processor;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.io.IOException;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * All that users may name is listed in {@code docs/public-api.txt}: a change there is a change of a
 * contract. {@code -Dtexp4j.golden=rewrite} accepts one.
 */
final class PublicApiTest {

  private static final Path LIST = Path.of("../docs/public-api.txt");

  /** What the compiler adds to every enum and record. */
  private static final Set<String> IMPLICIT =
      Set.of("values", "valueOf", "equals", "hashCode", "toString");

  @Test
  void isAsListed() throws IOException {
    String api =
        new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests())
                .importPackages("org.texp4j.annotations", "org.texp4j.schedule", "org.texp4j.dl4j")
                .stream()
                .filter(type -> !type.getPackageName().startsWith("org.texp4j.dl4j.internal"))
                .map(JavaClass::getName)
                .sorted()
                .map(PublicApiTest::load)
                .filter(PublicApiTest::isShown)
                .map(PublicApiTest::describe)
                .collect(joining("\n"));
    if ("rewrite".equals(System.getProperty("texp4j.golden"))) {
      Files.writeString(LIST, api);
    }
    assertThat(api)
        .as("the public API; -Dtexp4j.golden=rewrite accepts a change")
        .isEqualTo(Files.readString(LIST));
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, PublicApiTest.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isShown(Class<?> type) {
    return isShown(type.getModifiers())
        && (type.getEnclosingClass() == null || isShown(type.getEnclosingClass()));
  }

  private static boolean isShown(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  private static String describe(Class<?> type) {
    Stream<String> members =
        Stream.of(
                Arrays.stream(type.getDeclaredFields()),
                Arrays.stream(type.getDeclaredConstructors()),
                Arrays.stream(type.getDeclaredMethods()))
            .flatMap(each -> each.map(Member.class::cast))
            .filter(member -> isShown(member.getModifiers()) && !member.isSynthetic())
            .filter(member -> !isImplicit(type, member))
            .map(member -> "  " + signature(type, member) + "\n")
            .sorted();
    return declaration(type) + above(type) + "\n" + members.collect(joining());
  }

  /** The declaration in the words of JDK 17; later ones add whether a type is sealed. */
  private static String declaration(Class<?> type) {
    String words = type.toGenericString().replaceAll("\\b(non-)?sealed ", "");
    return type.isSealed() ? "sealed " + words : words;
  }

  private static String above(Class<?> type) {
    String names =
        Stream.concat(
                Stream.ofNullable(type.getGenericSuperclass()),
                Arrays.stream(type.getGenericInterfaces()))
            .map(Type::getTypeName)
            .filter(name -> !name.startsWith("java.lang."))
            .collect(joining(", "));
    return names.isEmpty() ? "" : " : " + names;
  }

  private static boolean isImplicit(Class<?> type, Member member) {
    return (type.isEnum() || type.isRecord())
        && member instanceof Executable
        && IMPLICIT.contains(member.getName());
  }

  private static String signature(Class<?> type, Member member) {
    String text =
        member instanceof Field field
            ? field.toGenericString()
            : ((Executable) member).toGenericString();
    return text.replace(type.getTypeName() + ".", "");
  }
}
