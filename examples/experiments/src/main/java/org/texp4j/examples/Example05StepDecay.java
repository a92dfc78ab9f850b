package org.texp4j.examples;

import static org.texp4j.annotations.Hyperparameter.WEIGHT_DECAY;
import static org.texp4j.annotations.Normalization.BATCH;
import static org.texp4j.annotations.ScheduleType.TEXP;
import static org.texp4j.annotations.ScheduleType.TEXP_MINUS_MINUS;
import static org.texp4j.annotations.ScheduleType.TEXP_PLUS_PLUS;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.texp4j.annotations.EvaluationData;
import org.texp4j.annotations.Experiment;
import org.texp4j.annotations.Momentum;
import org.texp4j.annotations.Network;
import org.texp4j.annotations.Normalized;
import org.texp4j.annotations.Schedule;
import org.texp4j.annotations.StepDecay;
import org.texp4j.annotations.TrainingData;
import org.texp4j.annotations.WeightDecay;
import org.texp4j.dl4j.DataRequest;
import org.texp4j.dl4j.chart.LineChart;
import org.texp4j.dl4j.chart.LineChart.Scale;
import org.texp4j.schedule.FixedPoint;
import org.texp4j.schedule.Phase;
import org.texp4j.schedule.Plan;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.RecipeForm;
import org.texp4j.schedule.Step;

/**
 * Step decay in every form that Li and Arora 2020 train: their experiments (b), (c) and (d).
 *
 * <ul>
 *   <li>{@code TEXP} (Theorem 2.12): the rate grows by one factor in each phase, drops by the
 *       declared tenth between them, and the velocity is corrected. {@code TEXP_PLUS_PLUS} (2.13)
 *       needs no correction. Both are the declared run.
 *   <li>{@code TEXP_MINUS_MINUS}: the growth falls as in {@code TEXP}, but the rate does not drop.
 *       That is another recipe: the decay drops in place of the rate. The noise falls only as the
 *       weights grow, which takes longer than these epochs.
 *   <li>Only the drop ({@link InstantDrop}): the rate drops, but its growth does not. In the
 *       declared recipe the decay rises by the factor by which the rate falls. So the norm shrinks
 *       until the effective rate is back at its old value: the effect of a drop is temporary.
 * </ul>
 *
 * <pre>mvn -q -DskipTests package -Drun=Example05StepDecay</pre>
 *
 * <p>prints the rates at both ends of every phase beside the closed form of Theorem 2.12, and
 * trains weight decay and {@code TEXP_PLUS_PLUS} from three seeds and the other three from the
 * first: nine runs of twelve epochs, about two minutes. The two forms end as far apart as two seeds
 * do, at about 84 %. The pictures are {@code step-decay.svg} and {@code step-decay-forms.svg}. Each
 * form is a recipe of this class with a training class of its own, such as {@code
 * -Drun=Example05StepDecayTexpTraining} and {@code -Drun=Example05StepDecayInstantDropTraining}.
 * The full-size experiment is {@link Example09PreResNet32}.
 */
@Experiment(name = "step-decay", seed = 5, trainingExamples = 5_000)
@Normalized(BATCH)
@Momentum(0.9)
@WeightDecay(5e-3)
@StepDecay(
    epochs = {6, 9},
    factor = 0.1)
@Schedule(type = TEXP, learningRate = 0.1, epochs = 12)
@Schedule(type = TEXP_PLUS_PLUS, learningRate = 0.1, epochs = 12)
@Schedule(type = TEXP_MINUS_MINUS, learningRate = 0.1, epochs = 12)
@Example05StepDecay.InstantDrop
final class Example05StepDecay {

  /** The rate drops, but its growth does not: ηλ is the same in all phases. */
  @StepDecay(
      of = WEIGHT_DECAY,
      epochs = {6, 9},
      factor = 10)
  @Schedule(type = TEXP, learningRate = 0.1, epochs = 12)
  @interface InstantDrop {}

  private Example05StepDecay() {}

  @Network
  static MultiLayerConfiguration network(NeuralNetConfiguration.Builder base) {
    return FashionCnn.network(base);
  }

  @TrainingData
  static DataSetIterator training(DataRequest request) {
    return FashionCnn.training(request);
  }

  @EvaluationData
  static DataSetIterator evaluation(DataRequest request) {
    return FashionCnn.evaluation(request);
  }

  private static final org.texp4j.dl4j.Experiment EXPERIMENT =
      Example05StepDecayTexpPlusPlusTraining.EXPERIMENT;

  /** Trains all forms and compares them. */
  public static void main(String[] line) throws IOException {
    ExampleOptions options = ExampleOptions.parseOrExit(Example05StepDecay.class, line);
    printRates(Example05StepDecayTexpPlusPlusTraining.PLAN);
    List<RecordedRun> declared = train(RecipeForm.WEIGHT_DECAY, options);
    List<RecordedRun> converted = train(RecipeForm.TEXP_PLUS_PLUS, options);
    printAccuracies(declared, converted);
    draw(options, declared, converted);
  }

  /** Trains a form of the declared recipe from a number of seeds. */
  private static List<RecordedRun> train(RecipeForm form, ExampleOptions options) {
    return IntStream.range(0, options.seeds())
        .mapToObj(
            i -> {
              org.texp4j.dl4j.Experiment recipe = EXPERIMENT.withSeed(EXPERIMENT.seed() + i);
              return RecordedRun.train(
                  form.name(), recipe, options.settings(recipe).withForm(form));
            })
        .toList();
  }

  /** Trains a recipe in its declared form. */
  static RecordedRun train(String name, org.texp4j.dl4j.Experiment recipe, ExampleOptions options) {
    return RecordedRun.train(name, recipe, options.settings(recipe));
  }

  /**
   * log₁₀ of TEXP's rate at the first and the last step of each phase, by the closed form of
   * Theorem 2.12.
   */
  static List<Double> closedForm(Plan plan) {
    Recipe recipe = plan.recipe();
    List<Double> rates = new ArrayList<>();
    double logRate = 0;
    double logRateBefore = 0;
    double logAlphaBefore = 0;
    for (Phase phase : plan.phases()) {
      Step first = phase.first();
      FixedPoint fixedPoint =
          FixedPoint.of(recipe.rule(), first.learningRate(), first.weightDecay(), first.momentum());
      double logAlpha = Math.log1p(-fixedPoint.oneMinusAlpha()) / Math.log(10);
      logRate += Math.log10(first.learningRate()) - logRateBefore - logAlpha - logAlphaBefore;
      rates.add(logRate);
      logRate -= 2 * logAlpha * (phase.length() - 1);
      rates.add(logRate);
      logRateBefore = Math.log10(first.learningRate());
      logAlphaBefore = logAlpha;
    }
    return rates;
  }

  /** log₁₀ of the rate of a plan at the first and the last step of each phase. */
  static List<Double> rates(Plan plan) {
    List<Double> rates = new ArrayList<>();
    for (Phase phase : plan.phases()) {
      rates.add(phase.first().rate().log2() * Math.log10(2));
      rates.add(phase.last().rate().log2() * Math.log10(2));
    }
    return rates;
  }

  private static void printRates(Plan plan) {
    List<Double> closedForm = closedForm(plan);
    List<Double> texp = rates(Plan.of(plan.recipe(), RecipeForm.TEXP));
    List<Double> texpPlusPlus = rates(plan);
    System.out.printf("%-22s%14s%14s%14s%n", "log₁₀ of the rate", "closed form", "TEXP", "TEXP++");
    for (int i = 0; i < closedForm.size(); i++) {
      System.out.printf(
          "%-22s%14.6f%14.6f%14.6f%n",
          "phase " + (i / 2 + 1) + (i % 2 == 0 ? ", first step" : ", last step"),
          closedForm.get(i),
          texp.get(i),
          texpPlusPlus.get(i));
    }
  }

  private static void printAccuracies(List<RecordedRun> declared, List<RecordedRun> converted) {
    System.out.printf("%n%-6s%16s%10s%13s%n", "seed", "WEIGHT_DECAY", "TEXP++", "difference");
    for (int i = 0; i < declared.size(); i++) {
      double one = 100 * declared.get(i).accuracy();
      double other = 100 * converted.get(i).accuracy();
      System.out.printf(
          "%-6d%14.2f %%%8.2f %%%13.2f%n", EXPERIMENT.seed() + i, one, other, other - one);
    }
    System.out.printf(
        "%-6s%14.2f %%%8.2f %%%13.2f%n",
        "mean", mean(declared), mean(converted), mean(converted) - mean(declared));
  }

  private static double mean(List<RecordedRun> runs) {
    return runs.stream().mapToDouble(each -> 100 * each.accuracy()).average().orElseThrow();
  }

  private static void draw(
      ExampleOptions options, List<RecordedRun> declared, List<RecordedRun> converted)
      throws IOException {
    RecordedRun texp = train("TEXP", Example05StepDecayTexpTraining.EXPERIMENT, options);
    RecordedRun withoutDrops =
        train("TEXP−−", Example05StepDecayTexpMinusMinusTraining.EXPERIMENT, options);
    RecordedRun instantDrop =
        train("only the drop", Example05StepDecayInstantDropTraining.EXPERIMENT, options);
    List<RecordedRun> forms = List.of(declared.get(0), converted.get(0), withoutDrops, instantDrop);
    System.out.printf("%nfrom seed %d%n", EXPERIMENT.seed());
    List.of(declared.get(0), texp, converted.get(0), withoutDrops, instantDrop)
        .forEach(each -> System.out.printf("%-16s%6.2f %%%n", each.name(), 100 * each.accuracy()));
    Charts.write(
        options.out(),
        "step-decay.svg",
        Charts.overEpochs(
            "Training loss, every seed",
            "cross-entropy, mean of 10 steps",
            Scale.LINEAR,
            everySeed(declared, converted, RecordedRun::lossCurve)),
        Charts.overEpochs(
            "Test accuracy, every seed",
            "accuracy in %",
            Scale.LINEAR,
            everySeed(declared, converted, RecordedRun::accuracyCurve)));
    Charts.write(
        options.out(),
        "step-decay-forms.svg",
        Charts.overEpochs(
            "Learning rate",
            "learning rate",
            Scale.LOG10,
            RecordedRun.lines(forms, RecordedRun::rateCurve)),
        Charts.overEpochs(
            "Effective learning rate",
            "η̃/‖w̃‖²",
            Scale.LOG10,
            RecordedRun.lines(forms, each -> each.curve(each.logEffectiveRates()::get))),
        Charts.overEpochs(
            "Training loss",
            "cross-entropy, mean of 10 steps",
            Scale.LINEAR,
            RecordedRun.lines(forms, RecordedRun::lossCurve)));
  }

  private static List<LineChart.Series> everySeed(
      List<RecordedRun> declared,
      List<RecordedRun> converted,
      Function<RecordedRun, List<LineChart.Point>> curve) {
    return Stream.of(
            RecordedRun.bundle(declared, 0, curve), RecordedRun.bundle(converted, 1, curve))
        .flatMap(List::stream)
        .toList();
  }
}
