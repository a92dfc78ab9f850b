package org.texp4j.schedule.rule;

import java.util.Map;
import org.texp4j.schedule.rule.LoopNumber.Linear;

/**
 * The coefficients of a {@link LinearMap} in one step: w' = w − (lost · w + h·X + r·U), X' = sw +
 * AX + BU, all of them as the loop uses them.
 *
 * <p>Without decay, with μ = r + Aκ of the declared map and α = a + p·κ: X̂' = (αA − μpᵀ)X̂ + (αB −
 * μqᵀ)Û; the products that cancel are left out, so that for one state A and B stay as they are.
 */
record LinearStep(double lost, double[] h, double[] r, double[] s, double[][] a, double[][] b) {

  private static final Rational MINUS_TWO = Rational.of(-2);

  /** Returns the coefficients as declared, at whatever scale. */
  static LinearStep declared(
      LinearMap map,
      Numbers.Values names,
      double decoupledDecay,
      StepValues values,
      Rational[] degrees) {
    LinearStep step = evaluated(map, names, decoupledDecay);
    return step.scaled(values.scales(), degrees);
  }

  /** Returns the coefficients of the step that needs no decay. */
  static LinearStep converted(
      LinearMap map,
      Numbers.Values names,
      double decayInGradient,
      double decoupledDecay,
      StepValues values,
      Rational[] degrees) {
    LinearStep d = evaluated(map, names, decoupledDecay);
    int n = d.h.length;
    int m = d.r.length;
    int gradient = map.inputs().indexOf(LinearMap.GRADIENT);
    double kept = 1 - d.lost;
    double[][] a = new double[n][n];
    double[][] b = new double[n][m];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < n; k++) {
        // p = −h and q = −r.
        double sum = kept * d.a[i][k] + d.s[i] * d.h[k];
        if (gradient >= 0) {
          sum -= decayInGradient * (d.r[gradient] * d.a[i][k] - d.b[i][gradient] * d.h[k]);
        }
        for (int l = 0; l < values.kappa().length; l++) {
          sum -= l == k ? 0 : values.kappa()[l] * (d.h[l] * d.a[i][k] - d.a[i][l] * d.h[k]);
        }
        a[i][k] = sum;
      }
      for (int j = 0; j < m; j++) {
        double sum = kept * d.b[i][j] + d.s[i] * d.r[j];
        if (gradient >= 0 && j != gradient) {
          sum -= decayInGradient * (d.r[gradient] * d.b[i][j] - d.b[i][gradient] * d.r[j]);
        }
        for (int l = 0; l < values.kappa().length; l++) {
          sum += values.kappa()[l] * (d.a[i][l] * d.r[j] - d.h[l] * d.b[i][j]);
        }
        b[i][j] = sum;
      }
    }
    return new LinearStep(0, d.h, d.r, new double[n], a, b).scaled(values.scales(), degrees);
  }

  private static LinearStep evaluated(LinearMap map, Numbers.Values names, double decoupledDecay) {
    int n = map.states().size();
    int m = map.inputs().size();
    double[] h = new double[n];
    double[] r = new double[m];
    double[] s = new double[n];
    double[][] a = new double[n][n];
    double[][] b = new double[n][m];
    for (int k = 0; k < n; k++) {
      h[k] = -value(map.weights(), map.state(k), names);
    }
    for (int j = 0; j < m; j++) {
      r[j] = -value(map.weights(), map.inputs().get(j), names);
    }
    for (int i = 0; i < n; i++) {
      Map<Object, Expression> row = map.rows().get(i);
      s[i] = value(row, LinearMap.WEIGHTS, names);
      for (int k = 0; k < n; k++) {
        a[i][k] = value(row, map.state(k), names);
      }
      for (int j = 0; j < m; j++) {
        b[i][j] = value(row, map.inputs().get(j), names);
      }
    }
    double lost = 1 - value(map.weights(), LinearMap.WEIGHTS, names) + decoupledDecay;
    return new LinearStep(lost, h, r, s, a, b);
  }

  private static double value(Map<Object, Expression> row, Object of, Numbers.Values names) {
    Expression coefficient = row.get(of);
    return coefficient == null ? 0 : Numbers.value(coefficient, names);
  }

  /** States are held at 1/c and inputs of degree e at c^e, weights at c before and c' after. */
  private LinearStep scaled(StepValues.Scales scales, Rational[] degrees) {
    double[] fromStates = h.clone();
    double[] fromInputs = r.clone();
    double[][] toStates = new double[b.length][];
    double ofStates = scales.power(Rational.ONE, Rational.ONE);
    for (int k = 0; k < fromStates.length; k++) {
      fromStates[k] *= ofStates;
    }
    for (int j = 0; j < fromInputs.length; j++) {
      fromInputs[j] *= scales.power(degrees[j].negated(), Rational.ONE);
    }
    double[] fromWeights = s.clone();
    for (int i = 0; i < toStates.length; i++) {
      fromWeights[i] *= scales.power(MINUS_TWO, Rational.ZERO);
      toStates[i] = b[i].clone();
      for (int j = 0; j < fromInputs.length; j++) {
        toStates[i][j] *= scales.power(degrees[j].negated().minus(Rational.ONE), Rational.ZERO);
      }
    }
    return new LinearStep(lost, fromStates, fromInputs, fromWeights, a, toStates);
  }

  double value(Linear number) {
    return switch (number.role()) {
      case WEIGHTS_TO_WEIGHTS -> lost;
      case STATE_TO_WEIGHTS -> h[number.column()];
      case INPUT_TO_WEIGHTS -> r[number.column()];
      case WEIGHTS_TO_STATE -> s[number.row()];
      case STATE_TO_STATE -> a[number.row()][number.column()];
      case INPUT_TO_STATE -> b[number.row()][number.column()];
    };
  }
}
