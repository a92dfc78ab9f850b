package org.texp4j.processor.model;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.texp4j.schedule.ExperimentName;

/**
 * Names of experiments and recipes, which are lower-case words joined by hyphens, and their
 * conversion from and to Java names.
 */
public final class RecipeName {

  private static final Pattern BETWEEN_WORDS =
      Pattern.compile(
          "(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[a-z])(?=[0-9])|[^A-Za-z0-9]+");

  private static final Pattern BEYOND_ASCII = Pattern.compile("\\P{ASCII}");

  private RecipeName() {}

  /** Whether a string is such a name. */
  public static boolean isName(String text) {
    return ExperimentName.isValid(text);
  }

  /**
   * The words of a Java name. A number is a word of its own: {@code PreResNet20} is {@code
   * pre-res-net-20}, {@code ResNet50V2} is {@code res-net-50-v2}, {@code TEXP_PLUS_PLUS} is {@code
   * texp-plus-plus}. So is a letter beyond ASCII, which not every file system can hold, as in its
   * Unicode escape: {@code Größe} is {@code gr-u00f6-u00df-e}.
   */
  public static String of(String javaName) {
    List<String> words = new ArrayList<>();
    int start = 0;
    Matcher beyond = BEYOND_ASCII.matcher(javaName);
    while (beyond.find()) {
      addWords(javaName.substring(start, beyond.start()), words);
      int letter = javaName.codePointAt(beyond.start());
      if (Character.isJavaIdentifierPart(letter)) {
        words.add("u" + HexFormat.of().toHexDigits(letter, letter > 0xFFFF ? 5 : 4));
      }
      start = beyond.end();
    }
    addWords(javaName.substring(start), words);
    return String.join("-", words).toLowerCase(Locale.ROOT);
  }

  private static void addWords(String ascii, List<String> words) {
    Stream.of(BETWEEN_WORDS.split(ascii)).filter(word -> !word.isEmpty()).forEach(words::add);
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
