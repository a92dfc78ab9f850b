package org.texp4j.processor.write;

import org.texp4j.processor.model.Training;
import org.texp4j.processor.model.value.Decimals;
import org.texp4j.schedule.Plan;
import org.texp4j.schedule.RecipeForm;

/** The explanation of a run without weight decay, whose learning rate grows instead. */
record ConvertedExplanation(Training training, UpdateFormulas formulas) implements Explanation {

  /** What is not trained in a run of scale-invariant weights only. */
  static final String ONLY_INVARIANT =
      "As in the paper, only weights whose scale does not matter are trained; biases, the scale and"
          + " shift of normalizations, and the output layer keep their initial values.";

  private static final int DIGITS = 6;

  @Override
  public String overview() {
    return "This run has no weight decay. Instead, its learning rate grows exponentially"
        + equality()
        + ". The form is "
        + form().label()
        + " ("
        + form().theorem()
        + (formulas.isOfPaper() ? "" : ", extended to this update rule")
        + "); see "
        + PAPER
        + ". The loss does not depend on the scale of weights θ that feed into a normalization, so"
        + " they need not shrink if the learning rate grows to match. "
        + introduction();
  }

  private String equality() {
    String sameFunction = " at every step its network computes the same function as that of ";
    String except = isKicked() ? ", except for the effect of the omitted corrections" : "";
    return switch (form()) {
      case WEIGHT_DECAY -> throw new IllegalStateException("not converted");
      case EXPONENTIAL, TEXP, TEXP_PLUS_PLUS ->
          ", and" + sameFunction + "the declared run" + except;
      case TEXP_MINUS_MINUS ->
          ", without the drops of the declared rate, so it is not equivalent to the declared run:"
              + sameFunction
              + "a run at the constant rate "
              + firstRate()
              + " with the weight decay λη/η₀, where λ and η are the declared values"
              + except;
    };
  }

  private String introduction() {
    boolean hasRoot = form().usesFixedPoints() && formulas.hasKappa();
    String start = formulas.hasKappa() ? "from P = 1 and κ = 0" : "from P = 1";
    if (formulas.isOfPaper()) {
      return hasRoot
          ? "Let α be the larger root of the first equation:"
          : "Starting " + start + ", each step computes:";
    }
    return "Below are the declared step, the equivalent step (g is the gradient in each run), and"
        + " the growth of the scale, "
        + (hasRoot ? "where α is the larger root of the equation:" : "starting " + start + ":");
  }

  @Override
  public String formula() {
    String growth = form().usesFixedPoints() ? formulas.fixedPoint() : formulas.recursion();
    return formulas.isOfPaper()
        ? growth
        : String.join("\n", formulas.declaredStep(), formulas.convertedStep(), growth);
  }

  @Override
  public String conclusion() {
    return (form().usesFixedPoints() ? growth() : "The weights are θ̃ = Pθ throughout.")
        + formulas.remark()
        + formulas.exchange()
        + " "
        + (training.experiment().onlyInvariant()
            ? ONLY_INVARIANT
            : "Parameters whose scale matters, such as biases and the output layer, keep the"
                + " declared recipe.");
  }

  private String growth() {
    String grows = "the learning rate grows by the same factor " + formulas.growth();
    String phases =
        switch (form()) {
          case WEIGHT_DECAY, TEXP_PLUS_PLUS -> throw new IllegalStateException("no fixed points");
          case EXPONENTIAL -> "At every step " + grows + ".";
          case TEXP -> "Within each phase, " + grows + " at every step.";
          case TEXP_MINUS_MINUS ->
              "Within each phase, with the rate "
                  + firstRate()
                  + " and the weight decay λη/η₀, "
                  + grows
                  + " at every step.";
        };
    return phases + (formulas.hasKappa() ? corrections() : " The weights are θ̃ = Pθ throughout.");
  }

  private String corrections() {
    boolean atStartOnly = form() == RecipeForm.EXPONENTIAL;
    if (!training.corrected()) {
      return (atStartOnly
              ? " The correction of the velocity at the start"
              : " The corrections of the velocity at the start and between phases")
          + ", ṽ ← ṽ + (κ − κ')θ̃/P² from κ to κ', "
          + (atStartOnly ? "is" : "are")
          + " omitted: there the weights of the equivalent run receive a kick in their own"
          + " direction.";
    }
    return atStartOnly
        ? " The run starts from P = 1 with the velocity ṽ = v − κθ, and the weights are θ̃ = Pθ"
            + " throughout."
        : " At the start, from κ = 0, and between phases, from κ to κ', the velocity is corrected"
            + " by ṽ ← ṽ + (κ − κ')θ̃/P², and the weights are θ̃ = Pθ throughout.";
  }

  @Override
  public String plan() {
    if (!form().usesFixedPoints() || !formulas.hasKappa()) {
      return "The converted plan: α, P, κ and the rate η̃ of every step.";
    }
    return "The converted plan: α and κ, which are constant"
        + (form() == RecipeForm.EXPONENTIAL ? "" : " within a phase")
        + ", and P and the rate η̃ of every step.";
  }

  @Override
  public String loop() {
    return "The training loop. For converted weights, each step is "
        + (formulas.isOfPaper() ? "ṽ ← γṽ + ∇L(θ̃), θ̃ ← θ̃ − η̃ṽ" : "the equivalent step above")
        + ", and θ̃ = Pθ before and after it.";
  }

  @Override
  public String step() {
    return training.recipe().rule().momentumSymbol()
        + ", "
        + formulas.convertedRate()
        + ", and the scales P → P'";
  }

  @Override
  public String gradient() {
    return "g = ∇L(θ̃), the mean over the batch";
  }

  @Override
  public String update() {
    return formulas.convertedStepInShort();
  }

  @Override
  public String carry() {
    return "batch-norm ε and running statistics follow the scale";
  }

  @Override
  public String counterpart() {
    return !form().isEquivalent() || isKicked()
        ? "the equivalent run with weight decay"
        : "the declared run";
  }

  @Override
  public String mapping() {
    return formulas.mapping() + ".";
  }

  @Override
  public String inverseMapping() {
    return formulas.inverseMapping() + ".";
  }

  @Override
  public String declaredState() {
    return formulas.declaredState();
  }

  @Override
  public String convertedState() {
    return formulas.convertedState();
  }

  private String firstRate() {
    return training
        .plan()
        .map(Plan::recipe)
        .map(recipe -> "η₀ = " + Decimals.rounded(recipe.learningRate().at(0), DIGITS))
        .orElse("η₀");
  }

  /** Whether corrections of the velocity are omitted where they would be needed. */
  private boolean isKicked() {
    return form().usesFixedPoints() && !training.corrected();
  }

  private RecipeForm form() {
    return training.form();
  }
}
