package org.texp4j.processor.write;

import java.util.List;
import java.util.stream.Stream;
import org.texp4j.processor.model.Training;
import org.texp4j.schedule.Conversion;
import org.texp4j.schedule.Phase;

/** The table of a plan's phases, in Javadoc. */
final class PhaseTable {

  private static final int DIGITS = 6;

  private final Training training;
  private final boolean converted;

  PhaseTable(Training training) {
    this.training = training;
    this.converted = training.plan().conversion() != Conversion.WEIGHT_DECAY;
  }

  void addTo(Prose prose) {
    prose.part().line(List.of("<table>"));
    prose.line(List.of("<caption>" + caption() + "</caption>"));
    row(prose, "th", header());
    training.plan().phases().forEach(phase -> row(prose, "td", cells(phase)));
    prose.line(List.of("</table>"));
  }

  private String caption() {
    return converted ? "Phases: η is declared, η̃ = PP'η is used; growth is that of P²" : "Phases";
  }

  private Stream<String> header() {
    Stream<String> declared = Stream.of("steps", "epochs", "first η", "last η");
    return converted
        ? Stream.concat(
            declared,
            Stream.of(
                "first η̃", "last η̃", "growth a step", "growth an epoch", "log₂ P at the end"))
        : declared;
  }

  private Stream<String> cells(Phase phase) {
    long first = phase.first().index();
    long end = phase.last().index() + 1;
    Stream<String> declared =
        Stream.of(
            first + " … " + (end - 1),
            epoch(first) + " … " + epoch(end),
            Literals.shown(phase.first().learningRate(), DIGITS),
            Literals.shown(phase.last().learningRate(), DIGITS));
    return converted
        ? Stream.concat(
            declared,
            Stream.of(
                Literals.shown(phase.first().rate(), DIGITS),
                Literals.shown(phase.last().rate(), DIGITS),
                Literals.growth(phase.growth(), DIGITS - 1),
                Literals.powerOfTwo(log2(phase.growth()) * training.stepsPerEpoch(), DIGITS),
                Literals.shown(phase.last().after().scale().log2(), DIGITS)))
        : declared;
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
