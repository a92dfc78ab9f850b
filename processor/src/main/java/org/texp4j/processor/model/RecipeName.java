package org.texp4j.processor.model;

import java.util.Locale;
import java.util.regex.Pattern;
import org.texp4j.schedule.ExperimentName;

/**
 * Names of experiments and recipes, which are lower-case words joined by hyphens, and their
 * conversion from and to Java names.
 */
public final class RecipeName {

  private static final Pattern BETWEEN_WORDS =
      Pattern.compile(
          "(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[a-z])(?=[0-9])|[^A-Za-z0-9]+");

  private RecipeName() {}

  /** Whether a string is such a name. */
  public static boolean isName(String text) {
    return ExperimentName.isValid(text);
  }

  /**
   * The words of a Java name. A number is a word of its own: {@code PreResNet20} is {@code
   * pre-res-net-20}, {@code ResNet50V2} is {@code res-net-50-v2}, {@code TEXP_PLUS_PLUS} is {@code
   * texp-plus-plus}.
   */
  public static String of(String javaName) {
    StringBuilder words = new StringBuilder();
    for (String word : BETWEEN_WORDS.split(javaName)) {
      words.append(words.isEmpty() || word.isEmpty() ? "" : "-").append(word);
    }
    return words.toString().toLowerCase(Locale.ROOT);
  }

  /** A name as part of a class name: {@code large-batch} is {@code LargeBatch}. */
  public static String inClassName(String name) {
    StringBuilder joined = new StringBuilder();
    for (String word : of(name).split("-")) {
      if (!word.isEmpty()) {
        joined.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
      }
    }
    return joined.toString();
  }
}
