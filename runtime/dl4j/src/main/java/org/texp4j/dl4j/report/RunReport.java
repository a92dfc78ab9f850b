package org.texp4j.dl4j.report;

import static org.texp4j.dl4j.report.Markup.escaped;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.report.LineChart.Point;
import org.texp4j.dl4j.report.LineChart.Range;
import org.texp4j.dl4j.report.LineChart.Scale;
import org.texp4j.dl4j.report.LineChart.Series;
import org.texp4j.dl4j.train.MetricsLine;
import org.texp4j.dl4j.train.RunDirectory;
import org.texp4j.dl4j.train.TrainingException;
import org.texp4j.schedule.Conversion;
import org.texp4j.schedule.Plan;

/**
 * What a run declared, did and came to, as one HTML page that needs nothing else: no script, style
 * or font from elsewhere.
 *
 * <p>Written from the files of the run alone, in memory that does not grow with its steps; the same
 * files give the same page.
 */
public final class RunReport {

  /** More rows of epochs than this are thinned out. */
  private static final int MOST_EPOCH_ROWS = 100;

  /** More points than this run together when they are marked. */
  private static final int MOST_MARKS = 60;

  private final Experiment experiment;
  private final RunDirectory directory;
  private final RunCurves run;
  private final Form form;
  private final Optional<Twin> twin;
  private final Markup page = new Markup();

  /** The run beside this one. */
  private record Twin(RunDirectory directory, RunCurves curves, String name) {}

  private RunReport(
      Experiment experiment, RunDirectory directory, RunCurves run, Optional<Twin> twin) {
    this.experiment = experiment;
    this.directory = directory;
    this.run = run;
    this.twin = twin;
    form = Form.of(run.start().form());
  }

  /**
   * Writes the report of a run.
   *
   * @param with a run to draw beside it, as its twin in the other form
   * @param out the file, which is replaced
   * @throws TrainingException if a directory holds no metrics, damaged ones, or those of another
   *     experiment, or if the epochs of the two runs have different lengths
   */
  public static void write(
      Experiment experiment, RunDirectory directory, Optional<RunDirectory> with, Path out)
      throws IOException {
    RunCurves run = curves(experiment, directory);
    Optional<Twin> twin = Optional.empty();
    if (with.isPresent()) {
      twin = Optional.of(twin(experiment, run, directory, with.get()));
    }
    Files.writeString(out, new RunReport(experiment, directory, run, twin).html());
  }

  private static Twin twin(
      Experiment experiment, RunCurves run, RunDirectory directory, RunDirectory other)
      throws IOException {
    RunCurves curves = curves(experiment, other);
    if (curves.start().stepsPerEpoch() != run.start().stepsPerEpoch()) {
      throw new TrainingException(
          "epochs have "
              + run.start().stepsPerEpoch()
              + " steps in "
              + directory.path()
              + ", but "
              + curves.start().stepsPerEpoch()
              + " in "
              + other.path()
              + ": runs on different data have no common axis");
    }
    String form = Form.of(curves.start().form()).name();
    boolean same = curves.start().form().equals(run.start().form());
    return new Twin(other, curves, same ? form + ", " + other.path().getFileName() : form);
  }

  private static RunCurves curves(Experiment experiment, RunDirectory directory)
      throws IOException {
    RunCurves curves = RunCurves.read(directory.metricsPath());
    if (!curves.start().experiment().equals(experiment.name())) {
      throw new TrainingException(
          directory.path()
              + " holds a run of "
              + curves.start().experiment()
              + ", not of "
              + experiment.name()
              + ": call report on the training class of that experiment");
    }
    return curves;
  }

  private String html() throws IOException {
    String title = experiment.name() + " as " + form.name();
    page.line("<!DOCTYPE html>")
        .line("<html lang=\"en\">")
        .line("<head>")
        .line("<meta charset=\"utf-8\"/>")
        .line("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>")
        .line("<meta name=\"color-scheme\" content=\"light dark\"/>")
        .line("<title>%s</title>", escaped(title))
        .line("<style>")
        .add(Resource.text("report.css"))
        .add(Resource.text("chart.css"))
        .line("</style>")
        .line("</head>")
        .line("<body>")
        .line("<main>");
    header();
    results();
    charts();
    phases();
    epochs();
    manifest();
    page.line("</main>")
        .line("<script>")
        .add(Resource.text("report.js"))
        .line("</script>")
        .line("</body>")
        .line("</html>");
    return page.toString();
  }

  private void header() {
    page.line("<header>")
        .line("<h1>%s</h1>", escaped(experiment.name()))
        .line(
            "<p class=\"lead\"><strong>%s</strong>%s</p>",
            escaped(form.name()),
            form.source().isEmpty()
                ? ""
                : ", "
                    + escaped(form.source())
                    + " of Li and Arora, “An Exponential Learning Rate Schedule for Deep"
                    + " Learning”, ICLR 2020")
        .line("<p>%s</p>", escaped(form.words()))
        .line("<dl>");
    plan()
        .ifPresent(
            plan ->
                definition("Declared", PlanText.recipe(plan, run.start().stepsPerEpoch()) + "."));
    definition("Seed", String.valueOf(run.start().seed()));
    definition("Run", directory.path().toString());
    twin.ifPresent(other -> definition("Beside", other.directory.path() + ", " + other.name));
    page.line("</dl>").line("</header>");
  }

  private void definition(String term, String words) {
    page.line("<div><dt>%s</dt><dd>%s</dd></div>", escaped(term), escaped(words));
  }

  /** The plan of the run; empty where the declaration has changed since. */
  private Optional<Plan> plan() {
    MetricsLine.Start start = run.start();
    if (!start.declaration().equals(experiment.declarationDigest())) {
      return Optional.empty();
    }
    return Optional.of(
        Plan.of(experiment.recipe(start.stepsPerEpoch()), Conversion.valueOf(start.form())));
  }

  private void results() {
    page.line("<section class=\"tiles\" aria-label=\"Results\">");
    run.lastEvaluation()
        .ifPresent(
            last ->
                tile(
                    "Test accuracy",
                    percent(last.accuracy()),
                    twin.flatMap(
                            other ->
                                other
                                    .curves
                                    .lastEvaluation()
                                    .map(their -> other.name + ": " + percent(their.accuracy())))
                        .orElseGet(() -> "best " + best())));
    lastEpoch(run)
        .ifPresent(
            epoch ->
                tile(
                    "Training loss",
                    Numbers.plain(epoch.meanLoss(), 4),
                    twin.flatMap(
                            other ->
                                lastEpoch(other.curves)
                                    .map(
                                        their ->
                                            other.name + ": " + Numbers.plain(their.meanLoss(), 4)))
                        .orElse("mean of the last epoch")));
    long steps = run.last().map(MetricsLine.Taken::stepsTaken).orElse(0L);
    tile(
        "Steps",
        String.valueOf(steps),
        "of "
            + run.start().steps()
            + ", "
            + Numbers.plain(steps / (double) run.start().stepsPerEpoch(), 4)
            + " epochs");
    run.last()
        .ifPresent(
            last ->
                tile(
                    isConverted() ? "Converted rate" : "Learning rate",
                    Numbers.powerOfTwo(last.log2Rate(), 4),
                    "at the last step"
                        + (isConverted()
                            ? "; declared " + Numbers.plain(last.recipeRate(), 4)
                            : "")));
    page.line("</section>");
  }

  private void tile(String name, String value, String beside) {
    page.line(
        "<div><span>%s</span><strong>%s</strong><small>%s</small></div>",
        escaped(name), escaped(value), escaped(beside));
  }

  private static Optional<RunCurves.Epoch> lastEpoch(RunCurves run) {
    return run.epochs().stream().reduce((earlier, later) -> later);
  }

  private String best() {
    MetricsLine.Evaluated best = run.bestEvaluation().orElseThrow();
    return percent(best.accuracy()) + " after step " + best.stepsTaken();
  }

  private static String percent(double fraction) {
    return String.format(Locale.ROOT, "%.2f %%", 100 * fraction);
  }

  private void charts() throws IOException {
    page.line("<h2>Learning</h2>").line("<section class=\"charts\">");
    figure(
        "Training loss",
        "cross-entropy of a batch",
        Scale.LINEAR,
        both(Quantity.LOSS),
        "The loss of each batch, faint, and its running mean.");
    if (run.lastEvaluation().isPresent()) {
      figure(
          "Test accuracy",
          "accuracy in %",
          Scale.LINEAR,
          marked(RunCurves::accuracy),
          "On the evaluation data.");
    }
    if (twin.isPresent()) {
      Deviations deviations =
          Deviations.between(directory.metricsPath(), twin.get().directory.metricsPath());
      double unit = run.start().stepsPerEpoch();
      figure(
          "Deviation of the loss",
          "relative deviation",
          Scale.LOG10,
          List.of(Series.of("", 0, deviations.loss().points(unit))),
          "Equal in exact arithmetic; in floating point equivalent runs start apart by rounding,"
              + " which training itself amplifies, as it does between two runs of one form.");
      figure(
          "Deviation of the weights",
          "relative deviation of ‖w‖",
          Scale.LOG10,
          List.of(Series.of("", 0, deviations.norm().points(unit))),
          "Of the norm of the converted weights, in the scale of the declared recipe.");
    }
    page.line("</section>").line("<h2>Rates</h2>").line("<section class=\"charts\">");
    figure(
        "Learning rate",
        "learning rate",
        Scale.LOG10,
        rates(),
        "The effective rate is what turns the weights"
            + (isConverted() ? ": their growth cancels that of the rate." : "."));
    figure(
        "Effective learning rate",
        isConverted() ? "η̃/‖w̃‖²" : "η/‖w‖²",
        Scale.LOG10,
        lines(Quantity.EFFECTIVE_RATE),
        "The rate at which the direction of the converted weights turns.");
    page.line("</section>").line("<h2>Weights</h2>").line("<section class=\"charts\">");
    figure(
        "Norm of the converted weights",
        "‖w‖",
        Scale.LINEAR,
        lines(Quantity.WEIGHT_NORM),
        isConverted()
            ? "In the scale of the declared recipe, ‖w̃‖/P."
            : "Of those weights that have an exponential form.");
    if (isConverted()) {
      figure(
          "Scale",
          "log₂ P",
          Scale.LINEAR,
          List.of(Series.of("", 0, run.curve(Quantity.LOG2_SCALE))),
          "P is how much larger the converted weights are than those of the declared recipe.");
    }
    figure(
        "Angle per epoch",
        "degrees",
        Scale.LINEAR,
        marked(RunCurves::angle),
        "Between the direction of the converted weights at the start and at the end of an epoch.");
    figure(
        "Relative step",
        "‖Δw‖²/‖w‖²",
        Scale.LOG10,
        withEquilibrium(both(Quantity.RELATIVE_STEP)),
        "Tends to 2ηλ/(1+γ), where the growth of ‖w‖ by steps and its shrinking by decay balance.");
    page.line("</section>");
  }

  private boolean isConverted() {
    return !run.start().form().equals(Conversion.WEIGHT_DECAY.name());
  }

  private List<Series> rates() {
    List<Series> series = new ArrayList<>();
    if (isConverted()) {
      series.add(Series.of("converted η̃", 0, run.curve(Quantity.RATE)));
    }
    series.add(Series.of("declared η", 1, run.curve(Quantity.RECIPE_RATE)));
    series.add(
        Series.of(
            isConverted() ? "effective η̃/‖w̃‖²" : "effective η/‖w‖²",
            2,
            run.curve(Quantity.EFFECTIVE_RATE)));
    return series;
  }

  /** A quantity of one run or both, faint, with its running mean. */
  private List<Series> both(Quantity quantity) {
    List<Series> series = new ArrayList<>();
    series.add(Series.background(0, run.curve(quantity)));
    twin.ifPresent(t -> series.add(Series.background(1, t.curves.curve(quantity))));
    series.add(Series.of(form.name(), 0, run.smoothed(quantity)));
    twin.ifPresent(t -> series.add(Series.of(t.name, 1, t.curves.smoothed(quantity))));
    return series;
  }

  /** A quantity of one run or both. */
  private List<Series> lines(Quantity quantity) {
    List<Series> series = new ArrayList<>();
    series.add(Series.of(form.name(), 0, run.curve(quantity)));
    twin.ifPresent(t -> series.add(Series.of(t.name, 1, t.curves.curve(quantity))));
    return series;
  }

  private List<Series> marked(Function<RunCurves, List<Point>> curve) {
    List<Series> series = new ArrayList<>();
    series.add(marked(form.name(), 0, curve.apply(run)));
    twin.ifPresent(t -> series.add(marked(t.name, 1, curve.apply(t.curves))));
    return series;
  }

  private static Series marked(String name, int colour, List<Point> points) {
    return points.size() <= MOST_MARKS
        ? Series.marked(name, colour, points)
        : Series.of(name, colour, points);
  }

  private List<Series> withEquilibrium(List<Series> series) {
    List<Series> more = new ArrayList<>(series);
    more.add(Series.of("equilibrium 2ηλ/(1+γ)", 2, run.curve(Quantity.EQUILIBRIUM)));
    return more;
  }

  private void figure(
      String title, String vertical, Scale scale, List<Series> series, String caption) {
    page.line("<figure>")
        .line("<h3>%s</h3>", escaped(title))
        .add(
            ChartPainter.inline(
                new LineChart(title, "epoch", epochRange(), vertical, scale, series, List.of())))
        .line("<figcaption>%s</figcaption>", escaped(caption))
        .line("</figure>");
  }

  /** What all charts show, so that they can be compared: from the start to the end of the run. */
  private Optional<Range> epochRange() {
    return run.last()
        .map(last -> new Range(0, last.stepsTaken() / (double) run.start().stepsPerEpoch()));
  }

  private void phases() {
    page.line("<h2>Phases</h2>");
    plan()
        .ifPresentOrElse(
            plan ->
                table(PlanText.PHASE_HEADINGS, PlanText.phases(plan, run.start().stepsPerEpoch())),
            () ->
                page.line(
                    "<p>The declaration has changed since this run (digest %s), so its plan cannot"
                        + " be shown.</p>",
                    escaped(run.start().declaration())));
  }

  private void epochs() {
    List<RunCurves.Epoch> epochs = run.epochs();
    int stride = (epochs.size() + MOST_EPOCH_ROWS - 1) / MOST_EPOCH_ROWS;
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < epochs.size(); i++) {
      if ((i + 1) % stride == 0 || i == epochs.size() - 1) {
        RunCurves.Epoch epoch = epochs.get(i);
        rows.add(
            List.of(
                String.valueOf(epoch.number() + 1),
                String.valueOf(epoch.stepsTaken()),
                Numbers.plain(epoch.meanLoss(), 4),
                Double.isNaN(epoch.accuracy()) ? "" : percent(epoch.accuracy()),
                Double.isNaN(epoch.angle())
                    ? ""
                    : String.format(Locale.ROOT, "%.2f°", Math.toDegrees(epoch.angle()))));
      }
    }
    page.line("<h2>Epochs</h2>");
    table(List.of("epoch", "steps taken", "mean loss", "test accuracy", "angle"), rows);
  }

  private void manifest() throws IOException {
    List<List<String>> rows = Manifest.rows(directory.path().resolve("manifest.json"));
    if (!rows.isEmpty()) {
      page.line("<h2>Manifest</h2>");
      table(List.of("name", "value"), rows);
    }
  }

  private void table(List<String> headings, List<List<String>> rows) {
    page.line("<div class=\"scroll\"><table>")
        .line("<thead><tr>%s</tr></thead>", cells("th scope=\"col\"", "th", headings))
        .line("<tbody>");
    rows.forEach(row -> page.line("<tr>%s</tr>", cells("td", "td", row)));
    page.line("</tbody></table></div>");
  }

  private static String cells(String open, String close, List<String> contents) {
    return contents.stream()
        .map(content -> "<" + open + ">" + escaped(content) + "</" + close + ">")
        .collect(Collectors.joining());
  }
}
