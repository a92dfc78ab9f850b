package org.texp4j.processor.write;

import java.util.ArrayList;
import java.util.List;
import org.texp4j.processor.model.Training;
import org.texp4j.schedule.Phase;
import org.texp4j.schedule.Plan;
import org.texp4j.schedule.Step;

/** The table of a plan's phases, in Javadoc. */
final class PhaseTable {

  private static final int DIGITS = 6;

  /** Nobody reads more rows than this; the command schedule prints every step. */
  private static final int MOST_ROWS = 12;

  private final Training training;
  private final Plan plan;
  private final boolean isConverted;

  PhaseTable(Training training, Plan plan) {
    this.training = training;
    this.plan = plan;
    this.isConverted = training.form().isConverted();
  }

  void addTo(Javadoc about) {
    about.table(caption(), header(), plan.phases(MOST_ROWS).stream().map(this::cells).toList());
    long more = plan.phaseCount() - MOST_ROWS;
    if (more > 0) {
      about.paragraph(
          (more == 1 ? "1 more phase is" : more + " more phases are")
              + " not shown; the command {@code schedule} prints every step.");
    }
  }

  private String caption() {
    if (!isConverted) {
      return "Phases";
    }
    return "Phases. η is the "
        + (training.form().isEquivalent() ? "declared" : "constant")
        + " rate, "
        + UpdateFormulas.of(training.recipe().rule()).convertedRate()
        + " the rate used; growth is that of P²";
  }

  private List<String> header() {
    List<String> cells = new ArrayList<>(List.of("steps", "epochs", "first η", "last η"));
    if (showsDecay()) {
      cells.addAll(List.of("first λ", "last λ"));
    }
    if (showsMomentum()) {
      cells.addAll(List.of("first γ", "last γ"));
    }
    if (isConverted) {
      cells.addAll(
          List.of(
              "first η̃", "last η̃", "growth per step", "growth per epoch", "log₂ P at the end"));
    }
    return cells;
  }

  private List<String> cells(Phase phase) {
    Step first = phase.first();
    Step last = phase.last();
    long end = last.index() + 1;
    List<String> cells = new ArrayList<>();
    cells.add(first.index() + " … " + (end - 1));
    cells.add(epoch(first.index()) + " … " + epoch(end));
    addEnds(cells, first.learningRate(), last.learningRate());
    if (showsDecay()) {
      addEnds(cells, first.weightDecay(), last.weightDecay());
    }
    if (showsMomentum()) {
      addEnds(cells, first.momentum(), last.momentum());
    }
    if (isConverted) {
      double growth = phase.growth();
      cells.add(Literals.shown(first.convertedRate(), DIGITS));
      cells.add(Literals.shown(last.convertedRate(), DIGITS));
      cells.add(Literals.growth(growth, DIGITS - 1));
      cells.add(Literals.powerOfTwo(log2(growth) * training.stepsPerEpoch(), DIGITS));
      cells.add(Literals.shown(last.after().scale().log2(), DIGITS));
    }
    return cells;
  }

  private static void addEnds(List<String> cells, double first, double last) {
    String shown = Literals.shown(first, DIGITS);
    cells.add(shown);
    cells.add(last == first ? shown : Literals.shown(last, DIGITS));
  }

  /** Without drops the decay falls in place of the rate. */
  private boolean showsDecay() {
    return !training.recipe().weightDecay().isConstant() || !training.form().isEquivalent();
  }

  private boolean showsMomentum() {
    return !training.recipe().momentum().isConstant();
  }

  /** Growth per epoch may leave the range of double, so it is computed from this logarithm. */
  private static double log2(double growth) {
    return Math.log(growth) / Math.log(2);
  }

  private String epoch(long step) {
    return Literals.shown((double) step / training.stepsPerEpoch(), DIGITS);
  }
}
