package org.texp4j.processor.write;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Names for the numbers of a loop, made of their formulas: 1 - beta2 is oneMinusBeta2. */
final class FormulaName {

  private static final int LONGEST = 28;

  private static final Pattern REST = Pattern.compile("[,;].*");

  /** A power of the scale P or P': it says how a number is held, and not which one it is. */
  private static final Pattern SCALE = Pattern.compile("P'?(\\^\\([^)]*\\))?( \\* |$)");

  /** A coefficient of a linear map, with its indices. */
  private static final Pattern COEFFICIENT = Pattern.compile("[a-z][₀-₉]+");

  private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z_0-9]*|\\d+|[-+/^αηλ]");

  private static final Map<String, String> WORDS =
      Map.of(
          "1", "one", "2", "two", "-", "minus", "+", "plus", "/", "by", "^", "to", "α", "alpha",
          "η", "rate", "λ", "decay");

  private FormulaName() {}

  /** The name of the number of a slot. */
  static String of(String formula, int slot) {
    if (COEFFICIENT.matcher(formula).matches()) {
      return coefficient(formula);
    }
    String rest = SCALE.matcher(REST.matcher(formula).replaceAll("")).replaceAll("");
    if (rest.isEmpty()) {
      return "scale";
    }
    StringBuilder name = new StringBuilder();
    WORD.matcher(rest)
        .results()
        .map(MatchResult::group)
        .map(word -> WORDS.getOrDefault(word, word))
        .forEach(
            word ->
                name.append(
                    name.isEmpty()
                        ? word
                        : Character.toUpperCase(word.charAt(0)) + word.substring(1)));
    boolean isName = !name.isEmpty() && !Character.isDigit(name.charAt(0));
    return isName && name.length() <= LONGEST ? name.toString() : "number" + slot;
  }

  /** a₁₂ is a12, and a₁₁ the first of its kind, a. */
  private static String coefficient(String formula) {
    StringBuilder name = new StringBuilder(formula.substring(0, 1));
    if (!formula.substring(1).replace("₁", "").isEmpty()) {
      formula.chars().skip(1).forEach(digit -> name.append((char) (digit - '₀' + '0')));
    }
    return name.toString();
  }
}
