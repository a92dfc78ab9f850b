package org.texp4j.dl4j.internal.invariance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.ISchedule;
import org.texp4j.dl4j.UnsuitableNetworkException;
import org.texp4j.dl4j.internal.network.NetworkDescription;
import org.texp4j.dl4j.internal.network.NetworkDescription.Node;
import org.texp4j.dl4j.internal.network.TensorTraining;
import org.texp4j.dl4j.internal.update.DeclaredDecay;
import org.texp4j.dl4j.internal.update.ParameterGroup;
import org.texp4j.dl4j.internal.update.PlannedUpdater;

/**
 * The replacement of a network's own updaters and weight decays by the declared ones.
 *
 * <p>An {@code .l2(…)} of a layer is that layer's exception in a network that is otherwise under
 * the declared decay, and is kept. Where no weight is under it, the network was configured for
 * another recipe, and its decay is replaced. A layer with an L2 of 0 is exempt in either case, and
 * so is a frozen layer, which a decay would move.
 */
public final class OwnTraining {

  private final PlannedUpdater updater;
  private final Optional<DeclaredDecay> decay;
  private final boolean replacesDecay;

  /** The labels of nodes by what was replaced in them. */
  private final Map<String, List<String>> replaced = new LinkedHashMap<>();

  private OwnTraining(
      PlannedUpdater updater, Optional<DeclaredDecay> decay, NetworkDescription network) {
    this.updater = updater;
    this.decay = decay;
    replacesDecay =
        TrainedTensor.in(network)
            .filter(TrainedTensor::isWeight)
            .noneMatch(weight -> decay.filter(weight.regularization()::contains).isPresent());
  }

  /**
   * Puts the declared updater and decay into the configuration of a network.
   *
   * @param updater of the declared rule
   * @param decay empty if none is declared
   * @return what was replaced, one clause each
   * @throws UnsuitableNetworkException if the training of a layer cannot be set
   */
  public static List<String> replace(
      NetworkDescription network, PlannedUpdater updater, Optional<DeclaredDecay> decay) {
    OwnTraining own = new OwnTraining(updater, decay, network);
    network.nodes().forEach(own::replace);
    return own.replaced.entrySet().stream()
        .map(entry -> entry.getKey().formatted(listed(entry.getValue())))
        .toList();
  }

  /** Whether a network is that of an exponential run, which holds weights at the scale P. */
  public static boolean isScaled(NetworkDescription network) {
    return TrainedTensor.in(network)
        .flatMap(tensor -> updaterOf(tensor).stream())
        .anyMatch(
            updater ->
                updater instanceof PlannedUpdater planned
                    && planned.group() == ParameterGroup.CONVERTED);
  }

  private void replace(Node node) {
    if (node.layer() instanceof FrozenLayerWithBackprop frozen) {
      exempt(node, frozen.getUnderlying());
    }
    if (node.layer() instanceof BatchNormalization normalization) {
      keepStatistics(node, normalization);
    }
    List<TrainedTensor> tensors = TrainedTensor.in(node);
    boolean isDeclared = true;
    for (TrainedTensor tensor : tensors) {
      isDeclared &= updaterOf(tensor).filter(updater::equals).isPresent();
      isDeclared &= decayOf(tensor).equals(tensor.regularization());
    }
    if (!isDeclared) {
      Optional<LayerTraining> training =
          tensors.stream().findFirst().map(TrainedTensor::layerTraining);
      TensorTraining ofWeights = training(tensors.stream().filter(TrainedTensor::isWeight));
      TensorTraining ofOthers = training(tensors.stream().filter(each -> !each.isWeight()));
      tensors.forEach(this::record);
      training.ifPresent(layer -> layer.set(updater, ofWeights, ofOthers));
    }
  }

  /**
   * Leaves out a renormalization of gradients that makes a unit vector of the changes of running
   * statistics, which Deeplearning4j counts among them.
   */
  private void keepStatistics(Node node, BatchNormalization layer) {
    GradientNormalization own = layer.getGradientNormalization();
    if (own == GradientNormalization.RenormalizeL2PerLayer
        || own == GradientNormalization.RenormalizeL2PerParamType) {
      note(own + " of %s, which would change running statistics, by none", node);
      layer.setGradientNormalization(GradientNormalization.None);
    }
  }

  /** Leaves a frozen layer without the decay that would move it. */
  private static void exempt(Node node, Layer frozen) {
    TrainedTensor.configured(node, frozen).stream()
        .filter(tensor -> !tensor.effectiveRegularization().isEmpty())
        .findFirst()
        .map(TrainedTensor::layerTraining)
        .ifPresent(LayerTraining::removeRegularization);
  }

  private TensorTraining training(Stream<TrainedTensor> tensors) {
    return new TensorTraining(
        ParameterGroup.DECLARED, 1, tensors.findFirst().map(this::decayOf).orElse(List.of()));
  }

  private static Optional<IUpdater> updaterOf(TrainedTensor tensor) {
    return Optional.ofNullable(tensor.configuration().getUpdaterByParam(tensor.parameter()));
  }

  /** The regularization that a tensor is to have: the same list if nothing has to be replaced. */
  private List<Regularization> decayOf(TrainedTensor tensor) {
    List<Regularization> present = tensor.regularization();
    boolean exempt = !present.isEmpty() && tensor.effectiveRegularization().isEmpty();
    boolean declared = decay.filter(present::contains).isPresent();
    boolean decays = present.stream().anyMatch(WeightDecay.class::isInstance);
    boolean earlier = present.stream().anyMatch(DeclaredDecay.class::isInstance) && !declared;
    boolean adds =
        tensor.isWeight()
            && !exempt
            && !declared
            && decay.isPresent()
            && (replacesDecay || decays || earlier);
    if (!adds && !decays && !earlier) {
      return present;
    }
    List<Regularization> wanted = new ArrayList<>();
    if (adds) {
      wanted.add(decay.orElseThrow());
    }
    present.stream().filter(each -> isKept(each, adds)).forEach(wanted::add);
    return wanted;
  }

  private boolean isKept(Regularization present, boolean adds) {
    boolean isDecay = present instanceof L2Regularization || present instanceof WeightDecay;
    return decay.filter(present::equals).isPresent()
        || !isDecay
        || present.getClass() == L2Regularization.class && !adds;
  }

  private void record(TrainedTensor tensor) {
    updaterOf(tensor)
        .filter(own -> !(own instanceof PlannedUpdater))
        .ifPresent(
            own ->
                note(
                    "the updater " + described(own) + " of %s by the declared rule",
                    tensor.node()));
    List<Regularization> wanted = decayOf(tensor);
    for (Regularization own : tensor.effectiveRegularization()) {
      if (!wanted.contains(own) && !(own instanceof DeclaredDecay)) {
        note(
            described(own)
                + " of %s "
                + (!tensor.isWeight() || decay.isEmpty()
                    ? "by none, since "
                        + (tensor.isWeight()
                            ? "the declaration has no @WeightDecay"
                            : "the declared decay acts on weights only")
                    : "by the declared decay"),
            tensor.node());
      }
    }
  }

  private void note(String what, Node node) {
    List<String> labels = replaced.computeIfAbsent(what, key -> new ArrayList<>());
    if (!labels.contains(node.label())) {
      labels.add(node.label());
    }
  }

  private static String described(IUpdater updater) {
    String name = updater.getClass().getSimpleName();
    double rate = updater.hasLearningRate() ? updater.getLearningRate(0, 0) : Double.NaN;
    return Double.isNaN(rate) ? name : name + " with the rate " + rate;
  }

  private static String described(Regularization regularization) {
    return regularization instanceof WeightDecay own
        ? ".weightDecay(" + value(own.getCoeff()) + ")"
        : ".l2(" + value(((L2Regularization) regularization).getL2()) + ")";
  }

  private static String value(ISchedule schedule) {
    return schedule instanceof FixedSchedule ? String.valueOf(schedule.valueAt(0, 0)) : "…";
  }

  private static String listed(List<String> labels) {
    int shown = labels.size() > 3 ? 2 : labels.size();
    return String.join(", ", labels.subList(0, shown))
        + (shown < labels.size() ? " and " + (labels.size() - shown) + " more" : "");
  }
}
