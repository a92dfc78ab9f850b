package org.texp4j.dl4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.texp4j.dl4j.TinyExperiments.onImages;

import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TinyExperiments;
import org.texp4j.dl4j.UpdateStatistics;
import org.texp4j.schedule.Curve;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.RecipeForm;
import org.texp4j.schedule.Step;

/** What a step did to the converted weights is what the mapped states before and after it show. */
class UpdateStatisticsTest {

  /** Sums of some hundred squares in another order; the smallest term is 1e-5 of the largest. */
  private static final Percentage ROUNDING = withinPercentage(1e-6);

  /**
   * Two phases, between which TEXP corrects the velocity, and decay so strong that the exponential
   * run is rescaled after some 500 steps.
   */
  private static final Recipe RECIPE =
      new Recipe(
          540,
          Curve.constant(0.1),
          Curve.piecewiseConstant(List.of(0.0125, 0.025), 20),
          Curve.constant(0.9));

  private static final Experiment EXPERIMENT =
      onImages(RECIPE, RecipeForm.TEXP_PLUS_PLUS)
          .multiLayerNetwork(base -> TinyExperiments.mlp(base, true))
          .build();

  /** The weights of the two dense layers, which are what is converted, one after the other. */
  private static INDArray[] weights(TrainingRun run) {
    INDArray all = run.state().toWeightDecay(run.coordinates()).parameters();
    return new INDArray[] {slice(run, all, "0_W"), slice(run, all, "3_W")};
  }

  private static INDArray slice(TrainingRun run, INDArray all, String name) {
    INDArray view = run.network().parameterTable().get(name);
    long from = view.offset() - run.network().parameters().offset();
    return all.get(NDArrayIndex.interval(from, from + view.length()));
  }

  @ParameterizedTest
  @EnumSource(names = {"WEIGHT_DECAY", "TEXP", "TEXP_PLUS_PLUS"})
  void isThatOfTheDeclaredRecipeAlsoWhereTheStateIsRescaledOrCorrected(RecipeForm form) {
    TrainingRun run =
        TrainingRun.start(
            EXPERIMENT, RunSettings.of(EXPERIMENT).withForm(form).withDataType(DataType.DOUBLE));
    INDArray[] before = weights(run);
    INDArray[] epochStart = before;
    int rescalings = 0;
    int corrections = 0;
    while (run.hasNext()) {
      long shift = run.state().shift();
      Step step = run.takeStep(run.nextBatch());
      INDArray[] after = weights(run);
      boolean rescaled = run.state().shift() != shift;
      boolean endsEpoch = (step.index() + 1) % run.stepsPerEpoch() == 0;
      if (step.index() % 100 == 0 || rescaled || step.changesCoordinates()) {
        UpdateStatistics statistics = run.statistics(step);
        double norm = after[0].norm2Number().doubleValue();
        double other = after[1].norm2Number().doubleValue();
        double square = norm * norm + other * other;
        assertThat(statistics.norm()).isCloseTo(Math.sqrt(square), ROUNDING);
        assertThat(run.norms()).containsOnlyKeys("0_W", "3_W");
        assertThat(run.norms().get("0_W")).isCloseTo(norm, ROUNDING);
        assertThat(run.norms().get("3_W")).isCloseTo(other, ROUNDING);
        assertThat(statistics.squaredRelativeUpdate())
            .isCloseTo(squaredDistance(before, after) / square, ROUNDING);
        assertThat(statistics.effectiveRate()).isCloseTo(run.effectiveRate(step), ROUNDING);
        assertThat(run.epochAngle().orElseThrow())
            .isCloseTo(endsEpoch ? 0 : angle(epochStart, after), ROUNDING);
      }
      rescalings += rescaled ? 1 : 0;
      corrections += step.changesCoordinates() ? 1 : 0;
      before = after;
      epochStart = endsEpoch ? after : epochStart;
    }
    assertThat(rescalings).isEqualTo(form == RecipeForm.WEIGHT_DECAY ? 0 : 1);
    assertThat(corrections).isEqualTo(form == RecipeForm.TEXP ? 1 : 0);
  }

  private static double squaredDistance(INDArray[] a, INDArray[] b) {
    return a[0].squaredDistance(b[0]) + a[1].squaredDistance(b[1]);
  }

  /** By the law of cosines on the unit vectors. */
  private static double angle(INDArray[] a, INDArray[] b) {
    double dot = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      dot += a[i].mul(b[i]).sumNumber().doubleValue();
      aa += a[i].mul(a[i]).sumNumber().doubleValue();
      bb += b[i].mul(b[i]).sumNumber().doubleValue();
    }
    return Math.acos(dot / Math.sqrt(aa * bb));
  }
}
