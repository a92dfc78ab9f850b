package org.texp4j.dl4j.internal.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.texp4j.dl4j.Bits;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.SmallestExperiment;
import org.texp4j.dl4j.TinyExperiments;
import org.texp4j.dl4j.internal.checkpoint.Checkpoint;
import org.texp4j.dl4j.internal.checkpoint.CheckpointFile;
import org.texp4j.dl4j.internal.run.RunDirectory;
import org.texp4j.dl4j.train.Backend;
import org.texp4j.dl4j.train.TrainingRun;
import org.texp4j.schedule.RecipeForm;

/** A run from its beginning over interruptions to its reproduction, as its user sees it. */
class RunLifeTest {

  private static final long STEPS = 120;

  private static final Experiment EXPERIMENT = experiment().build();

  @TempDir private Path directory;

  @BeforeAll
  static void letTheBackendSayWhatItSaysWhenItStarts() {
    Backend.start();
  }

  private static Experiment.Builder experiment() {
    return experiment(STEPS);
  }

  /** The experiment in a process that breaks down before a step. */
  private static Experiment failingAt(long step) {
    return experiment(step).build();
  }

  private static Experiment.Builder experiment(long powerCut) {
    return SmallestExperiment.of(
            TinyExperiments.constantRecipe(STEPS, 0.1, 0.05, 0.5), RecipeForm.TEXP_PLUS_PLUS)
        .loop(
            run -> {
              while (run.hasNext()) {
                if (run.step() == powerCut) {
                  throw new IllegalStateException("power cut");
                }
                run.takeStep(run.nextBatch());
              }
            });
  }

  private Path run(String name) {
    return directory.resolve(name);
  }

  private static Invocation train(Experiment experiment, Path run, String... more) {
    List<String> arguments = new ArrayList<>(List.of("train", "--out", run.toString()));
    arguments.addAll(List.of(more));
    if (!arguments.contains("--checkpoint-every")) {
      arguments.addAll(List.of("--checkpoint-every", "20"));
    }
    return Invocation.of(experiment, arguments.toArray(String[]::new));
  }

  private Path broken(String name, long step) {
    Path run = run(name);
    assertThat(train(failingAt(step), run).code()).isEqualTo(1);
    return run;
  }

  private static void assertRefused(Invocation invocation, String message) {
    assertThat(invocation.errLines()).containsExactly("error: " + message);
    assertThat(invocation.code()).isEqualTo(1);
  }

  @Test
  void aBrokenRunResumesAndItsDirectoryIsThatOfAnUnbrokenOne() throws IOException {
    Path whole = run("whole");
    assertThat(train(EXPERIMENT, whole).code()).isZero();
    Path broken = broken("broken", 50);

    Invocation resumed = train(EXPERIMENT, broken, "--resume");

    assertThat(resumed.err()).isEmpty();
    assertThat(resumed.outLines())
        .contains("resumed at step 40 from " + checkpoint(broken, 40))
        .anyMatch(line -> line.startsWith("trained 80 steps in "));
    assertSameFiles(broken, whole);
    assertThat(steps(broken)).isEqualTo(steps(whole)).contains(80L, 100L, 120L);
  }

  private static void assertSameFiles(Path run, Path whole) {
    for (String file : List.of("model.zip", "best-model.zip", "metrics.jsonl", "metrics.csv")) {
      assertThat(run.resolve(file)).hasSameBinaryContentAs(whole.resolve(file));
    }
  }

  private static List<Long> steps(Path run) throws IOException {
    return new RunDirectory(run).checkpoints().steps();
  }

  private static Path checkpoint(Path run, long step) {
    return new RunDirectory(run).checkpoints().file(step);
  }

  @Test
  void aDamagedCheckpointIsNamedAndTheOneBeforeItTaken() throws IOException {
    Path whole = run("whole");
    train(EXPERIMENT, whole);
    Path broken = broken("broken", 50);
    damage(checkpoint(broken, 40));

    Invocation resumed = train(EXPERIMENT, broken, "--resume");

    assertThat(resumed.outLines())
        .contains(
            checkpoint(broken, 40)
                + " is damaged: its content does not have its digest; it is skipped and renamed to"
                + " .damaged",
            "resumed at step 20 from " + checkpoint(broken, 20));
    assertThat(broken.resolve("model.zip")).hasSameBinaryContentAs(whole.resolve("model.zip"));

    Path lost = broken("lost", 50);
    damage(checkpoint(lost, 20));
    damage(checkpoint(lost, 40));
    Invocation refused = train(EXPERIMENT, lost, "--resume");
    assertThat(refused.err())
        .startsWith("error: " + lost.resolve("checkpoints") + " is damaged: it has no intact")
        .contains(checkpoint(lost, 20).toString(), checkpoint(lost, 40).toString());
    assertThat(refused.code()).isEqualTo(1);
    assertThat(train(EXPERIMENT, lost, "--resume").code()).as("nor at the second try").isEqualTo(1);
  }

  /** As after an older texp4j was put back: nothing is renamed, and the version needed is named. */
  @Test
  void aRunOfALaterVersionIsLeftAsItIs() throws IOException {
    Path broken = broken("broken", 50);
    Path manifest = broken.resolve("manifest.json");
    Files.writeString(
        manifest,
        Files.readString(manifest)
            .replace("\"format\" : 3", "\"format\" : 4")
            .replaceFirst("\"texp4j\" : \"[^\"]*", "\"texp4j\" : \"9.9.0"));
    Map<Path, String> before = contents(broken);

    Invocation resumed = train(EXPERIMENT, broken, "--resume");

    assertThat(resumed.err())
        .startsWith("error: " + manifest + " has format 4, but texp4j ")
        .endsWith(" reads format 3: use texp4j 9.9.0 or later" + System.lineSeparator());
    assertThat(resumed.code()).isEqualTo(1);
    assertThat(contents(broken)).isEqualTo(before);
  }

  private static Map<Path, String> contents(Path run) throws IOException {
    Map<Path, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(run)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(file, Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return contents;
  }

  private static void damage(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 3]++;
    Files.write(file, bytes);
  }

  @Test
  void anotherRunIsNotTakenForThisOne() throws IOException {
    Path broken = broken("broken", 50);
    String start = "this is not the run of " + checkpoint(broken, 40) + " (";
    String end = "): undo the change, or begin a new run in another directory";
    Path other = otherData();

    assertRefused(
        train(experiment().seed(2).build(), broken, "--resume"), start + "seed: was 1, is 2" + end);
    assertRefused(
        train(experiment().declarationDigest("decaf").build(), broken, "--resume"),
        start
            + "declaration: was c0ffee, is decaf): undo the change, follow the present declaration"
            + " from there on with train --resume --from 40, or begin a new run in another"
            + " directory");
    Invocation data = train(EXPERIMENT, broken, "--resume", "--data", other.toString());
    assertThat(data.err()).startsWith("error: " + start + "data: was ").doesNotContain(";");
    Invocation network =
        train(
            experiment()
                .multiLayerNetwork(
                    base ->
                        TinyExperiments.classifier(
                            base,
                            TinyExperiments.convolution(3, true),
                            TinyExperiments.norm(false)))
                .build(),
            broken,
            "--resume");
    assertThat(network.err()).startsWith("error: ").doesNotContain("seed:");
    assertThat(network.code()).isEqualTo(1);
    assertRefused(
        train(EXPERIMENT, broken, "--resume", "--as", "weight_decay"),
        "the run in "
            + broken
            + " resumes as TEXP_PLUS_PLUS, not as WEIGHT_DECAY: omit --as, or map its state to the"
            + " other recipe with the command convert");
    assertThat(steps(broken)).containsExactly(40L, 20L);
  }

  private Path otherData() throws IOException {
    byte[] pixels = SmallestExperiment.pixels();
    pixels[pixels.length - 1]++;
    Path other = Files.createDirectory(directory.resolve("data"));
    Files.write(other.resolve(SmallestExperiment.PIXELS), pixels);
    return other;
  }

  @Test
  void aDirectoryBelongsToOneRunAtATime() throws IOException {
    Path broken = broken("broken", 50);
    assertRefused(
        train(EXPERIMENT, broken),
        broken
            + " holds a run that is not finished: continue it with --resume, or name another"
            + " directory with --out");
    try (RunDirectory.Lock lock = new RunDirectory(broken).lock()) {
      assertThat(lock).isNotNull();
      assertRefused(
          train(EXPERIMENT, broken, "--resume"),
          "another run is using " + broken + ": wait for it, or name another directory");
    }
    assertRefused(
        train(EXPERIMENT, run("none"), "--resume"), "there is no run to resume in " + run("none"));
    Files.createDirectory(run("empty"));
    assertThat(train(EXPERIMENT, run("empty"), "--resume").outLines())
        .contains(
            "nothing to resume yet: starting the run with checkpoint_every 20steps, and all other"
                + " options at their defaults; options of an earlier start were not recorded");
    assertRefused(
        train(EXPERIMENT, run("empty")),
        run("empty") + " holds a run already: name another directory with --out, or remove it");
  }

  @Test
  void aRunThatResumesElsewhereRecordsItForGood() throws IOException {
    Path run = broken("run", 50);
    Path manifest = run.resolve("manifest.json");
    int threads = Backend.start().threads();
    Files.writeString(
        manifest,
        Files.readString(manifest).replace("\"threads\" : " + threads, "\"threads\" : 64"));

    Invocation resumed = train(EXPERIMENT, run, "--resume");

    assertThat(resumed.outLines())
        .contains(
            "environment.threads: was 64, is "
                + threads
                + "; from here on, bits may differ from an unbroken run");
    assertThat(train(EXPERIMENT, run, "--resume").out()).doesNotContain("environment.");
    assertThat(reproduced(EXPERIMENT, run).outLines().get(0))
        .isEqualTo(
            "while the run was trained, at step 40, environment.threads: was 64, is " + threads);
  }

  @Test
  void aCheckpointThatCannotBeWrittenStopsTheRunAndCostsNothing() throws IOException {
    Path whole = run("whole");
    train(EXPERIMENT, whole);
    Path run = run("run");
    Path obstacle = checkpoint(run, 60).resolveSibling("step-000000060.ckpt.writing");
    Files.createDirectories(obstacle.resolve("in the way"));

    Invocation stopped = train(EXPERIMENT, run);

    assertThat(stopped.err())
        .startsWith("error: the run stopped at step 60: cannot write " + obstacle + ": ")
        .contains("; the last good checkpoint is " + checkpoint(run, 40));
    assertThat(stopped.code()).isEqualTo(1);
    Files.delete(obstacle.resolve("in the way"));
    Files.delete(obstacle);
    assertThat(train(EXPERIMENT, run, "--resume").code()).isZero();
    assertThat(run.resolve("model.zip")).hasSameBinaryContentAs(whole.resolve("model.zip"));
  }

  @Test
  void aDryRunDoesAStepOfEverythingAndLeavesNothing() {
    Path run = run("run");

    assertThat(train(EXPERIMENT, run, "--dry-run").out()).startsWith("dry run: took a step");
    assertThat(run).doesNotExist();
    assertThat(train(failingAt(0), run, "--dry-run").code()).isEqualTo(1);
  }

  @Test
  void theBestModelAndAnyCheckpointCanBeEvaluated() throws IOException {
    Path run = run("run");
    train(EXPERIMENT, run, "--evaluate-every", "7steps");
    double best = CheckpointFile.read(run.resolve("model.zip")).progress().best().orElseThrow();

    Invocation evaluated = Invocation.of(EXPERIMENT, "evaluate", run.toString(), "--best");

    assertThat(evaluated.outLines().get(0)).isEqualTo("model     " + run.resolve("best-model.zip"));
    assertThat(Double.parseDouble(evaluated.outLines().get(1).replaceAll("accuracy +", "")))
        .as("to the four digits that are printed")
        .isCloseTo(best, within(5e-5));
    assertThat(Invocation.of(EXPERIMENT, "evaluate", checkpoint(run, 100).toString()).code())
        .isZero();
  }

  @Test
  void aLimitCanBeRaisedButNotBelowWhatIsDone() throws IOException {
    Path whole = run("whole");
    train(EXPERIMENT, whole);
    Path limited = run("limited");
    train(EXPERIMENT, limited, "--limit-batches", "33");
    // An evaluation that the whole run does not make is nothing to be patient by.
    assertThat(CheckpointFile.read(checkpoint(limited, 33)).progress().metrics()).isEmpty();
    assertThat(limited.resolve("best-model.zip")).exists();

    assertRefused(
        train(EXPERIMENT, limited, "--resume", "--limit-batches", "20"),
        "the run has taken 33 steps already, but is to stop after 20: raise --epochs or"
            + " --limit-batches");
    assertThat(train(EXPERIMENT, limited, "--resume").out()).contains("trained 0 steps in ");
    assertThat(train(EXPERIMENT, limited, "--resume", "--epochs", "2").code()).isZero();

    assertThat(checkpoint(limited, STEPS)).hasSameBinaryContentAs(checkpoint(whole, STEPS));
    assertThat(limited.resolve("best-model.zip"))
        .hasSameBinaryContentAs(whole.resolve("best-model.zip"));
  }

  @Test
  void stopsWhenNothingGetsBetterAndKeepsTheBest() throws IOException {
    Path run = run("run");

    Invocation trained =
        train(EXPERIMENT, run, "--evaluate-every", "5steps", "--patience", "3", "--keep", "1");

    String last = trained.outLines().get(trained.outLines().size() - 1);
    assertThat(last)
        .matches(
            "stopped early at step \\d+: no better accuracy in 3 evaluations; the best was at step"
                + " \\d+, see "
                + run.resolve("best-model.zip"));
    long end = Long.parseLong(last.replaceAll(".*at step (\\d+): .*", "$1"));
    long best = Long.parseLong(last.replaceAll(".*was at step (\\d+), .*", "$1"));
    assertThat(best).isEqualTo(end - 15);
    assertThat(steps(run)).containsExactly(end, best);
    assertThat(run.resolve("best-model.zip")).hasSameBinaryContentAs(checkpoint(run, best));
    assertThat(train(EXPERIMENT, run, "--resume").outLines().get(0)).isNotEmpty();
    assertThat(steps(run)).as("resuming does not continue").contains(end);
    assertThat(reproduced(EXPERIMENT, run).code()).isZero();
  }

  @Test
  void divergenceNamesTheStepTheLayerAndTheLastGoodCheckpoint() {
    Path run = run("run");

    Invocation trained =
        train(
            SmallestExperiment.of(
                    TinyExperiments.constantRecipe(STEPS, 3e4, 1e-3, 0), RecipeForm.WEIGHT_DECAY)
                .build(),
            run,
            "--checkpoint-every",
            "1");

    assertThat(trained.err())
        .matches(
            "(?s)error: the .* step \\d+ .*(layer \\d+).*: the declared recipe diverges here; try a"
                + " smaller learning rate or a warm-up; the last good checkpoint is .*step-\\d+"
                + "\\.ckpt; go back to it with train --resume --from \\d+\\R");
    assertThat(trained.code()).isEqualTo(1);
  }

  /** Rectifiers hide NaN from the loss, but not from the gradient. */
  @Test
  void dataThatAreNotFiniteAreNotCalledADivergence() {
    for (boolean features : new boolean[] {true, false}) {
      Experiment experiment =
          experiment()
              .trainingData(
                  request -> {
                    List<DataSet> images = smallImages();
                    DataSet spoilt = images.get(19);
                    (features ? spoilt.getFeatures() : spoilt.getLabels()).putScalar(0, Float.NaN);
                    return new ListDataSetIterator<>(images, request.batchSize());
                  })
              .build();

      Invocation trained = train(experiment, run("run" + features), "--checkpoint-every", "5");

      assertThat(trained.err())
          .contains("step 9 ")
          .contains(
              " (the "
                  + (features ? "features" : "labels")
                  + " of its batch hold values that are not finite): mend the training data, or"
                  + " leave such examples out; the last good checkpoint is ")
          .doesNotContain("rate");
    }
  }

  private static List<DataSet> smallImages() {
    List<DataSet> images = new ArrayList<>();
    Nd4j.getRandom().setSeed(5);
    for (int i = 0; i < SmallestExperiment.EPOCH * SmallestExperiment.BATCH; i++) {
      INDArray label = Nd4j.zeros(1, 3).putScalar(0, i % 3, 1);
      images.add(new DataSet(Nd4j.rand(1, 1, 4, 4), label));
    }
    return images;
  }

  @Test
  void dataThatShuffleThemselvesGoBackToTheStartOfAnEpoch() throws IOException {
    Experiment shuffled = onDataThatShuffleThemselves(STEPS);
    Path run = run("run");

    Invocation broken =
        train(onDataThatShuffleThemselves(115), run, "--checkpoint-every", "1", "--keep", "2");

    assertThat(broken.out()).contains("data: a checkpoint within an epoch can be resumed only if ");
    assertThat(steps(run))
        .as("the start of the epoch is kept, too")
        .containsExactly(115L, 114L, 100L);
    assertThat(train(shuffled, run, "--resume").err())
        .startsWith(
            "error: the training data do not repeat the batches that this run had in epoch 2")
        .endsWith(
            "; the last checkpoint between two epochs is "
                + checkpoint(run, 100)
                + ": go back to it with train --resume --from 100"
                + System.lineSeparator());
    assertThat(train(shuffled, run, "--resume", "--from", "100").code()).isZero();

    assertThat(train(shuffled, run("epochs"), "--checkpoint-every", "1epochs").out())
        .doesNotContain("data:");
  }

  private static Experiment onDataThatShuffleThemselves(long powerCut) {
    return experiment(powerCut)
        .trainingData(
            request -> {
              List<DataSet> images = smallImages();
              DataSet first = images.remove(0);
              DataSet second = images.remove(0);
              Collections.shuffle(images);
              // The first batch is that by which the data are known.
              images.add(0, first);
              images.add(1, second);
              return new ListDataSetIterator<>(images, request.batchSize());
            })
        .build();
  }

  @Test
  void goingBackToAnOlderCheckpointIsARunThatWasNeverThere() throws IOException {
    Path whole = run("whole");
    train(EXPERIMENT, whole, "--keep", "9");
    Path run = run("run");
    train(EXPERIMENT, run, "--keep", "9");
    byte[] undone = Files.readAllBytes(checkpoint(run, 100));

    Invocation back = train(EXPERIMENT, run, "--resume", "--from", "60");

    assertThat(back.outLines())
        .contains("resumed at step 60 from " + checkpoint(run, 60))
        .anyMatch(line -> line.startsWith("trained 60 steps in "));
    assertSameFiles(run, whole);
    assertThat(run.resolve("manifest.json")).hasSameBinaryContentAs(whole.resolve("manifest.json"));
    assertThat(Path.of(checkpoint(run, 100) + ".undone")).hasBinaryContent(undone);
    assertThat(run.resolve("metrics.jsonl.undone"))
        .hasSameBinaryContentAs(whole.resolve("metrics.jsonl"));
    assertRefused(
        train(EXPERIMENT, run, "--resume", "--from", "50"),
        "there is no checkpoint of step 50 in " + run + ", only of [120, 100, 80, 60, 40, 20]");
    damage(checkpoint(run, 80));
    assertThat(train(EXPERIMENT, run, "--resume", "--from", "80").err()).contains("is damaged");
    assertThat(steps(run)).as("nothing was undone").contains(120L);
    Invocation alone = train(EXPERIMENT, run("other"), "--from", "60");
    assertThat(alone.code()).isEqualTo(2);
    assertThat(alone.errLines().get(0))
        .isEqualTo("--from needs --resume: it goes back to an earlier checkpoint");
  }

  @Test
  void theAverageOfABrokenRunIsThatOfAnUnbrokenOne() throws IOException {
    Path whole = run("whole");
    Invocation trained = train(EXPERIMENT, whole, "--average", "0.98");
    Path plain = run("plain");
    train(EXPERIMENT, plain);
    Path broken = run("broken");
    train(failingAt(50), broken, "--average", "0.98");

    train(EXPERIMENT, broken, "--resume");

    for (String model : List.of("average-model.zip", "best-model.zip")) {
      assertThat(broken.resolve(model)).hasSameBinaryContentAs(whole.resolve(model));
    }
    INDArray average =
        CheckpointFile.read(whole.resolve("average-model.zip")).snapshot().parameters();
    INDArray last = CheckpointFile.read(whole.resolve("model.zip")).snapshot().parameters();
    assertThat(average).isNotEqualTo(last);
    assertThat(Bits.of(CheckpointFile.read(plain.resolve("model.zip")).snapshot().parameters()))
        .as("the average has no effect on the run")
        .isEqualTo(Bits.of(last));
    String printed = trained.outLines().get(trained.outLines().size() - 1);
    assertThat(printed).startsWith("test accuracy of the average ");
    assertThat(accuracy(whole, "--average"))
        .as("to the digits that are printed")
        .isCloseTo(Double.parseDouble(printed.replaceAll("[^0-9.]", "")) / 100, within(1e-4));
    Checkpoint best = CheckpointFile.read(whole.resolve("best-model.zip"));
    assertThat(accuracy(whole, "--best"))
        .isCloseTo(best.progress().best().orElseThrow(), within(1e-4));
    assertThat(best.snapshot().parameters())
        .as("the best model is that of the average")
        .isNotEqualTo(CheckpointFile.read(checkpoint(whole, best.step())).snapshot().parameters());
    assertThat(reproduced(EXPERIMENT, broken).code()).isZero();
    assertRefused(
        train(EXPERIMENT, plain, "--resume", "--average", "0.9"),
        "this is not the run of "
            + checkpoint(plain, STEPS)
            + " (average: was none, is 0.9): undo the change, or begin a new run in another"
            + " directory");
    assertThat(train(EXPERIMENT, run("none"), "--average", "1").code()).isEqualTo(2);
  }

  private static double accuracy(Path run, String which) {
    return Double.parseDouble(
        Invocation.of(EXPERIMENT, "evaluate", run.toString(), which)
            .outLines()
            .get(1)
            .replaceAll("accuracy +", ""));
  }

  /** As a user does whose run diverged: the rate is lowered from an earlier step on. */
  @Test
  void aRunThatWentBackFollowsThePresentDeclaration() throws IOException {
    Experiment calmer =
        experiment()
            .recipe(
                stepsPerEpoch -> TinyExperiments.constantRecipe(STEPS, 0.01, 0.05, 0.5),
                RecipeForm.TEXP_PLUS_PLUS)
            .declarationDigest("decaf")
            .build();
    Path exponential = run("exponential");
    train(EXPERIMENT, exponential, "--keep", "9");
    Path declared = run("declared");
    train(EXPERIMENT, declared, "--keep", "9", "--as", "weight_decay");

    for (Path run : List.of(exponential, declared)) {
      assertThat(train(calmer, run, "--resume", "--from", "60").outLines())
          .contains("from step 60 on, the run follows the present declaration");
      assertThat(Files.readString(run.resolve("manifest.json")))
          .contains("\"declaration\" : \"decaf\"", "\"until_step\" : 60");
    }

    List<Double> losses = losses(exponential);
    List<Double> twin = losses(declared);
    List<Double> unchanged = losses(Path.of(exponential + "/metrics.jsonl.undone"), STEPS);
    for (int step = 0; step < STEPS; step++) {
      // Rounding in float, which grows from step to step.
      assertThat(losses.get(step)).as("step %d", step).isCloseTo(twin.get(step), within(2e-3));
    }
    assertThat(losses.subList(0, 60)).isEqualTo(unchanged.subList(0, 60));
    assertThat(losses.get(119)).isNotCloseTo(unchanged.get(119), within(1e-2));
    assertThat(train(calmer, exponential, "--resume").code()).isZero();
    assertRefused(
        reproduced(calmer, exponential),
        "the run in "
            + exponential
            + " followed another declaration (c0ffee) up to step 60, so it cannot be reproduced"
            + " from the current one alone");
    assertThat(train(EXPERIMENT, exponential, "--resume", "--from", "40").code()).isZero();
    assertThat(Files.readString(exponential.resolve("manifest.json")))
        .as("back to before the change")
        .doesNotContain("until_step");
    assertThat(reproduced(EXPERIMENT, exponential).code()).isZero();
  }

  private static List<Double> losses(Path run) throws IOException {
    return losses(run.resolve("metrics.jsonl"), STEPS);
  }

  private static List<Double> losses(Path metrics, long steps) throws IOException {
    List<Double> losses = new ArrayList<>();
    for (String line : Files.readAllLines(metrics)) {
      if (line.contains("\"loss\":")) {
        losses.add(Double.parseDouble(line.replaceAll(".*\"loss\":([^,]*),.*", "$1")));
      }
    }
    assertThat(losses).hasSize((int) steps);
    return losses;
  }

  @Test
  void aFinishedRunIsReproducedAndEveryChangeNamed() throws IOException {
    Path run = broken("run", 50);
    train(EXPERIMENT, run, "--resume");

    Path other = otherData();
    String same = "reproduced: the same parameters, velocities, losses and metrics, bit for bit";

    assertThat(reproduced(EXPERIMENT, run).outLines()).containsExactly(same);
    assertThat(reproduced(EXPERIMENT, run).code()).isZero();

    List<String> seed = reproduced(experiment().seed(2).build(), run).outLines();
    assertThat(seed.get(0)).isEqualTo("seed: was 1, is 2");
    assertThat(seed.get(1)).startsWith("first difference at step 0: the loss was ");
    assertThat(seed.get(2)).startsWith("result.loss: was ");
    assertThat(seed).anyMatch(line -> line.startsWith("result.evaluation.accuracy: was "));
    assertThat(seed.get(seed.size() - 1)).isEqualTo("NOT reproduced");

    Invocation data = reproduced(EXPERIMENT, run, "--data", other.toString());
    assertThat(data.outLines().get(0)).startsWith("data: was ");
    assertThat(data.outLines().get(1)).startsWith("first difference at step ");
    assertThat(data.code()).isEqualTo(1);

    Path manifest = run.resolve("manifest.json");
    String threads = "\"threads\" : " + Backend.start().threads();
    assertThat(manifest).content().contains(threads);
    Files.writeString(manifest, Files.readString(manifest).replace(threads, "\"threads\" : 64"));
    assertThat(reproduced(EXPERIMENT, run).outLines())
        .containsExactly("environment.threads: was 64, is " + Backend.start().threads(), same);
    assertRefused(
        reproduced(EXPERIMENT, broken("broken", 50)),
        "the run in " + run("broken") + " is not finished: continue it with train --resume");
  }

  @Test
  void aRunThatDependsOnMoreThanItsSeedIsToldSo() throws IOException {
    AtomicInteger starts = new AtomicInteger();
    Experiment fickle =
        experiment()
            .loop(
                run -> {
                  ((TrainingRun) run)
                      .network()
                      .parameters()
                      .muli(1 + 0.1 * starts.incrementAndGet());
                  EXPERIMENT.loop().train(run);
                })
            .build();
    train(fickle, run("fickle"));

    List<String> reproduced = reproduced(fickle, run("fickle")).outLines();
    assertThat(reproduced.get(0))
        .isEqualTo(
            "nothing recorded about the run has changed, so its network, data or loop depends on"
                + " more than the declaration and the seed");
    assertThat(reproduced.get(1)).startsWith("first difference at step 0: ");
  }

  private static Invocation reproduced(Experiment experiment, Path run, String... more) {
    List<String> arguments = new ArrayList<>(List.of("reproduce", run.toString()));
    arguments.addAll(List.of(more));
    return Invocation.of(experiment, arguments.toArray(String[]::new));
  }

  @Test
  void aCheckpointContinuesInTheOtherRecipeAndBack() throws IOException {
    Path first = run("first");
    train(EXPERIMENT, first, "--as", "weight_decay", "--limit-batches", "40");
    Path second = run("second");
    Path third = run("third");

    Invocation there = convert(first, "exponential", second);
    assertThat(there.outLines())
        .containsExactly(
            "step 40 of "
                + first
                + " converted to TEXP_PLUS_PLUS in "
                + second
                + "; continue with: train --resume --out "
                + second);
    assertThat(train(EXPERIMENT, second, "--resume", "--limit-batches", "80").outLines().get(0))
        .startsWith("smallest as TEXP_PLUS_PLUS");
    assertThat(convert(second, "weight-decay", third).code()).isZero();
    assertThat(train(EXPERIMENT, third, "--resume", "--epochs", "2").outLines().get(0))
        .startsWith("smallest as WEIGHT_DECAY");

    assertThat(Files.readString(third.resolve("manifest.json")))
        .containsSubsequence(
            "\"from_step\" : 0,", "WEIGHT_DECAY",
            "\"from_step\" : 40,", "TEXP_PLUS_PLUS",
            "\"from_step\" : 80,", "WEIGHT_DECAY");
    assertThat(Files.readAllLines(third.resolve("metrics.jsonl")).stream())
        .filteredOn(line -> line.contains("\"loss\""))
        .hasSize((int) STEPS);
    assertThat(reproduced(EXPERIMENT, third).code()).isZero();
    assertRefused(
        convert(third, "weight-decay", run("fourth")),
        "the run in " + third + " already runs as WEIGHT_DECAY");
    assertThat(Invocation.of(EXPERIMENT, "convert", first.toString(), "--to", "adam").errLines())
        .contains(
            "Invalid value for option '--to': expected weight-decay or exponential but was 'adam'");
  }

  private static Invocation convert(Path run, String to, Path out) {
    return Invocation.of(
        EXPERIMENT, "convert", run.toString(), "--to", to, "--out", out.toString());
  }
}
