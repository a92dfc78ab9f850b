package org.texp4j.processor.write;

import org.texp4j.processor.model.Figures;
import org.texp4j.processor.model.Training;
import org.texp4j.schedule.AdamW;
import org.texp4j.schedule.Plan;
import org.texp4j.schedule.RecipeForm;

/**
 * What a training class explains, in words that depend on the form of the run and on its update.
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
 * @param equivalent the run whose states are mapped to this one's
 * @param mapped how
 * @param mappedBack how states of this one are mapped to it
 * @param declaredState what a state of that run consists of
 * @param convertedState what a state of this one does
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
    String equivalent,
    String mapped,
    String mappedBack,
    String declaredState,
    String convertedState) {

  private static final String PAPER =
      "Z. Li and S. Arora, \"An Exponential Learning Rate Schedule for Deep Learning\", ICLR 2020";

  private static final String WHY =
      ". The loss does not depend on the scale of weights θ that feed a normalization, so they need"
          + " not shrink if the rate is raised to match. ";

  private static final String KEPT =
      " Parameters whose scale matters, such as biases and the output layer, keep the declared"
          + " recipe.";

  private static final String FIXED =
      "Only weights whose scale does not matter are trained, as in the paper; biases, the scale and"
          + " shift of a normalization and the output layer stay as they are initialized.";

  private static final int DIGITS = 6;

  private static final String UNCHANGED = " As P = 1 and κ = 0, it changes nothing.";

  static Lesson of(Training training) {
    UpdateWords update = UpdateWords.of(training.recipe().rule());
    boolean isAdam = training.recipe().rule() instanceof AdamW;
    return training.conversion() == RecipeForm.WEIGHT_DECAY
        ? declared(training, update, isAdam)
        : converted(training, update, isAdam);
  }

  private static Lesson declared(Training training, UpdateWords update, boolean isAdam) {
    return new Lesson(
        "The run is the recipe as declared, the baseline for its conversions"
            + (update.isOfPaper()
                ? ": SGD as in Definition 1.2 of "
                    + PAPER
                    + ". Weight decay enters the gradient, the learning rate multiplies the whole"
                    + " velocity:"
                : " after " + PAPER + ". With g the gradient, a step is"),
        update.isOfPaper() ? "v' = γv + ∇L(θ) + λθ    θ' = θ − ηv'" : update.declared(),
        training.experiment().onlyInvariant()
            ? FIXED
            : "Biases and the scale and shift of a normalization do not decay.",
        "The plan: the recipe as declared, with P = 1 and κ = 0 at every step.",
        update.isOfPaper()
            ? "The training loop. A step is v ← γv + ∇L(θ) + λθ, θ ← θ − ηv."
            : "The training loop. A step is the update above.",
        (isAdam ? "β₁" : "γ") + ", λ and η as declared; the scale stays P = 1",
        "g = ∇L(θ), the mean over the batch",
        update.isOfPaper() ? "v ← γv + g + λθ;  θ ← θ − ηv" : "the declared update",
        "nothing to carry along: the scale stays 1",
        "the declared run",
        update.mapped() + "." + UNCHANGED,
        update.mappedBack() + "." + UNCHANGED,
        update.declaredState(),
        update.convertedState());
  }

  private static Lesson converted(Training training, UpdateWords update, boolean isAdam) {
    RecipeForm conversion = training.conversion();
    boolean exact = conversion != RecipeForm.TEXP_MINUS_MINUS;
    boolean settled = conversion != RecipeForm.TEXP_PLUS_PLUS;
    boolean kicked = settled && !training.corrected();
    String rate = training.plan().isPresent() ? firstRate(training.plan().get()) : "η₀";
    return new Lesson(
        equality(conversion, kicked, rate)
            + theorem(conversion)
            + PAPER
            + (update.isOfPaper() ? "" : ", carried over to this update")
            + WHY
            + introduction(update, settled),
        (update.isOfPaper() ? "" : update.declared() + "\n" + update.converted() + "\n")
            + (settled ? update.fixedPoint() : update.recursion()),
        sentence(
                update,
                settled
                    ? growth(training, update, rate)
                    : "and the weights are θ̃ = Pθ throughout.")
            + (isAdam
                ? " m̂ and n̂ are m and n, corrected for their start by the declared β₁ and β₂."
                : "")
            + (training.experiment().onlyInvariant() ? " " + FIXED : KEPT),
        settled && update.hasKappa()
            ? "The converted plan: α and κ, which stay"
                + (conversion == RecipeForm.EXPONENTIAL ? "" : " within a phase")
                + ", and P and the rate η̃ of every step."
            : "The converted plan: α, P, κ and the rate η̃ of every step.",
        "The training loop. For converted weights a step is "
            + (update.isOfPaper() ? "ṽ ← γṽ + ∇L(θ̃), θ̃ ← θ̃ − η̃ṽ" : "the second one above")
            + ", and θ̃ = Pθ before and after it.",
        (isAdam ? "β₁, " : "γ, ") + update.usedRate() + ", and the scales P → P'",
        "g = ∇L(θ̃), the mean over the batch",
        isAdam ? "Adam's step at the rate η̃ with α as above" : update.converted(),
        "batch-norm ε and running statistics follow the scale",
        exact && !kicked ? "the declared run" : "the equivalent run with weight decay",
        update.mapped() + ".",
        update.mappedBack() + ".",
        update.declaredState(),
        update.convertedState());
  }

  private static String firstRate(Plan plan) {
    return "η₀ = " + Figures.rounded(plan.recipe().learningRate().at(0), DIGITS);
  }

  private static String introduction(UpdateWords update, boolean settled) {
    String start = update.hasKappa() ? "from P = 1 and κ = 0" : "from P = 1";
    boolean root = settled && update.hasKappa();
    if (update.isOfPaper()) {
      return root
          ? "With α the larger root of the first equation"
          : "From P = 1 and κ = 0 each step takes";
    }
    return "In turn the declared step, the equivalent one, g being the gradient of each, and the growth"
        + " of its scale"
        + (root ? " with α the larger root of the equation:" : " " + start + ":");
  }

  /** What goes on after the formula of the paper stands by itself after several. */
  private static String sentence(UpdateWords update, String words) {
    String alone = words.startsWith("and ") ? words.substring("and ".length()) : words;
    return update.isOfPaper() ? words : Character.toUpperCase(alone.charAt(0)) + alone.substring(1);
  }

  private static String equality(RecipeForm conversion, boolean kicked, String rate) {
    if (conversion == RecipeForm.TEXP_MINUS_MINUS) {
      return "The run has no weight decay. Its learning rate grows exponentially instead, without the"
          + " drops of the declared rate, so it is not equal to the declared run: at every step its"
          + " network computes the same function as that of a run at the constant rate "
          + rate
          + " with the weight decay λη/η₀, in which λ and η are those declared"
          + (kicked ? ", but for what follows from corrections that are left out" : "")
          + ". This is TEXP−−, ";
    }
    return kicked
        ? "The run has no weight decay. Its learning rate grows exponentially instead. At every step"
            + " its network computes the same function as that of the declared run, but for what"
            + " follows from corrections that are left out: "
        : "The run has no weight decay. Its learning rate grows exponentially instead, and at every"
            + " step its network computes the same function as that of the declared run: ";
  }

  private static String theorem(RecipeForm conversion) {
    return switch (conversion) {
      case WEIGHT_DECAY -> "";
      case EXPONENTIAL -> "Theorem 2.9, and without momentum Theorem 2.1, of ";
      case TEXP -> "Theorem 2.12 (TEXP) of ";
      case TEXP_PLUS_PLUS -> "Theorem 2.13 (TEXP++) of ";
      case TEXP_MINUS_MINUS -> "Theorem 2.12 without its instant drops, of ";
    };
  }

  private static String growth(Training training, UpdateWords update, String rate) {
    boolean isExponential = training.conversion() == RecipeForm.EXPONENTIAL;
    String grows =
        (isExponential
                ? ""
                : training.conversion() == RecipeForm.TEXP
                    ? "for the rate, decay and momentum of each phase, "
                    : "for the rate " + rate + " and the decay λη/η₀ of each phase, ")
            + "the rate grows by the same factor "
            + update.growth()
            + " at every step";
    if (!update.hasKappa()) {
      return grows + ", and the weights are θ̃ = Pθ throughout.";
    }
    if (!training.corrected()) {
      return grows
          + ". The corrections of the velocity, ṽ ← ṽ + (κ − κ')θ̃/P² from κ to κ', are left out"
          + (isExponential ? " at the start" : " at the start and between phases")
          + ": there the weights of the equivalent run receive a kick along themselves.";
    }
    return isExponential
        ? grows
            + ", from a start at P = 1 with the velocity ṽ = v − κθ, and the weights are θ̃ = Pθ"
            + " throughout."
        : grows
            + ". At the start, from κ = 0, and between phases, from κ to κ', the velocity is"
            + " corrected by ṽ ← ṽ + (κ − κ')θ̃/P², and the weights are θ̃ = Pθ throughout.";
  }
}
