package org.texp4j.dl4j.internal.report;

import static org.texp4j.dl4j.internal.markup.Markup.escaped;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TrainingException;
import org.texp4j.dl4j.chart.LineChart;
import org.texp4j.dl4j.internal.checkpoint.SafeFile;
import org.texp4j.dl4j.internal.evaluation.Metrics;
import org.texp4j.dl4j.internal.json.JsonObject;
import org.texp4j.dl4j.internal.markup.Markup;
import org.texp4j.dl4j.internal.markup.Numbers;
import org.texp4j.dl4j.internal.markup.Resource;
import org.texp4j.dl4j.internal.metrics.MetricsLine;
import org.texp4j.dl4j.internal.run.RunDirectory;
import org.texp4j.schedule.Plan;
import org.texp4j.schedule.RecipeForm;

/**
 * A run as one self-contained HTML page: its declaration, its metrics and its results, without a
 * script, style or font from elsewhere.
 *
 * <p>Written from the files of the run alone, in memory that does not grow with its steps; the same
 * files give the same page.
 */
public final class RunReport {

  /** Of more epochs than this, only some have a row. */
  private static final int MOST_EPOCH_ROWS = 100;

  private final Experiment experiment;
  private final RunDirectory directory;
  private final RunCurves run;
  private final RecipeForm form;
  private final Optional<Plan> plan;
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
    form = run.start().form();
    plan = plan(experiment, run.start());
  }

  /** The plan of the run; empty if the declaration has changed since. */
  private static Optional<Plan> plan(Experiment experiment, MetricsLine.Start start) {
    return start.declaration().equals(experiment.declarationDigest())
        ? Optional.of(experiment.plan(experiment.recipe(start.stepsPerEpoch()), start.form()))
        : Optional.empty();
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
    SafeFile.write(out, new RunReport(experiment, directory, run, twin).html());
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
    String form = curves.start().form().label();
    boolean same = curves.start().form() == run.start().form();
    return new Twin(other, curves, same ? form + ", " + other.path().getFileName() : form);
  }

  private static RunCurves curves(Experiment experiment, RunDirectory directory)
      throws IOException {
    RunCurves curves = RunCurves.read(directory.metricsPath(), experiment);
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
    String title = experiment.name() + " as " + form.label();
    page.line("<!DOCTYPE html>")
        .line("<html lang=\"en\">")
        .line("<head>")
        .line("<meta charset=\"utf-8\"/>")
        .line("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>")
        .line("<meta name=\"color-scheme\" content=\"light dark\"/>")
        .line("<title>%s</title>", escaped(title))
        .line("<style>")
        .add(Resource.text(RunReport.class, "report.css"))
        .add(LineChart.styleSheet())
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
        .add(Resource.text(RunReport.class, "report.js"))
        .line("</script>")
        .line("</body>")
        .line("</html>");
    return page.toString();
  }

  private void header() {
    page.line("<header>")
        .line("<h1>%s</h1>", escaped(experiment.name()))
        .line(
            "<p class=\"lead\"><strong>%s</strong>, %s of Li and Arora, “An Exponential Learning"
                + " Rate Schedule for Deep Learning”, ICLR 2020</p>",
            escaped(form.label()), escaped(form.theorem()))
        .line("<p>%s</p>", escaped(form.description()))
        .line("<dl>");
    plan.ifPresent(
        known -> definition("Declared", PlanText.recipe(known, run.start().stepsPerEpoch()) + "."));
    definition("Seed", String.valueOf(run.start().seed()));
    definition("Run", directory.path().toString());
    twin.ifPresent(other -> definition("Beside", other.directory.path() + ", " + other.name));
    page.line("</dl>").line("</header>");
  }

  private void definition(String term, String words) {
    page.line("<div><dt>%s</dt><dd>%s</dd></div>", escaped(term), escaped(words));
  }

  private void results() {
    page.line("<section class=\"tiles\" aria-label=\"Results\">");
    run.lastEvaluation()
        .ifPresent(
            last ->
                tile(
                    "Test " + last.primary().getKey(),
                    words(last.primary()),
                    twin.flatMap(
                            other ->
                                other
                                    .curves
                                    .lastEvaluation()
                                    .map(their -> other.name + ": " + words(their.primary())))
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
    long steps = run.last().map(MetricsLine.StepMetrics::stepsTaken).orElse(0L);
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
                    "Learning rate",
                    Numbers.powerOfTwo(last.log2Rate(), 4),
                    "at the last step; declared " + Numbers.plain(last.recipeRate(), 4)));
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
    MetricsLine.EvaluationMetrics best = run.bestEvaluation().orElseThrow();
    return words(best.primary()) + " after step " + best.stepsTaken();
  }

  private String words(Map.Entry<String, Double> metric) {
    return Metrics.format(run.metric(metric.getKey()), metric.getValue(), 2);
  }

  private void charts() throws IOException {
    List<RunCharts.Named> runs = new ArrayList<>();
    runs.add(new RunCharts.Named(form.label(), run));
    Optional<Deviations> deviations = Optional.empty();
    if (twin.isPresent()) {
      runs.add(new RunCharts.Named(twin.get().name, twin.get().curves));
      deviations =
          Optional.of(
              Deviations.between(directory.metricsPath(), twin.get().directory.metricsPath()));
    }
    RunCharts charts = new RunCharts(runs, deviations, plan.map(known -> known.recipe().rule()));
    figures("Learning", charts.learning());
    figures("Rates", charts.rates());
    figures("Weights", charts.weights());
  }

  private void figures(String title, List<RunCharts.Figure> figures) {
    page.line("<h2>%s</h2>", escaped(title)).line("<section class=\"charts\">");
    for (RunCharts.Figure figure : figures) {
      page.line("<figure>")
          .line("<h3>%s</h3>", escaped(figure.chart().title()))
          .add(figure.chart().toSvgElement())
          .line("<figcaption>%s</figcaption>", escaped(figure.caption()))
          .line("</figure>");
    }
    page.line("</section>");
  }

  private void phases() {
    page.line("<h2>Phases</h2>");
    plan.ifPresentOrElse(
        known -> {
          table(PlanText.PHASE_HEADINGS, PlanText.phases(known, run.start().stepsPerEpoch()));
          PlanText.furtherPhases(known).ifPresent(words -> page.line("<p>%s</p>", escaped(words)));
        },
        () ->
            page.line(
                "<p>The declaration has changed since this run (digest %s), so its plan cannot be"
                    + " shown.</p>",
                escaped(run.start().declaration())));
  }

  private void epochs() {
    List<RunCurves.Epoch> epochs = run.epochs();
    int stride = (epochs.size() + MOST_EPOCH_ROWS - 1) / MOST_EPOCH_ROWS;
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < epochs.size(); i++) {
      if ((i + 1) % stride == 0 || i == epochs.size() - 1) {
        rows.add(row(epochs.get(i)));
      }
    }
    List<String> headings = new ArrayList<>(List.of("epoch", "steps taken", "mean loss"));
    run.metrics().forEach(name -> headings.add("test " + name));
    headings.add("angle");
    page.line("<h2>Epochs</h2>");
    table(headings, rows);
  }

  private List<String> row(RunCurves.Epoch epoch) {
    List<String> row =
        new ArrayList<>(
            List.of(
                String.valueOf(epoch.number() + 1),
                String.valueOf(epoch.stepsTaken()),
                Numbers.plain(epoch.meanLoss(), 4)));
    for (String name : run.metrics()) {
      Double value = epoch.metrics().get(name);
      row.add(value == null ? "" : words(Map.entry(name, value)));
    }
    row.add(
        Double.isNaN(epoch.angle())
            ? ""
            : String.format(Locale.ROOT, "%.2f°", Math.toDegrees(epoch.angle())));
    return row;
  }

  /** The manifest as it is, in the format of any version. */
  private void manifest() throws IOException {
    Path file = directory.manifest();
    if (!Files.isRegularFile(file)) {
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    try {
      JsonObject.parse(SafeFile.readText(file))
          .flat()
          .forEach((name, value) -> rows.add(List.of(name, value)));
    } catch (IllegalArgumentException e) {
      throw new TrainingException(file + " is damaged: " + e.getMessage(), e);
    }
    page.line("<h2>Manifest</h2>");
    table(List.of("name", "value"), rows);
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
