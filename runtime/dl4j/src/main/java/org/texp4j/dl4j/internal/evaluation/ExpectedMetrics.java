package org.texp4j.dl4j.internal.evaluation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.texp4j.dl4j.Experiment.OwnMetric;
import org.texp4j.dl4j.Metric;
import org.texp4j.dl4j.internal.network.NetworkDescription;
import org.texp4j.dl4j.internal.network.NetworkDescription.Node;

/** The metrics of a network in words, as far as they are known before its labels are. */
public final class ExpectedMetrics {

  private final NetworkDescription network;
  private final Map<String, Node> nodes = new HashMap<>();

  private ExpectedMetrics(NetworkDescription network) {
    this.network = network;
    network.nodes().forEach(node -> nodes.put(node.key(), node));
  }

  /** The metrics of all outputs and those of the author's own, the primary one first. */
  public static String of(NetworkDescription network, List<OwnMetric> own) {
    Set<String> described = new LinkedHashSet<>();
    own.stream().filter(OwnMetric::isPrimary).forEach(each -> described.add(each.metric().name()));
    described.addAll(new ExpectedMetrics(network).describe());
    own.forEach(each -> described.add(each.metric().name()));
    return String.join(", ", described);
  }

  private List<String> describe() {
    List<String> outputs = network.outputs();
    List<String> described = new ArrayList<>();
    if (outputs.size() > 1) {
      described.add(Metrics.LOSS.name());
    }
    outputs.forEach(output -> described.add(describe(output)));
    return described;
  }

  private String describe(String output) {
    long columns = columns(nodes.get(output));
    List<Task> tasks = Task.possible(nodes.get(output).layer(), columns != 1);
    String usual = names(tasks.get(0), output, columns);
    if (tasks.size() == 1) {
      return usual;
    }
    String other = names(tasks.get(1), output, columns);
    return usual
        + switch (tasks.get(0)) {
          case LABELS -> " (" + other + " if the labels are the features, or not all 0 or 1)";
          case REGRESSION -> " (" + other + " if the labels are the features)";
          default -> " (" + other + " if the labels have another shape)";
        };
  }

  private String names(Task task, String output, long columns) {
    return metrics(task, columns).stream()
        .map(
            metric ->
                network.outputs().size() == 1 || metric == Metrics.LOSS
                    ? metric.name()
                    : Metrics.nameAt(output, metric))
        .collect(Collectors.joining(", "));
  }

  private static List<Metric> metrics(Task task, long columns) {
    return switch (task) {
      case ONE_OF_N, ONE_OF_N_BY_INDEX -> List.of(Metrics.ACCURACY);
      case LABELS, SIGNED_LABELS ->
          columns == 1
              ? List.of(Metrics.ACCURACY, Metrics.F1)
              : List.of(Metrics.F1, Metrics.ACCURACY);
      case REGRESSION -> List.of(Metrics.MSE, Metrics.MAE, Metrics.R2);
      case RECONSTRUCTION -> List.of(Metrics.MSE, Metrics.MAE);
      case OTHER -> List.of(Metrics.LOSS);
    };
  }

  /** The columns of an output, of its layer or of the last before it that has some; 0 if none. */
  private long columns(Node output) {
    Node node = output;
    while (node != null) {
      if (node.layer() instanceof FeedForwardLayer layer && layer.getNOut() > 0) {
        return layer.getNOut();
      }
      node = node.inputs().isEmpty() ? null : nodes.get(node.inputs().get(0));
    }
    return 0;
  }
}
