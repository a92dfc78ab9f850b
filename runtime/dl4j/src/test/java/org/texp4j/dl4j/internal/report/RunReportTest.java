package org.texp4j.dl4j.internal.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.texp4j.dl4j.TinyExperiments.constantRecipe;
import static org.texp4j.dl4j.TinyExperiments.onImages;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TrainingException;
import org.texp4j.dl4j.UpdateStatistics;
import org.texp4j.dl4j.internal.metrics.MetricsLine;
import org.texp4j.dl4j.internal.run.RunDirectory;
import org.texp4j.schedule.Plan;
import org.texp4j.schedule.PlanCursor;
import org.texp4j.schedule.RecipeForm;
import org.texp4j.schedule.Step;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The page of a run: whole, well-formed, closed in itself, and saying what the metrics say. */
class RunReportTest {

  private static final long EPOCH = 10;
  private static final Experiment EXPERIMENT = experiment(40).build();

  @TempDir private Path directory;

  private static Experiment.Builder experiment(long steps) {
    return onImages(constantRecipe(steps, 0.1, 5e-3, 0.9), RecipeForm.TEXP_PLUS_PLUS)
        .declarationDigest("c0ffee");
  }

  /** A run whose loss at step s is 2/(s + 1) + more, and whose accuracy grows by a tenth. */
  private RunDirectory run(
      String name, Experiment experiment, RecipeForm form, long epoch, long steps, double more)
      throws IOException {
    RunDirectory run = RunDirectory.at(directory.resolve(name));
    Plan plan = Plan.of(experiment.recipe(epoch), form);
    PlanCursor cursor = plan.cursor();
    try (BufferedWriter writer = Files.newBufferedWriter(run.metricsPath())) {
      List<MetricsLine> lines = new ArrayList<>();
      lines.add(
          new MetricsLine.Start(
              experiment.name(), form, experiment.declarationDigest(), 7, plan.steps(), epoch));
      while (cursor.position() < steps) {
        Step step = cursor.next();
        long s = step.index();
        lines.add(
            new MetricsLine.StepMetrics(
                s,
                s / epoch,
                2.0 / (s + 1) + more + (s == 5 ? 1 : 0),
                16,
                step.learningRate(),
                step.weightDecay(),
                step.momentum(),
                step.rate().toDouble(),
                step.rate().log2(),
                step.before().scale().log2(),
                new UpdateStatistics(14 + more, 1e-3, 2e-5)));
        if ((s + 1) % epoch == 0 || s + 1 == steps) {
          lines.add(new MetricsLine.EpochMetrics(s + 1, s / epoch, 0.25));
          lines.add(new MetricsLine.GroupMetrics(s + 1, s / epoch, "0_W", 14 + more));
          lines.add(
              new MetricsLine.EvaluationMetrics(
                  s + 1, s / epoch, Map.of("accuracy", 0.1 * (s / epoch + 1))));
        }
        for (MetricsLine line : lines) {
          writer.write(line.toJson() + "\n");
        }
        lines.clear();
      }
    }
    return run;
  }

  private RunDirectory usual(String name, RecipeForm form, double more) throws IOException {
    return run(name, EXPERIMENT, form, EPOCH, 40, more);
  }

  private static Document page(Experiment experiment, RunDirectory run, RunDirectory with)
      throws Exception {
    RunReport.write(experiment, run, Optional.ofNullable(with), run.report());
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    return factory.newDocumentBuilder().parse(run.report().toFile());
  }

  @Test
  void saysWhatWasDeclaredAndWhatCameOut() throws Exception {
    RunDirectory run = usual("run", RecipeForm.TEXP_PLUS_PLUS, 0);
    Files.writeString(
        run.path().resolve("manifest.json"),
        "{\"java\":{\"version\":\"17\"},\"seeds\":[1,2],\"none\":[],\"gpu\":false}");

    Document page = page(EXPERIMENT, run, null);

    assertThat(texts(page, "h1")).containsExactly("tiny");
    assertThat(texts(page, "p").get(0)).startsWith("TEXP++, Theorem 2.13 of Li and Arora");
    assertThat(texts(page, "dd").get(0))
        .isEqualTo(
            "SGD with momentum 0.9, weight decay 0.005 and learning rate 0.1, for 40 steps in"
                + " epochs of 10.");
    assertThat(texts(page, "strong")).containsSequence("40.00 %", "0.05671", "40");
    assertThat(texts(page, "h2"))
        .containsExactly("Learning", "Rates", "Weights", "Phases", "Epochs", "Manifest");
    assertThat(texts(page, "h3"))
        .containsExactly(
            "Training loss",
            "Test accuracy",
            "Learning rate",
            "Effective learning rate",
            "Norm of the converted weights",
            "Norm of each group",
            "Scale",
            "Angle per epoch",
            "Squared relative update");
    assertThat(texts(page, "td"))
        .containsSequence("0 … 39", "0.000 … 4.000")
        .containsSequence("4", "40", "0.05671", "40.00 %", "14.32°")
        .containsSequence(
            "java.version", "17", "seeds[0]", "1", "seeds[1]", "2", "none", "none", "gpu", "false");
  }

  @Test
  void drawsTheTwinOnTheSameAxesAndHowFarItIsAway() throws Exception {
    RunDirectory run = usual("run", RecipeForm.TEXP_PLUS_PLUS, 0.001);
    RunDirectory baseline = usual("baseline", RecipeForm.WEIGHT_DECAY, 0);

    Document page = page(EXPERIMENT, run, baseline);

    assertThat(lines(page, "Training loss")).containsExactly("TEXP++", "weight decay");
    assertThat(lines(page, "Test accuracy")).containsExactly("TEXP++", "weight decay");
    List<Double> loss = values(page, "Deviation of the loss", 0);
    assertThat(loss).hasSize(40);
    for (int s = 0; s < 40; s++) {
      double reference = 2.0 / (s + 1) + (s == 5 ? 1 : 0);
      // As log10, written to four decimals.
      assertThat(Math.abs(loss.get(s) - Math.log10(0.001 / reference))).isLessThan(1e-4);
    }
    assertThat(values(page, "Deviation of the weights", 0))
        .hasSize(40)
        .allMatch(value -> Math.abs(value - Math.log10(0.001 / 14)) < 1e-4);
    assertThat(texts(page, "small")).contains("weight decay: 40.00 %");
  }

  @Test
  void needsNothingFromElsewhere() throws Exception {
    RunDirectory run = usual("run", RecipeForm.TEXP_PLUS_PLUS, 0);
    page(EXPERIMENT, run, null);

    assertThat(Files.readString(run.report()))
        .doesNotContainPattern("(?i)\\b(src|href|srcset)\\s*=|@import|url\\(|fetch\\(|<link")
        .matches(
            text ->
                Pattern.compile("https?://[^\"' ]*")
                    .matcher(text)
                    .results()
                    .allMatch(url -> url.group().equals("http://www.w3.org/2000/svg")),
            "names no address but that of SVG");
  }

  @Test
  void whatAUserNamedIsTextAndNeverMarkup() throws Exception {
    String hostile = "</script><script>alert('1')</script> \"&amp;\" <img onerror=x> \u0001 ]]>";
    Experiment experiment =
        Experiment.named("hostile")
            .batchSize(1)
            .trainingExamples(EPOCH)
            .recipe(e -> constantRecipe(40, 0.1, 5e-3, 0.9), RecipeForm.TEXP_PLUS_PLUS)
            .loop(r -> {})
            .declarationDigest(hostile)
            .build();
    RunDirectory run = run("a <b> & 'c'", experiment, RecipeForm.TEXP_PLUS_PLUS, EPOCH, 40, 0);
    Files.writeString(
        run.path().resolve("manifest.json"),
        new ObjectMapper().writeValueAsString(Map.of("<script>", hostile)));

    Document page = page(experiment, run, null);

    assertThat(texts(page, "td")).endsWith("<script>", hostile.replace('\u0001', '\uFFFD'));
    assertThat(page.getElementsByTagName("script").getLength()).isEqualTo(1);
    assertThat(page.getElementsByTagName("img").getLength()).isZero();
  }

  @Test
  void theSameFilesGiveTheSamePage() throws Exception {
    RunDirectory run = usual("run", RecipeForm.WEIGHT_DECAY, 0);
    page(EXPERIMENT, run, null);
    String first = Files.readString(run.report());
    page(EXPERIMENT, run, null);

    assertThat(run.report()).hasContent(first);
    assertThat(first).contains("the baseline").doesNotContain("η̃ ");
  }

  @Test
  void aLongRunIsDrawnInSmallWithItsSpikes() throws Exception {
    Experiment experiment =
        experiment(1)
            .recipe(e -> constantRecipe(20_000, 0.1, 0.02, 0.9), RecipeForm.TEXP_PLUS_PLUS)
            .build();
    RunDirectory run = run("long", experiment, RecipeForm.TEXP_PLUS_PLUS, EPOCH, 20_000, 0);

    Document page = page(experiment, run, null);

    assertThat(values(page, "Learning rate", 0)).hasSizeBetween(1000, 2000);
    assertThat(values(page, "Learning rate", 0)).as("past double's range").anyMatch(v -> v > 308);
    assertThat(values(page, "Test accuracy", 0)).hasSizeBetween(1000, 2000);
    assertThat(Files.size(run.report())).isLessThan(1_000_000);
    assertThat(page.getElementsByTagName("tr").getLength()).isLessThan(120);
    assertThat(texts(page, "td")).contains("20000").doesNotContain("NaN");
  }

  @Test
  void aRunThatHasTakenNoStepHasAPageToo() throws Exception {
    RunDirectory run = RunDirectory.at(directory.resolve("run"));
    Files.writeString(
        run.metricsPath(),
        new MetricsLine.Start("tiny", RecipeForm.TEXP_PLUS_PLUS, "changed", 7, 40, EPOCH).toJson()
            + "\n");

    Document page = page(EXPERIMENT, run, null);

    assertThat(texts(page, "strong")).contains("0");
    assertThat(texts(page, "p")).anyMatch(p -> p.startsWith("The declaration has changed since"));
  }

  @Test
  void aRunThatCannotBeReportedIsRefusedWithTheReason() throws Exception {
    RunDirectory run = usual("run", RecipeForm.TEXP_PLUS_PLUS, 0);
    RunDirectory longer = run("longer", EXPERIMENT, RecipeForm.WEIGHT_DECAY, 20, 40, 0);
    RunDirectory none = new RunDirectory(directory.resolve("none"));
    Experiment other =
        Experiment.named("other")
            .recipe(e -> EXPERIMENT.recipe(e), RecipeForm.TEXP_PLUS_PLUS)
            .loop(r -> {})
            .build();

    assertRefused(
        other,
        run,
        null,
        run.path()
            + " holds a run of tiny, not of other: call report on the training class of that"
            + " experiment");
    assertRefused(
        EXPERIMENT,
        run,
        longer,
        "epochs have 10 steps in "
            + run.path()
            + ", but 20 in "
            + longer.path()
            + ": runs on different data have no common axis");
    assertRefused(
        EXPERIMENT,
        none,
        null,
        "there is no " + none.metricsPath() + ": name the directory of a run");
  }

  private static void assertRefused(
      Experiment experiment, RunDirectory run, RunDirectory with, String message) {
    assertThatThrownBy(() -> page(experiment, run, with))
        .isInstanceOf(TrainingException.class)
        .hasMessage(message);
  }

  private static List<String> texts(Document page, String tag) {
    List<String> texts = new ArrayList<>();
    NodeList elements = page.getElementsByTagName(tag);
    for (int i = 0; i < elements.getLength(); i++) {
      texts.add(elements.item(i).getTextContent());
    }
    return texts;
  }

  /** The named lines of the chart under a heading. */
  private static List<Element> paths(Document page, String heading) {
    List<Element> named = new ArrayList<>();
    NodeList figures = page.getElementsByTagName("figure");
    for (int i = 0; i < figures.getLength(); i++) {
      Element figure = (Element) figures.item(i);
      if (figure.getElementsByTagName("h3").item(0).getTextContent().equals(heading)) {
        NodeList paths = figure.getElementsByTagName("path");
        for (int p = 0; p < paths.getLength(); p++) {
          if (((Element) paths.item(p)).hasAttribute("data-values")) {
            named.add((Element) paths.item(p));
          }
        }
      }
    }
    return named;
  }

  private static List<String> lines(Document page, String heading) {
    return paths(page, heading).stream().map(path -> path.getAttribute("data-name")).toList();
  }

  private static List<Double> values(Document page, String heading, int line) {
    return Pattern.compile(" ")
        .splitAsStream(paths(page, heading).get(line).getAttribute("data-values"))
        .map(Double::valueOf)
        .toList();
  }
}
