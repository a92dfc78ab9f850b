package org.texp4j.dl4j.internal.network;

import java.util.Arrays;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;

/**
 * A running statistic, which batch normalization keeps among its parameters without training it.
 */
public enum RunningStatistic {
  MEAN(BatchNormalizationParamInitializer.GLOBAL_MEAN, 1),
  VARIANCE(BatchNormalizationParamInitializer.GLOBAL_VAR, 2),
  /** log₁₀ of the standard deviation, in place of the variance. */
  LOG_DEVIATION(BatchNormalizationParamInitializer.GLOBAL_LOG_STD, 0);

  private final String parameter;
  private final int degree;

  RunningStatistic(String parameter, int degree) {
    this.parameter = parameter;
    this.degree = degree;
  }

  /** The power of the scale of a layer's input by which it is multiplied; 0 for a logarithm. */
  public int degree() {
    return degree;
  }

  /** Its name in a network's parameter table. */
  public String in(String layer) {
    return layer + "_" + parameter;
  }

  /** Whether a parameter of batch normalization, by its name within the layer, is one of these. */
  public static boolean isNamed(String parameter) {
    return Arrays.stream(values()).anyMatch(each -> each.parameter.equals(parameter));
  }
}
