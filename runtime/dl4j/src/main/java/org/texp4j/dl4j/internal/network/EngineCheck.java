package org.texp4j.dl4j.internal.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.internal.backend.NetworkEngine;
import org.texp4j.dl4j.internal.backend.NetworkNode;
import org.texp4j.dl4j.internal.backend.RandomState;
import org.texp4j.dl4j.internal.backend.UnsupportedBatchException;

/**
 * How far the results of an engine are from Deeplearning4j's own, on a few examples: the gradient
 * and the output in evaluation, both computed by copies of the network, without dropout and weight
 * noise. Neither the network nor the random numbers change.
 *
 * <p>Both round, and a rectifier may open in one of them alone. So where they are far apart, both
 * are compared with double: the engine may be off by some times as much as Deeplearning4j.
 *
 * @param gradient the largest distance of the gradient of a tensor, relative to it
 * @param output the distance of the output, relative to it
 * @param fault what is wrong; empty if the differences are rounding
 */
public record EngineCheck(double gradient, double output, Optional<String> fault) {

  /** The rounding of deep networks in float; what is wrong is off by more than a hundredth. */
  private static final double ROUNDING = 1e-3;

  /** How much further than Deeplearning4j an engine may be from double. */
  private static final double FACTOR = 10;

  /** The part of the whole gradient below which the gradient of a tensor may be rounding. */
  private static final double NEGLIGIBLE = 1e-3;

  /** The seed 0 would mean a random one to ND4J. */
  private static final long SEED = 1;

  /** What one of the two computes. */
  private record Results(Map<String, INDArray> gradients, INDArray output) {

    double norm() {
      return Math.sqrt(
          gradients.values().stream()
              .mapToDouble(gradient -> Math.pow(gradient.norm2Number().doubleValue(), 2))
              .sum());
    }
  }

  /**
   * Compares the results for some examples.
   *
   * @param rounding a distance that is known to be rounding, from other examples; 0 if none is
   * @return empty if no engine supports the network and the examples
   */
  static Optional<EngineCheck> of(Deeplearning4jNetwork network, Batch examples, double rounding) {
    RandomState random = RandomState.now();
    try {
      return byEngine(network, examples, Set.of())
          .map(results -> compare(network, examples, results, rounding));
    } catch (UnsupportedBatchException e) {
      return Optional.of(new EngineCheck(Double.NaN, Double.NaN, Optional.of(e.getMessage())));
    } finally {
      random.restore();
    }
  }

  /** The larger of the two distances. */
  double distance() {
    return Math.max(gradient, output);
  }

  /** Every computation has a copy of its own: layers keep what they made for the first. */
  private static EngineCheck compare(
      Deeplearning4jNetwork network, Batch examples, Results actual, double rounding) {
    Results expected = byDeeplearning4j(network, DataType.FLOAT, examples, SEED);
    Map<String, Double> gradients = distances(actual, expected);
    double gradient = gradients.values().stream().mapToDouble(each -> each).max().orElse(0);
    double output = distance(actual.output, expected.output, 0);
    return new EngineCheck(
        gradient,
        output,
        isWithin(Math.max(gradient, output), rounding)
            ? Optional.empty()
            : fault(network, examples, actual, expected));
  }

  /** Compares with double, which takes longer, and so only where it is needed. */
  private static Optional<String> fault(
      Deeplearning4jNetwork network, Batch examples, Results actual, Results expected) {
    Results exact;
    try {
      exact = byDeeplearning4j(network, DataType.DOUBLE, inDouble(examples), SEED);
    } catch (RuntimeException e) {
      return Optional.of("its results cannot be compared with double: " + e.getMessage());
    }
    return isRounding(actual, expected, exact) || drawsRandomNumbers(network, examples, expected)
        ? Optional.empty()
        : Optional.of(describe(network, examples, actual, expected, exact));
  }

  /** Whether layers other than dropout draw random numbers, so that no gradients agree. */
  private static boolean drawsRandomNumbers(
      Deeplearning4jNetwork network, Batch examples, Results expected) {
    Results other = byDeeplearning4j(network, DataType.FLOAT, examples, SEED + 1);
    return distance(other.output, expected.output, 0) == 0
        && distances(other, expected).values().stream().anyMatch(each -> !(each <= ROUNDING));
  }

  /** Every result as near to double as Deeplearning4j's, up to a factor. */
  private static boolean isRounding(Results actual, Results stock, Results exact) {
    Map<String, Double> bounds = distances(stock, exact);
    return distances(actual, exact).entrySet().stream()
            .allMatch(each -> isWithin(each.getValue(), bounds.get(each.getKey())))
        && isWithin(
            distance(actual.output, exact.output, 0), distance(stock.output, exact.output, 0));
  }

  /** Where Deeplearning4j's own results overflow, their distance is NaN and nothing is known. */
  private static boolean isWithin(double distance, double ofRounding) {
    return distance <= Math.max(ROUNDING, FACTOR * ofRounding) || Double.isNaN(ofRounding);
  }

  /** Finds the kind of node without which the engine is right; or else says what differs most. */
  private static String describe(
      Deeplearning4jNetwork network,
      Batch examples,
      Results actual,
      Results expected,
      Results exact) {
    Map<Class<?>, List<NetworkNode>> kinds =
        network.nodes().stream()
            .collect(
                Collectors.groupingBy(EngineCheck::kind, LinkedHashMap::new, Collectors.toList()));
    for (List<NetworkNode> nodes : kinds.values()) {
      if (isRightWithout(nodes, network, examples, expected, exact)) {
        return nodes.get(0).label()
            + (nodes.size() == 1 ? "" : " or another of its kind")
            + " would compute something else than Deeplearning4j's";
      }
    }
    Map<String, Double> gradients = distances(actual, expected);
    String worst =
        gradients.entrySet().stream()
            .max(Map.Entry.comparingByValue())
            .map(Map.Entry::getKey)
            .orElseThrow();
    return String.format(
        Locale.ROOT,
        "its results would differ from Deeplearning4j's: the gradient of %s by the fraction %.2g,"
            + " the output by %.2g",
        worst,
        gradients.get(worst),
        distance(actual.output, expected.output, 0));
  }

  private static Class<?> kind(NetworkNode node) {
    return node instanceof NetworkNode.OfLayer layer
        ? layer.layer().getClass()
        : ((NetworkNode.OfVertex) node).vertex().getClass();
  }

  private static boolean isRightWithout(
      List<NetworkNode> nodes,
      Deeplearning4jNetwork network,
      Batch examples,
      Results expected,
      Results exact) {
    Set<String> keys = nodes.stream().map(NetworkNode::key).collect(Collectors.toSet());
    try {
      return byEngine(network, examples, keys)
          .filter(results -> isRounding(results, expected, exact))
          .isPresent();
    } catch (UnsupportedBatchException e) {
      return false;
    }
  }

  private static Deeplearning4jNetwork copy(Deeplearning4jNetwork network, DataType type) {
    Deeplearning4jNetwork copy;
    try {
      copy = network.convertedTo(type);
    } catch (RuntimeException e) {
      throw new UnsupportedBatchException(
          new IllegalStateException(
              "its results cannot be checked, since it cannot be copied: " + e.getMessage(), e));
    }
    copy.useNoWorkspaces(); // Without its dropout, a layer that is nothing else leaves them.
    for (NetworkNode node : copy.nodes()) {
      if (node instanceof NetworkNode.OfLayer layer) {
        Layer configuration = layer.layer().conf().getLayer();
        configuration.setIDropout(null);
        if (configuration instanceof BaseLayer base) {
          base.setWeightNoise(null);
        }
      }
    }
    return copy;
  }

  private static Optional<Results> byEngine(
      Deeplearning4jNetwork network, Batch examples, Set<String> left) {
    Deeplearning4jNetwork copy = copy(network, DataType.FLOAT);
    try (NetworkEngine engine = Engines.createFor(copy, left).orElse(null)) {
      if (engine == null || !engine.supports(examples)) {
        return Optional.empty();
      }
      Nd4j.getRandom().setSeed(SEED);
      engine.computeGradient(examples);
      Map<String, INDArray> gradients = gradients(copy, engine.gradient());
      return Optional.of(new Results(gradients, engine.output(examples.features().get(0), false)));
    }
  }

  private static Results byDeeplearning4j(
      Deeplearning4jNetwork network, DataType type, Batch examples, long seed) {
    Deeplearning4jNetwork copy = copy(network, type);
    Nd4j.getRandom().setSeed(seed);
    copy.setBatch(examples);
    copy.model().computeGradientAndScore(LayerWorkspaceMgr.noWorkspaces());
    Map<String, INDArray> gradients = gradients(copy, copy.model().gradient());
    copy.clearBatch();
    return new Results(gradients, copy.output(examples.features().get(0), false));
  }

  /** Copies of the gradients of parameters; Deeplearning4j also has some of locked shifts. */
  private static Map<String, INDArray> gradients(Deeplearning4jNetwork network, Gradient all) {
    Map<String, INDArray> gradients = new LinkedHashMap<>();
    network
        .model()
        .paramTable()
        .keySet()
        .forEach(
            name -> {
              INDArray gradient = all.getGradientFor(name);
              if (gradient != null) {
                gradients.put(name, gradient.dup('c'));
              }
            });
    return gradients;
  }

  private static Map<String, Double> distances(Results actual, Results expected) {
    double negligible = NEGLIGIBLE * expected.norm();
    Map<String, Double> distances = new LinkedHashMap<>();
    expected.gradients.forEach(
        (name, gradient) ->
            distances.put(name, distance(actual.gradients.get(name), gradient, negligible)));
    return distances;
  }

  /**
   * ‖actual − expected‖ / ‖expected‖, relative to no less than is negligible; 0 if what is expected
   * overflows: then nothing is known.
   */
  private static double distance(INDArray actual, INDArray expected, double negligible) {
    INDArray truth = expected.castTo(DataType.DOUBLE);
    double norm = truth.norm2Number().doubleValue();
    if (!Double.isFinite(norm)) {
      return 0;
    }
    INDArray difference = actual.castTo(DataType.DOUBLE).reshape('c', truth.shape()).sub(truth);
    double distance = difference.norm2Number().doubleValue();
    return distance == 0 ? 0 : distance / (norm > negligible ? norm : negligible);
  }

  private static Batch inDouble(Batch batch) {
    return new Batch(inDouble(batch.features()), inDouble(batch.labels()), List.of(), List.of());
  }

  private static List<INDArray> inDouble(List<INDArray> arrays) {
    List<INDArray> doubles = new ArrayList<>();
    arrays.forEach(array -> doubles.add(array.castTo(DataType.DOUBLE)));
    return doubles;
  }
}
