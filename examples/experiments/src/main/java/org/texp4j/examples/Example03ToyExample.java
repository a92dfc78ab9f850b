package org.texp4j.examples;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.texp4j.dl4j.chart.LineChart;

/**
 * Weight decay and batch normalization each let this classifier learn; together they do not let it
 * rest. Section 3 of Li and Arora 2020, in plain Java.
 *
 * <p>x ~ N(0, I) in 20 dimensions, its label is the sign of x₁, and a linear classifier is trained
 * by SGD without momentum on the logistic loss, with 2,000 fresh examples per step. Its error is
 * the angle between w and the first axis, over π.
 *
 * <ul>
 *   <li>With weight decay alone w settles near a multiple of the first axis.
 *   <li>With normalization alone, w/‖w‖ in place of w, steps are orthogonal to w. So ‖w‖ grows, the
 *       effective rate η/‖w‖² falls, and the noise with it.
 *   <li>With both, a small error makes small steps, so decay shrinks ‖w‖; the gradient, which is
 *       proportional to 1/‖w‖, grows until it throws w out of its cone.
 * </ul>
 *
 * <p>The first two do not reach zero either: the noise of their batches leaves a small floor. With
 * decay alone it is proportional to √(η/B), so at four times the rate, or a quarter of the batch,
 * it is twice as high. The cycle of the third depends on ηλ alone: multiplying η by c² and dividing
 * λ by c² gives the same run with weights c times as large.
 *
 * <pre>mvn -q -DskipTests package -Drun=Example03ToyExample</pre>
 *
 * <p>takes a few seconds. It prints the mean error over the second half of each run: about 0.003
 * with decay, 0.006 with decay at four times the rate, 0.006 with normalization, and 0.030 with
 * both, however ηλ = 0.01 is split. It also prints how long the classifier with both stays below an
 * error, beside the bound of Theorem 3.1. The figures are the same on every JDK. The picture is
 * {@code toy.svg}.
 */
final class Example03ToyExample {

  static final int DIMENSION = 20;
  static final int BATCH = 2_000;

  /** Half angles of the cones in which stays are counted. */
  static final List<Double> ANGLES = List.of(0.05, 0.055, 0.06, 0.065);

  private static final int STEPS = 6_000;

  /** The number of steps from one point of the picture to the next. */
  private static final int STRIDE = 10;

  private Example03ToyExample() {}

  /**
   * A way to train the classifier.
   *
   * @param normalized whether it classifies by w/‖w‖
   * @param size the standard deviation of the weights at the start
   */
  record Classifier(
      String name, boolean normalized, double learningRate, double weightDecay, double size) {}

  static final Classifier DECAY = new Classifier("weight decay", false, 0.1, 0.1, 0.1);
  static final Classifier NORMALIZATION = new Classifier("normalization", true, 0.1, 0, 0.1);
  static final Classifier BOTH = new Classifier("both, η = 0.1, λ = 0.1", true, 0.1, 0.1, 0.1);

  static final Classifier DECAY_FASTER =
      new Classifier("weight decay, η = 0.4", false, 0.4, 0.1, 0.1);

  /** c² = 10: the same run as {@link #BOTH}, up to rounding. */
  static final Classifier FASTER =
      new Classifier("both, η = 1, λ = 0.01", true, 1, 0.01, 0.1 * Math.sqrt(10));

  /** The training of a classifier: its error and ‖w‖² after each step. */
  record Trajectory(Classifier classifier, double[] errors, double[] squaredNorms) {

    double meanErrorOfSecondHalf() {
      return secondHalf().average().orElseThrow();
    }

    DoubleStream secondHalf() {
      return Arrays.stream(errors, errors.length / 2, errors.length);
    }

    /** All stays at an error of at most angle/π, in order; the last may be cut short. */
    List<Stay> stays(double angle) {
      List<Stay> stays = new ArrayList<>();
      int from = 0;
      for (int step = 0; step <= errors.length; step++) {
        if (step == errors.length || errors[step] > angle / Math.PI) {
          if (step > from) {
            stays.add(new Stay(from, step - from, bound(classifier, squaredNorms[from], angle)));
          }
          from = step + 1;
        }
      }
      return stays;
    }
  }

  /**
   * A number of consecutive steps at a small error.
   *
   * @param from the first of the steps
   * @param bound how many steps Theorem 3.1 allows from there
   */
  record Stay(int from, int length, double bound) {}

  /** The probability with which the bound holds. */
  private static final double CONFIDENCE = 0.99;

  /**
   * The bound of Theorem 3.1: the number of steps, counted from one at which ‖w‖² is given, within
   * which the error exceeds angle/π at least once with probability {@link #CONFIDENCE}. It holds if
   * angle² is less than ηλ/2.
   *
   * <p>First ‖w‖ has to shrink to {@link #thrownOutBelow}, by {@link #fall} per step; from then on
   * each step leaves the cone with a probability far above 1 − e^(−1/9).
   */
  static double bound(Classifier classifier, double squaredNorm, double angle) {
    return Math.log(squaredNorm / thrownOutBelow(classifier, angle)) / fall(classifier, angle)
        + 9 * Math.log(1 / (1 - CONFIDENCE));
  }

  /**
   * The least by which ln ‖w‖² falls in a step that begins and ends within the angle of the axis.
   *
   * <p>The gradient is orthogonal to w, so ‖w'‖² = (1 − ηλ)²‖w‖²/cos²t, where the step turns w by t
   * ≤ 2 angle. And −2 ln(1 − ηλ) + 2 ln cos(2 angle) ≥ 2(ηλ − 2 angle²) if angle² ≤ ηλ/2, as their
   * power series show term by term.
   */
  static double fall(Classifier classifier, double angle) {
    return 2 * (classifier.learningRate() * classifier.weightDecay() - 2 * angle * angle);
  }

  /**
   * The ‖w‖² at and below which a step that begins within the angle of the axis ends outside.
   *
   * <p>Along the m − 2 directions orthogonal to w and to the axis examples are independent of their
   * labels and of ⟨x, w⟩. Given these, the gradient there is Gaussian with a variance of
   * a²/(B‖w‖²), a² being the mean squared slope of the loss, 0.1185 on the axis. So tan t is at
   * least about η√((m − 2)a²/B)/‖w‖², which at this ‖w‖² is 64a = 22 times the angle; twice is
   * enough.
   */
  static double thrownOutBelow(Classifier classifier, double angle) {
    return classifier.learningRate() * Math.sqrt(DIMENSION - 2) / (64 * angle * Math.sqrt(BATCH));
  }

  /** Trains classifiers on the same examples. */
  static List<Trajectory> train(long seed, int steps, Classifier... all) {
    StandardNormal random = new StandardNormal(seed);
    double[] start = DoubleStream.generate(random::next).limit(DIMENSION).toArray();
    double[][] weights = new double[all.length][];
    List<Trajectory> trajectories = new ArrayList<>();
    for (int i = 0; i < all.length; i++) {
      double size = all[i].size();
      weights[i] = Arrays.stream(start).map(each -> size * each).toArray();
      trajectories.add(new Trajectory(all[i], new double[steps], new double[steps]));
    }
    double[][] batch = new double[BATCH][DIMENSION];
    for (int step = 0; step < steps; step++) {
      draw(batch, random);
      for (int i = 0; i < all.length; i++) {
        step(all[i], weights[i], batch);
        trajectories.get(i).errors[step] = error(weights[i]);
        trajectories.get(i).squaredNorms[step] = dot(weights[i], weights[i]);
      }
    }
    return trajectories;
  }

  static void draw(double[][] batch, StandardNormal random) {
    for (double[] example : batch) {
      Arrays.setAll(example, i -> random.next());
    }
  }

  /** The angle between w and the first axis, over π. */
  static double error(double[] w) {
    return Math.acos(w[0] / Math.sqrt(dot(w, w))) / Math.PI;
  }

  /** w ← w − η(∇L(w) + λw). */
  static void step(Classifier classifier, double[] w, double[][] batch) {
    double[] gradient = gradient(w, batch, classifier.normalized());
    for (int i = 0; i < w.length; i++) {
      w[i] -= classifier.learningRate() * (gradient[i] + classifier.weightDecay() * w[i]);
    }
  }

  /**
   * The gradient of the mean of ln(1 + e^(−yu)), u = ⟨x, w⟩ or ⟨x, w⟩/‖w‖, over a batch; in {@code
   * StrictMath}, so that all JDKs print the same figures.
   */
  static double[] gradient(double[] w, double[][] batch, boolean normalized) {
    double scale = normalized ? 1 / Math.sqrt(dot(w, w)) : 1;
    double[] gradient = new double[w.length];
    for (double[] x : batch) {
      double y = Math.signum(x[0]);
      double slope = -y / (1 + StrictMath.exp(y * dot(x, w) * scale)) * scale / batch.length;
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] += slope * x[i];
      }
    }
    // Scaling w does not change w/‖w‖, so the part along w has no effect.
    double along = normalized ? dot(gradient, w) * scale * scale : 0;
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] -= along * w[i];
    }
    return gradient;
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** The runs whose figures are printed. */
  static List<Trajectory> trainAll() {
    return train(1, STEPS, DECAY, NORMALIZATION, BOTH, FASTER, DECAY_FASTER);
  }

  /** The longest of some stays, at least one; the first of several. */
  static Stay longest(List<Stay> stays) {
    Stay longest = stays.get(0);
    for (Stay stay : stays) {
      longest = stay.length() > longest.length() ? stay : longest;
    }
    return longest;
  }

  /** Prints the figures and draws the picture. */
  public static void main(String[] line) throws IOException {
    ExampleOptions options = ExampleOptions.parseOrExit(Example03ToyExample.class, line);
    List<Trajectory> trajectories = trainAll();
    System.out.printf("%-26s%12s%20s%n", "", "mean error", "over second half");
    for (Trajectory each : trajectories) {
      System.out.printf(
          "%-26s%12.4f%11.4f … %.4f%n",
          each.classifier().name(),
          each.meanErrorOfSecondHalf(),
          each.secondHalf().min().orElseThrow(),
          each.secondHalf().max().orElseThrow());
    }
    Trajectory both = trajectories.get(2);
    System.out.printf("%n%-26s%12s%10s%18s%n", "error of both below", "stays", "longest", "bound");
    for (double angle : ANGLES) {
      List<Stay> stays = both.stays(angle);
      Stay longest = longest(stays);
      System.out.printf(
          "%-26.4f%12d%10d%18.0f%n",
          angle / Math.PI, stays.size(), longest.length(), longest.bound());
    }
    Charts.write(options.out(), "toy.svg", charts(trajectories.subList(0, 3)));
  }

  private static LineChart[] charts(List<Trajectory> trajectories) {
    return new LineChart[] {
      chart(
          "Weight decay, normalization, and both",
          "error, as a fraction of all examples",
          trajectories,
          (trajectory, step) -> trajectory.errors()[step]),
      chart(
          "The squared norm of the weights",
          "‖w‖²",
          trajectories,
          (trajectory, step) -> trajectory.squaredNorms()[step])
    };
  }

  private static LineChart chart(
      String title,
      String vertical,
      List<Trajectory> trajectories,
      ToDoubleBiFunction<Trajectory, Integer> value) {
    return new LineChart(
        title,
        "step",
        vertical,
        LineChart.Scale.LOG10,
        IntStream.range(0, trajectories.size())
            .mapToObj(
                i ->
                    LineChart.Series.of(
                        trajectories.get(i).classifier().name(),
                        i,
                        IntStream.range(0, trajectories.get(i).errors().length / STRIDE)
                            .map(point -> (point + 1) * STRIDE - 1)
                            .mapToObj(
                                step ->
                                    new LineChart.Point(
                                        step + 1,
                                        Math.log10(value.applyAsDouble(trajectories.get(i), step))))
                            .toList()))
            .toList());
  }
}
