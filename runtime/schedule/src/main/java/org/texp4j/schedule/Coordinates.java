package org.texp4j.schedule;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The change of coordinates between the two runs before a step: θ̃ = Pθ and ṽ = (v − κθ)/P; the
 * other way θ = θ̃/P and v = Pṽ + κθ̃/P.
 *
 * @param scale P, greater than 0
 * @param kappa κ, at least 0: how much of the weights the declared run's velocity carries
 */
public record Coordinates(ScaledDouble scale, double kappa) {

  /** P = 1 and κ = 0: both runs in one state. */
  public static final Coordinates IDENTITY = new Coordinates(ScaledDouble.ONE, 0);

  private static final String TEXT =
      "Coordinates\\[scale=ScaledDouble\\[mantissa=(.+), exponent=(.+)], kappa=(.+)]";

  /** Creates coordinates. */
  public Coordinates {
    Objects.requireNonNull(scale);
  }

  /**
   * Reads what {@link #toString} wrote, in the same bits.
   *
   * @throws IllegalArgumentException if it is not written so
   */
  public static Coordinates parse(String text) {
    Matcher parts = Pattern.compile(TEXT).matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("no coordinates: " + text);
    }
    return new Coordinates(
        new ScaledDouble(Double.parseDouble(parts.group(1)), Long.parseLong(parts.group(2))),
        Double.parseDouble(parts.group(3)));
  }
}
