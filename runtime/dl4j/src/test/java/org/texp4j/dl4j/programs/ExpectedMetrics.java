package org.texp4j.dl4j.programs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.samediff.AbstractSameDiffLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.evaluation.IEvaluation;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.evaluation.classification.EvaluationBinary;
import org.nd4j.evaluation.regression.RegressionEvaluation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.texp4j.dl4j.TwoTowers;

/** The metrics of a network by Deeplearning4j's own evaluation, the primary one first. */
@FunctionalInterface
interface ExpectedMetrics {

  /** Evaluates one output of a network. */
  Map<String, Double> of(Model network, int output, List<MultiDataSet> batches);

  /** The metrics of one of n classes. */
  static ExpectedMetrics classes() {
    return (network, output, batches) ->
        Map.of("accuracy", evaluated(network, output, batches, new Evaluation()).accuracy());
  }

  /** The same where labels are the numbers of classes. */
  static ExpectedMetrics classesByNumber(int classes) {
    return (network, output, batches) ->
        classes().of(network, output, batches.stream().map(each -> oneOf(classes, each)).toList());
  }

  private static MultiDataSet oneOf(int classes, MultiDataSet batch) {
    INDArray numbers = batch.getLabels(0);
    INDArray labels = Nd4j.zeros(DataType.DOUBLE, numbers.size(0), classes);
    for (int i = 0; i < numbers.size(0); i++) {
      labels.putScalar(i, numbers.getInt(i), 1);
    }
    return new MultiDataSet(batch.getFeatures(0), labels);
  }

  /** Those of one label that is -1 or 1, as the sign of the output. */
  static ExpectedMetrics sign() {
    return (network, output, batches) -> {
      EvaluationBinary evaluation = new EvaluationBinary();
      for (MultiDataSet batch : batches) {
        INDArray computed = ((MultiLayerNetwork) network).output(batch.getFeatures(0));
        evaluation.eval(isPositive(batch.getLabels(0)), isPositive(computed));
      }
      return ordered("accuracy", evaluation.averageAccuracy(), "f1", f1(evaluation));
    };
  }

  private static INDArray isPositive(INDArray array) {
    return array.gt(0).castTo(DataType.DOUBLE);
  }

  /** Those of one label. */
  static ExpectedMetrics label() {
    return (network, output, batches) -> {
      EvaluationBinary evaluation = evaluated(network, output, batches, new EvaluationBinary());
      return ordered("accuracy", evaluation.averageAccuracy(), "f1", f1(evaluation));
    };
  }

  /** Those of several labels. */
  static ExpectedMetrics labels() {
    return (network, output, batches) -> {
      EvaluationBinary evaluation = evaluated(network, output, batches, new EvaluationBinary());
      return ordered("f1", f1(evaluation), "accuracy", evaluation.averageAccuracy());
    };
  }

  /** Deeplearning4j's own mean is NaN if a label is never predicted. */
  private static double f1(EvaluationBinary evaluation) {
    return IntStream.range(0, evaluation.numLabels())
        .filter(i -> evaluation.truePositives(i) + wrong(evaluation, i) > 0)
        .mapToDouble(
            i ->
                2.0
                    * evaluation.truePositives(i)
                    / (2.0 * evaluation.truePositives(i) + wrong(evaluation, i)))
        .average()
        .orElseThrow();
  }

  private static int wrong(EvaluationBinary evaluation, int label) {
    return evaluation.falsePositives(label) + evaluation.falseNegatives(label);
  }

  /** Those of numbers. */
  static ExpectedMetrics numbers() {
    return (network, output, batches) -> {
      RegressionEvaluation evaluation =
          evaluated(network, output, batches, new RegressionEvaluation());
      Map<String, Double> metrics = errors(evaluation);
      metrics.put("r2", evaluation.averageRSquared());
      return metrics;
    };
  }

  /** Those of an autoencoder. */
  static ExpectedMetrics reconstruction() {
    return (network, output, batches) ->
        errors(evaluated(network, output, batches, new RegressionEvaluation()));
  }

  private static Map<String, Double> errors(RegressionEvaluation evaluation) {
    return ordered(
        "mse", evaluation.averageMeanSquaredError(), "mae", evaluation.averageMeanAbsoluteError());
  }

  /** The loss of the whole network, without its penalty. */
  static ExpectedMetrics loss() {
    return (network, output, batches) -> {
      double sum = 0;
      for (MultiDataSet batch : batches) {
        sum +=
            network instanceof ComputationGraph graph
                ? withoutPenalty(graph).score(batch, false)
                : withoutPenalty((MultiLayerNetwork) network).score(Program.dataSet(batch), false);
      }
      return Map.of("loss", sum / batches.size());
    };
  }

  private static ComputationGraph withoutPenalty(ComputationGraph network) {
    ComputationGraph copy = network.clone();
    for (Layer layer : copy.getLayers()) {
      removePenalty(layer.conf().getLayer());
    }
    return copy;
  }

  private static MultiLayerNetwork withoutPenalty(MultiLayerNetwork network) {
    MultiLayerNetwork copy = network.clone();
    for (Layer layer : copy.getLayers()) {
      removePenalty(layer.conf().getLayer());
    }
    return copy;
  }

  private static void removePenalty(org.deeplearning4j.nn.conf.layers.Layer layer) {
    if (layer instanceof BaseLayer base) {
      base.setRegularization(List.of());
    } else if (layer instanceof AbstractSameDiffLayer ofUser) {
      ofUser.setRegularization(List.of());
    }
  }

  /** Those of several outputs, each under the name of its output; the loss comes first. */
  static ExpectedMetrics ofOutputs(Map<String, ExpectedMetrics> outputs) {
    return (network, output, batches) -> {
      Map<String, Double> all = new LinkedHashMap<>(loss().of(network, 0, batches));
      List<String> names = ((ComputationGraph) network).getConfiguration().getNetworkOutputs();
      for (int i = 0; i < names.size(); i++) {
        String name = names.get(i);
        outputs
            .get(name)
            .of(network, i, batches)
            .forEach((metric, value) -> all.put(name + "." + metric, value));
      }
      return all;
    };
  }

  private static <T extends IEvaluation<?>> T evaluated(
      Model network, int output, List<MultiDataSet> batches, T evaluation) {
    if (network instanceof ComputationGraph graph) {
      graph.evaluate(
          new TwoTowers.Batches(List.copyOf(batches)),
          Map.of(output, new IEvaluation<?>[] {evaluation}));
    } else {
      ((MultiLayerNetwork) network)
          .doEvaluation(Program.iterator(batches), new IEvaluation<?>[] {evaluation});
    }
    return evaluation;
  }

  private static Map<String, Double> ordered(
      String first, double value, String second, double other) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put(first, value);
    metrics.put(second, other);
    return metrics;
  }
}
