package org.texp4j.schedule;

import java.util.regex.Pattern;

/**
 * The rule for the names of experiments and recipes, which become directory names and parts of
 * class names: lower-case letters a to z, digits, and single hyphens between them, at most 200.
 */
public final class ExperimentName {

  /** The rule in words, as a message gives it. */
  public static final String RULE =
      "at most 200 lower-case letters, digits and single hyphens between them";

  /** File systems limit a name to 255 bytes, and names of files are longer. */
  private static final int LENGTH = 200;

  private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

  private ExperimentName() {}

  /** Whether a text is such a name. */
  public static boolean isValid(String text) {
    return text.length() <= LENGTH && NAME.matcher(text).matches();
  }
}
