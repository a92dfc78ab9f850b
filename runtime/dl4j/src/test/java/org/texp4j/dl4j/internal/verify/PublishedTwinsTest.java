package org.texp4j.dl4j.internal.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.texp4j.dl4j.TinyExperiments.classifier;
import static org.texp4j.dl4j.TinyExperiments.convolution;
import static org.texp4j.dl4j.TinyExperiments.norm;
import static org.texp4j.dl4j.TinyExperiments.onImages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.Networks;
import org.texp4j.dl4j.Thorough;
import org.texp4j.dl4j.internal.update.ParameterGroup;
import org.texp4j.dl4j.internal.update.Updates;
import org.texp4j.dl4j.train.RunSettings;
import org.texp4j.dl4j.train.TrainingRun;
import org.texp4j.schedule.Coupling;
import org.texp4j.schedule.Curve;
import org.texp4j.schedule.InconvertibleRecipeException;
import org.texp4j.schedule.OneCycle;
import org.texp4j.schedule.Plan;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.RecipeForm;
import org.texp4j.schedule.Step;
import org.texp4j.schedule.WrittenRule;

/**
 * The twins of published update rules on a network of convolutions and normalizations: one run, as
 * near as rounding allows, unless the rate has another degree.
 */
class PublishedTwinsTest {

  private static final Path RULES =
      Path.of("../schedule/src/test/resources/org/texp4j/schedule/rule/published-rules.txt");

  private static final int STEPS = Thorough.orUsual(200, 40);

  /** Far from rounding, near what a wrong rule does in these steps. */
  private static final double FAILURE = 1e-6;

  private record Published(String name, WrittenRule rule, double momentum) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Published> twins() throws IOException {
    return Thorough.orEvery(
        7,
        Arrays.stream(Files.readString(RULES).split("\n\n+"))
            .filter(block -> block.startsWith("name: ") && block.contains("\ntwin: "))
            .map(PublishedTwinsTest::published)
            .toList());
  }

  private static Published published(String block) {
    Map<String, List<String>> keys =
        block
            .lines()
            .map(line -> line.split(": ", 2))
            .collect(
                Collectors.groupingBy(
                    pair -> pair[0], Collectors.mapping(pair -> pair[1], Collectors.toList())));
    String name = keys.get("name").get(0);
    WrittenRule.Builder rule =
        WrittenRule.named(name)
            .states(words(keys, "states"))
            .step(keys.get("step").toArray(String[]::new));
    double momentum = 0;
    for (String pair : words(keys, "attributes")) {
      double value = Double.parseDouble(pair.split("=")[1]);
      if (pair.startsWith("momentum=")) {
        momentum = value;
        rule.momentum("momentum");
      } else {
        rule.number(pair.split("=")[0], value);
      }
    }
    // Not for vectors, or not for those that start at 0.
    if (Stream.of("orthogonalize", "project(", "name: Hyperball").anyMatch(block::contains)) {
      rule.otherwise("w = w - rate * g");
    }
    String coupling = keys.getOrDefault("coupling", List.of("DECOUPLED")).get(0);
    if (!coupling.equals("NONE")) {
      rule.decay(Coupling.valueOf(coupling));
    }
    return new Published(name, rule.build(), momentum);
  }

  private static String[] words(Map<String, List<String>> keys, String key) {
    return keys.containsKey(key) ? keys.get(key).get(0).split(" ") : new String[0];
  }

  @ParameterizedTest
  @MethodSource("twins")
  void isOneRun(Published published) {
    TrainingRun declared = start(published, RecipeForm.WEIGHT_DECAY);
    TrainingRun converted = start(published, RecipeForm.TEXP_PLUS_PLUS);
    TrainingRun wrong = start(published, RecipeForm.TEXP_PLUS_PLUS);
    Batch batch = null;
    double worst = 0;
    double worstOfWrong = 0;
    while (declared.step() < STEPS) {
      batch = declared.nextBatch();
      declared.takeStep(batch);
      converted.takeStep(batch);
      takeWrongStep(wrong, batch);
      if (declared.step() % 10 == 0) {
        worst = Math.max(worst, Deviation.between(converted, declared, batch).worst());
        worstOfWrong =
            Math.max(worstOfWrong, Deviation.between(wrong, declared, batch).trainingOutputs());
      }
    }
    assertThat(worst).isLessThan(Twins.STRICT_BOUND);
    assertThat(worstOfWrong).as("with a rate of another degree").isGreaterThan(FAILURE);
  }

  /** A step whose rate has a degree that is one too high. */
  private static void takeWrongStep(TrainingRun run, Batch batch) {
    Step step = run.nextStep();
    run.computeGradient(batch);
    Updates updates = Updates.in(Networks.of(run).updater());
    updates.prepare(step, /* shift= */ 0);
    updates.prepare(
        ParameterGroup.CONVERTED,
        step.withLearningRate(step.learningRate() * step.before().scale().toDouble()));
    Networks.of(run).update();
    run.carry(step);
  }

  private static TrainingRun start(Published published, RecipeForm form) {
    Recipe recipe = recipe(published, 1.5);
    Experiment experiment =
        onImages(recipe, form)
            .multiLayerNetwork(
                base ->
                    classifier(
                        base.biasInit(0.5),
                        new SubsamplingLayer.Builder(PoolingType.AVG, new int[] {2, 2}).build(),
                        convolution(4, true),
                        norm(true),
                        new ActivationLayer(Activation.TANH),
                        convolution(3, true),
                        norm(true),
                        new GlobalPoolingLayer(PoolingType.AVG)))
            .build();
    return TrainingRun.start(
        experiment, RunSettings.of(experiment).withForm(form).withDataType(DataType.DOUBLE));
  }

  /** With as much decay as a twin allows. */
  private static Recipe recipe(Published published, double decay) {
    Recipe recipe =
        new Recipe(
            STEPS,
            Curve.oneCycle(0.02, STEPS, OneCycle.DEFAULT),
            Curve.linearWarmup(0, 10, Curve.cosineDecay(decay, decay / 3, STEPS - 10)),
            Curve.constant(published.momentum),
            published.rule);
    try {
      Plan.of(recipe, RecipeForm.TEXP_PLUS_PLUS).coordinatesAt(STEPS);
      return recipe;
    } catch (InconvertibleRecipeException e) {
      return recipe(published, decay / 2);
    }
  }
}
