package org.texp4j.processor.write;

import org.texp4j.processor.model.Training;

/** The explanation of a run with weight decay, as declared. */
record DeclaredExplanation(Training training, UpdateFormulas formulas) implements Explanation {

  private static final String UNCHANGED = ". As P = 1 and κ = 0, it changes nothing.";

  @Override
  public String overview() {
    return "This run follows the recipe as declared, the baseline for its converted forms"
        + (formulas.isOfPaper()
            ? ": SGD as in Definition 1.2 of "
                + PAPER
                + ". Weight decay is added to the gradient, and the learning rate multiplies the"
                + " whole velocity:"
            : " after " + PAPER + ". With the gradient g, each step computes:");
  }

  @Override
  public String formula() {
    return formulas.isOfPaper() ? "v' = γv + ∇L(θ) + λθ    θ' = θ − ηv'" : formulas.declaredStep();
  }

  @Override
  public String conclusion() {
    return (training.experiment().onlyInvariant()
            ? ConvertedExplanation.ONLY_INVARIANT
            : "Biases, and the scale and shift of normalizations, do not decay.")
        + formulas.verdict()
        + formulas.exchange();
  }

  @Override
  public String plan() {
    return "The plan of the recipe as declared: P = 1 and κ = 0 at every step.";
  }

  @Override
  public String loop() {
    return "The training loop. Each step is the update above.";
  }

  @Override
  public String step() {
    return training.recipe().rule().momentumSymbol()
        + ", λ and η as declared; the scale stays P = 1";
  }

  @Override
  public String gradient() {
    return "g = ∇L(θ), the mean over the batch";
  }

  @Override
  public String update() {
    return formulas.isOfPaper() ? "v ← γv + g + λθ;  θ ← θ − ηv" : "the update above";
  }

  @Override
  public String carry() {
    return "nothing to carry: the scale stays 1";
  }

  @Override
  public String counterpart() {
    return "the declared run";
  }

  @Override
  public String mapping() {
    return formulas.mapping() + UNCHANGED;
  }

  @Override
  public String inverseMapping() {
    return formulas.inverseMapping() + UNCHANGED;
  }

  @Override
  public String declaredState() {
    return formulas.declaredState();
  }

  @Override
  public String convertedState() {
    return formulas.convertedState();
  }
}
