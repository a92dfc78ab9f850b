package org.texp4j.processor.write;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.texp4j.processor.model.Training;
import org.texp4j.schedule.Conversion;
import org.texp4j.schedule.Phase;
import org.texp4j.schedule.Plan;
import org.texp4j.schedule.Step;

/** The table of a plan's phases, in Javadoc. */
final class PhaseTable {

  private static final int DIGITS = 6;

  /** More rows than these nobody reads; the schedule command prints every step. */
  private static final int MOST_ROWS = 12;

  private final Training training;
  private final Plan plan;
  private final boolean converted;

  PhaseTable(Training training, Plan plan) {
    this.training = training;
    this.plan = plan;
    this.converted = training.conversion() != Conversion.WEIGHT_DECAY;
  }

  void addTo(Prose prose) {
    prose.part().line(List.of("<table>"));
    prose.line(List.of("<caption>" + caption() + "</caption>"));
    row(prose, "th", header());
    plan.phases(MOST_ROWS).forEach(phase -> row(prose, "td", cells(phase)));
    prose.line(List.of("</table>"));
    long more = plan.phaseCount() - MOST_ROWS;
    if (more > 0) {
      prose.paragraph(
          "There "
              + (more == 1 ? "is 1 more phase" : "are " + more + " more phases")
              + "; the command {@code schedule} shows every step.");
    }
  }

  private String caption() {
    return converted
        ? "Phases: η is "
            + (training.conversion() == Conversion.TEXP_MINUS_MINUS ? "kept" : "declared")
            + ", "
            + UpdateWords.of(training.recipe().rule()).usedRate()
            + " is used; growth is that of P²"
        : "Phases";
  }

  private Stream<String> header() {
    return Stream.of(
            Stream.of("steps", "epochs", "first η", "last η"),
            showsDecay() ? Stream.of("first λ", "last λ") : Stream.<String>empty(),
            showsMomentum() ? Stream.of("first γ", "last γ") : Stream.<String>empty(),
            converted
                ? Stream.of(
                    "first η̃", "last η̃", "growth a step", "growth an epoch", "log₂ P at the end")
                : Stream.<String>empty())
        .flatMap(part -> part);
  }

  private Stream<String> cells(Phase phase) {
    long first = phase.first().index();
    long end = phase.last().index() + 1;
    return Stream.of(
            Stream.of(first + " … " + (end - 1), epoch(first) + " … " + epoch(end)),
            both(phase, Step::learningRate),
            showsDecay() ? both(phase, Step::weightDecay) : Stream.<String>empty(),
            showsMomentum() ? both(phase, Step::momentum) : Stream.<String>empty(),
            converted ? conversion(phase) : Stream.<String>empty())
        .flatMap(part -> part);
  }

  private Stream<String> conversion(Phase phase) {
    return Stream.of(
        Literals.shown(phase.first().convertedRate(), DIGITS),
        Literals.shown(phase.last().convertedRate(), DIGITS),
        Literals.growth(phase.growth(), DIGITS - 1),
        Literals.powerOfTwo(log2(phase.growth()) * training.stepsPerEpoch(), DIGITS),
        Literals.shown(phase.last().after().scale().log2(), DIGITS));
  }

  private static Stream<String> both(Phase phase, ToDoubleFunction<Step> value) {
    return Stream.of(phase.first(), phase.last())
        .map(step -> Literals.shown(value.applyAsDouble(step), DIGITS));
  }

  /** Without drops the decay falls in place of the rate. */
  private boolean showsDecay() {
    return !training.recipe().weightDecay().isConstant()
        || training.conversion() == Conversion.TEXP_MINUS_MINUS;
  }

  private boolean showsMomentum() {
    return !training.recipe().momentum().isConstant();
  }

  /** In an epoch even a modest growth may leave the range of double, so it is raised as a power. */
  private static double log2(double growth) {
    return Math.log(growth) / Math.log(2);
  }

  private String epoch(long step) {
    return Literals.shown((double) step / training.stepsPerEpoch(), DIGITS);
  }

  private static void row(Prose prose, String tag, Stream<String> cells) {
    Stream<String> tagged = cells.map(cell -> "<" + tag + ">" + cell + "</" + tag + ">");
    prose.line(
        Stream.of(Stream.of("<tr>"), tagged, Stream.of("</tr>")).flatMap(part -> part).toList());
  }
}
