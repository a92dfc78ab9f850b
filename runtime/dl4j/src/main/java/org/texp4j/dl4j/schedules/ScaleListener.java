package org.texp4j.dl4j.schedules;

import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.texp4j.dl4j.internal.invariance.InvarianceAnalysis;
import org.texp4j.dl4j.internal.invariance.Proof;
import org.texp4j.dl4j.internal.invariance.Verdict;
import org.texp4j.dl4j.internal.network.NetworkDescription;
import org.texp4j.dl4j.internal.network.NetworkModel;
import org.texp4j.dl4j.internal.state.NetworkState;
import org.texp4j.dl4j.internal.update.ParameterGroup;

/**
 * The listener that makes plain {@code fit} with {@link ConvertedSgd} exact: after each iteration
 * it scales the ε and the running statistics of batch normalization with the weights.
 *
 * <p>Add it before the first iteration, and again to a model that was trained with it, saved and
 * loaded: the ε in its configuration is that of its iteration. One listener serves one model. Not
 * safe for use by several threads, hence not for {@code ParallelWrapper}.
 */
public final class ScaleListener extends BaseTrainingListener {

  private final ConvertedSchedule schedule;
  private Model model;
  private NetworkState state;

  /** Creates the listener for a model that is trained by a schedule. */
  public ScaleListener(ConvertedSchedule schedule) {
    this.schedule = schedule;
  }

  /**
   * Scales what follows the weights to their scale after an iteration.
   *
   * @throws IllegalStateException if the listener serves another model already
   * @throws IllegalArgumentException if the model is not a network that was converted
   */
  @Override
  public void iterationDone(Model trained, int iteration, int epoch) {
    if (state == null) {
      model = trained;
      state = stateOf(trained, iteration);
    } else if (model != trained) {
      throw new IllegalStateException("a ScaleListener serves one model: create one for each");
    }
    state.carry(schedule.step(iteration));
  }

  private NetworkState stateOf(Model trained, int iteration) {
    NetworkModel network = NetworkModel.of(trained);
    NetworkDescription description = network.description();
    Map<String, String> kept = new LinkedHashMap<>();
    boolean none = true;
    for (Verdict verdict : InvarianceAnalysis.prove(description).verdicts()) {
      if (isConverted(description, verdict.layer())) {
        none = false;
      } else {
        kept.put(verdict.tensor(), "it is not trained by ConvertedSgd");
      }
    }
    if (none) {
      throw new IllegalArgumentException(
          "the model has no tensor trained by ConvertedSgd: convert it first");
    }
    Proof proof = InvarianceAnalysis.prove(description, kept);
    for (Verdict verdict : proof.verdicts()) {
      if (!verdict.invariant() && !kept.containsKey(verdict.tensor())) {
        throw new IllegalArgumentException(
            verdict.tensor()
                + " is trained by ConvertedSgd, but is not proven scale invariant: "
                + verdict.sentence());
      }
    }
    NetworkState live = NetworkState.of(network, proof, /* rescaled= */ false);
    live.reinterpretAt(schedule.step(iteration).before());
    return live;
  }

  private static boolean isConverted(NetworkDescription description, String key) {
    return description.nodes().stream()
        .anyMatch(
            node ->
                node.key().equals(key)
                    && node.layer() instanceof BaseLayer layer
                    && layer.getIUpdater() instanceof ConvertedSgd updater
                    && updater.group() == ParameterGroup.CONVERTED);
  }
}
