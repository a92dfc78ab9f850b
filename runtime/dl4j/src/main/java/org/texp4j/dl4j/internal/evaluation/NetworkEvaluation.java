package org.texp4j.dl4j.internal.evaluation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.evaluation.IEvaluation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.EvaluationResult;
import org.texp4j.dl4j.Metric;
import org.texp4j.dl4j.internal.network.NetworkDescription;
import org.texp4j.dl4j.internal.network.NetworkDescription.Node;
import org.texp4j.dl4j.internal.network.NetworkModel;

/**
 * The evaluation of a network on a pass over data. Each output is measured as its {@link Task} asks
 * for; the first batch settles which that is.
 *
 * <p>The primary metric is the first of the only output. With several outputs, none of which is
 * preferred, it is the loss of the network, as it is where an output has no other metric. Not safe
 * for use by several threads.
 */
public final class NetworkEvaluation {

  /** An output; without a measure if it is measured by the loss alone. */
  private record Output(String name, Layer layer, Optional<OutputMeasure> measure) {

    void add(INDArray labels, INDArray output, INDArray mask) {
      if (measure.isEmpty()) {
        return;
      }
      INDArray truth = OutputLayers.columnsFirst(layer, typed(labels, output));
      INDArray computed = OutputLayers.columnsFirst(layer, output);
      if (mask == null || output.rank() < 4) {
        measure.get().add(truth, computed, OutputLayers.columnsFirst(layer, mask));
      } else {
        INDArray pixels = PixelRows.ofMask(OutputLayers.columnsFirst(layer, mask), computed);
        measure.get().add(PixelRows.of(truth), PixelRows.of(computed), pixels);
      }
    }
  }

  private final NetworkModel network;
  private final NetworkDescription description;
  private final List<Output> outputs = new ArrayList<>();
  private boolean needsLoss;
  private double lossSum;
  private long examples;

  /** Creates the evaluation of a network before the first batch. */
  public NetworkEvaluation(NetworkModel network) {
    this.network = network;
    description = network.description();
  }

  /**
   * Evaluates the network on a batch.
   *
   * @throws org.texp4j.dl4j.TrainingException if it has not as many arrays as the network has
   *     inputs and outputs, or labels are not what those of the first batch are
   */
  public void add(Batch batch) {
    description.requireArrays(batch, "@EvaluationData");
    network.prepareIfNew(batch);
    List<INDArray> computed = network.outputs(batch, false);
    if (outputs.isEmpty()) {
      begin(batch, computed);
    }
    for (int i = 0; i < computed.size(); i++) {
      outputs.get(i).add(batch.labels().get(i), computed.get(i), batch.labelMask(i));
    }
    if (needsLoss) {
      lossSum += batch.examples() * network.evaluationLoss(batch);
    }
    examples += batch.examples();
  }

  private void begin(Batch batch, List<INDArray> computed) {
    Map<String, Layer> layers = new LinkedHashMap<>();
    for (Node node : description.nodes()) {
      layers.put(node.key(), node.layer());
    }
    for (int i = 0; i < computed.size(); i++) {
      String name = description.outputs().get(i);
      Layer layer = layers.get(name);
      Task task =
          Task.of(
              layer,
              OutputLayers.columnsFirst(layer, typed(batch.labels().get(i), computed.get(i))),
              OutputLayers.columnsFirst(layer, computed.get(i)),
              batch.features());
      outputs.add(new Output(name, layer, measure(task)));
    }
    needsLoss = outputs.size() > 1 || outputs.stream().anyMatch(output -> output.measure.isEmpty());
  }

  private static INDArray typed(INDArray labels, INDArray output) {
    return labels.castTo(output.dataType());
  }

  private static Optional<OutputMeasure> measure(Task task) {
    return switch (task) {
      case ONE_OF_N -> Optional.of(new ClassMeasure(false));
      case ONE_OF_N_BY_INDEX -> Optional.of(new ClassMeasure(true));
      case LABELS -> Optional.of(new LabelMeasure(false));
      case SIGNED_LABELS -> Optional.of(new LabelMeasure(true));
      case REGRESSION -> Optional.of(new NumberMeasure(true));
      case RECONSTRUCTION -> Optional.of(new NumberMeasure(false));
      case OTHER -> Optional.empty();
    };
  }

  /** The result over all batches so far, at least one; the primary metric comes first. */
  public EvaluationResult result() {
    Map<Metric, Double> metrics = new LinkedHashMap<>();
    Map<String, IEvaluation<?>> evaluations = new LinkedHashMap<>();
    if (needsLoss) {
      metrics.put(Metrics.LOSS, lossSum / examples);
    }
    for (Output output : outputs) {
      output.measure.ifPresent(
          measure -> {
            evaluations.put(output.name, measure.evaluation());
            measure.metrics().forEach((metric, value) -> metrics.put(at(output, metric), value));
          });
    }
    return new EvaluationResult(metrics, evaluations);
  }

  private Metric at(Output output, Metric metric) {
    return outputs.size() == 1 ? metric : metric.named(Metrics.nameAt(output.name, metric));
  }
}
