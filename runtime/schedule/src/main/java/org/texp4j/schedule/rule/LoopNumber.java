package org.texp4j.schedule.rule;

import java.util.Optional;

/** A number of a loop, which is known before the step. */
sealed interface LoopNumber {

  /** The number as a formula; a prime marks what is known after the step. */
  String formula();

  /** The formula where the decay was removed; empty if the number is 0 there. */
  default Optional<String> convertedFormula() {
    return Optional.of(formula());
  }

  /** A product. */
  record Product(Coefficient coefficient) implements LoopNumber {
    @Override
    public String formula() {
      return coefficient.formula();
    }
  }

  /** 1 over the number of examples over which the gradient is a sum. */
  record Mean() implements LoopNumber {
    @Override
    public String formula() {
      return "1/examples";
    }
  }

  /** The decay that is added to the gradient, λ; 0 where it was removed. */
  record DecayInGradient() implements LoopNumber {
    @Override
    public String formula() {
      return "λ, or 0 without decay";
    }

    @Override
    public Optional<String> convertedFormula() {
      return Optional.empty();
    }
  }

  /**
   * A product times what the step leaves of the weights by itself: the factor f = 1 − ηλ in the
   * declared run, and 1 where c'/c = 1/f has removed the decay.
   */
  record Kept(Coefficient coefficient) implements LoopNumber {
    @Override
    public String formula() {
      return coefficient.formula() + ", times 1 − ηλ as declared";
    }

    @Override
    public Optional<String> convertedFormula() {
      return Optional.of(coefficient.formula());
    }
  }

  /** What the step takes from the weights by itself: ηλ, or 0 where the decay was removed. */
  record Lost() implements LoopNumber {
    @Override
    public String formula() {
      return "ηλ, or 0 without decay";
    }

    @Override
    public Optional<String> convertedFormula() {
      return Optional.empty();
    }
  }

  /**
   * A coefficient of the linear map; see {@link LinearStep}.
   *
   * @param role which matrix or vector it is from
   * @param row the index of the state that is written, or 0
   * @param column the index of the state or input that is read, or 0
   */
  record Linear(Role role, int row, int column) implements LoopNumber {
    enum Role {
      WEIGHTS_TO_WEIGHTS,
      STATE_TO_WEIGHTS,
      INPUT_TO_WEIGHTS,
      WEIGHTS_TO_STATE,
      STATE_TO_STATE,
      INPUT_TO_STATE
    }

    @Override
    public String formula() {
      return switch (role) {
        case WEIGHTS_TO_WEIGHTS -> "what the step takes from the weights; 0 without decay";
        case STATE_TO_WEIGHTS -> "h" + index(column);
        case INPUT_TO_WEIGHTS -> "r" + index(column);
        case WEIGHTS_TO_STATE -> "s" + index(row);
        case STATE_TO_STATE -> "a" + index(row) + index(column);
        case INPUT_TO_STATE -> "b" + index(row) + index(column);
      };
    }

    @Override
    public Optional<String> convertedFormula() {
      return switch (role) {
        case WEIGHTS_TO_WEIGHTS, WEIGHTS_TO_STATE -> Optional.empty();
        default -> Optional.of(formula());
      };
    }

    /** As a subscript, which no name of a rule has. */
    private static String index(int index) {
      StringBuilder subscript = new StringBuilder();
      Integer.toString(index + 1)
          .chars()
          .forEach(digit -> subscript.append((char) ('₀' + digit - '0')));
      return subscript.toString();
    }
  }
}
