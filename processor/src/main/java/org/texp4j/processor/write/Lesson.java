package org.texp4j.processor.write;

import org.texp4j.schedule.Conversion;

/**
 * What a training class explains, in words that depend on the form of the run.
 *
 * @param before why the run is what it is, up to a formula
 * @param formula the formula
 * @param after what follows from it
 * @param plan what the plan holds
 * @param loop what the loop does
 * @param step what a step of the plan brings
 * @param gradient which gradient is computed
 * @param update how the weights are updated
 * @param carry what else follows the step
 * @param mapping what is special about the mapping of states
 */
record Lesson(
    String before,
    String formula,
    String after,
    String plan,
    String loop,
    String step,
    String gradient,
    String update,
    String carry,
    String mapping) {

  private static final String PAPER =
      "Z. Li and S. Arora, \"An Exponential Learning Rate Schedule for Deep Learning\", ICLR 2020";

  private static final String SAME_FUNCTION =
      "The run has no weight decay. Its learning rate grows exponentially instead, and at every step"
          + " its network computes the same function as that of the declared run: ";

  private static final String WHY =
      ". The loss does not depend on the scale of weights θ that feed a normalization, so they need"
          + " not shrink if the rate is raised to match. ";

  private static final String KEPT =
      " Parameters whose scale matters, such as biases and the output layer, keep the declared"
          + " recipe.";

  private static final String CONVERTED_LOOP =
      "The training loop. For converted weights a step is ṽ ← γṽ + ∇L(θ̃), θ̃ ← θ̃ − η̃ṽ, and θ̃ = Pθ"
          + " before and after it.";

  private static final Lesson TEXP_PLUS_PLUS =
      new Lesson(
          SAME_FUNCTION
              + "Theorem 2.13 (TEXP++) of "
              + PAPER
              + WHY
              + "From P = 1 and κ = 0 each step"
              + " takes",
          "μ = λ + γκ    α = 1 − ημ    κ' = μ/α    P' = P/α    η̃ = PP'η",
          "and the weights are θ̃ = Pθ throughout." + KEPT,
          "The converted plan: α, P, κ and the rate η̃ of every step.",
          CONVERTED_LOOP,
          "γ, η̃ = PP'η, and the scales P → P'",
          "g = ∇L(θ̃), the mean over the batch",
          "ṽ ← γṽ + g;  θ̃ ← θ̃ − η̃ṽ",
          "batch-norm ε and running statistics follow the scale",
          "");

  private static final Lesson EXPONENTIAL =
      new Lesson(
          SAME_FUNCTION
              + "Theorem 2.9, and without momentum Theorem 2.1, of "
              + PAPER
              + WHY
              + "With α the larger root of the first equation",
          "α² − (1 + γ − λη) α + γ = 0    κ = (1/α − 1)/η    P' = P/α    η̃ = PP'η",
          "the rate grows by the same factor α^(−2) at every step, from a start at P = 1 with the"
              + " velocity ṽ = v − κθ, and the weights are θ̃ = Pθ throughout."
              + KEPT,
          "The converted plan: α and κ, which stay, and P and the rate η̃ of every step.",
          CONVERTED_LOOP,
          TEXP_PLUS_PLUS.step,
          TEXP_PLUS_PLUS.gradient,
          TEXP_PLUS_PLUS.update,
          TEXP_PLUS_PLUS.carry,
          TEXP_PLUS_PLUS.mapping);

  private static final Lesson WEIGHT_DECAY =
      new Lesson(
          "The run is the recipe as declared, the baseline for its conversions: SGD as in Definition"
              + " 1.2 of "
              + PAPER
              + ". Weight decay enters the gradient, the learning rate multiplies the whole velocity:",
          "v' = γv + ∇L(θ) + λθ    θ' = θ − ηv'",
          "Biases and the scale and shift of a normalization do not decay.",
          "The plan: the recipe as declared, with P = 1 and κ = 0 at every step.",
          "The training loop. A step is v ← γv + ∇L(θ) + λθ, θ ← θ − ηv.",
          "γ, λ and η as declared; the scale stays P = 1",
          "g = ∇L(θ), the mean over the batch",
          "v ← γv + g + λθ;  θ ← θ − ηv",
          "nothing to carry along: the scale stays 1",
          " As P = 1 and κ = 0, it changes nothing.");

  static Lesson of(Conversion conversion) {
    return switch (conversion) {
      case WEIGHT_DECAY -> WEIGHT_DECAY;
      case EXPONENTIAL, TEXP, TEXP_MINUS_MINUS -> EXPONENTIAL;
      case TEXP_PLUS_PLUS -> TEXP_PLUS_PLUS;
    };
  }
}
