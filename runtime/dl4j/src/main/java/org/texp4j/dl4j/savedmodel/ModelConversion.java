package org.texp4j.dl4j.savedmodel;

import java.io.File;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.deeplearning4j.optimize.solvers.BaseOptimizer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.texp4j.dl4j.UnsuitableNetworkException;
import org.texp4j.dl4j.internal.invariance.InvarianceAnalysis;
import org.texp4j.dl4j.internal.invariance.Proof;
import org.texp4j.dl4j.internal.invariance.Verdict;
import org.texp4j.dl4j.internal.network.ClassAllowlist;
import org.texp4j.dl4j.internal.network.ModelFile;
import org.texp4j.dl4j.internal.network.NetworkDescription;
import org.texp4j.dl4j.internal.network.NetworkDescription.Node;
import org.texp4j.dl4j.internal.network.NetworkModel;
import org.texp4j.dl4j.internal.update.BlockMoments;
import org.texp4j.dl4j.schedules.ConvertedSchedule;
import org.texp4j.dl4j.schedules.ConvertedSgd;
import org.texp4j.dl4j.schedules.ScaleListener;

/**
 * The conversion of a network that was configured by hand, with Deeplearning4j's {@code Sgd} or
 * {@code Nesterovs} and weight decay, to the equivalent one without weight decay.
 *
 * <p>Weights that are proven scale invariant and are under weight decay lose it and get a {@link
 * ConvertedSgd}; all others keep their training, which is exact. The result is trained by plain
 * {@code fit} with a {@link ScaleListener}.
 */
public final class ModelConversion {

  private ModelConversion() {}

  /**
   * Converts a configuration, which is not changed.
   *
   * @return the converted configuration
   * @throws UnsuitableNetworkException if nothing can be converted, or a weight that could be is
   *     trained in a way that has no exact equivalent; the message says what to write instead
   * @throws org.texp4j.schedule.InconvertibleRecipeException if the weight decay is too strong
   * @throws IllegalArgumentException if a schedule cannot be used
   */
  public static MultiLayerConfiguration toExponential(
      MultiLayerConfiguration declared, RunLength length) {
    var description = new NetworkDescription.Layers(declared.clone());
    convert(description, /* origin= */ 0, length);
    return description.configuration();
  }

  /**
   * Converts a configuration like {@link #toExponential(MultiLayerConfiguration, RunLength)}.
   *
   * @return the converted configuration
   */
  public static ComputationGraphConfiguration toExponential(
      ComputationGraphConfiguration declared, RunLength length) {
    var description = new NetworkDescription.Graph(declared.clone());
    convert(description, /* origin= */ 0, length);
    return description.configuration();
  }

  /**
   * Converts a model that Deeplearning4j saved, trained or not, so that it continues from its
   * iteration without weight decay as it would have continued with it. Weights and velocities do
   * not change, since P = 1 and κ = 0 at that iteration; a normalizer in the file is copied.
   *
   * <p>The file may come from anyone: classes of the user's own, such as layers, are only loaded if
   * the system property {@code org.texp4j.classes} names them.
   *
   * @param saved the saved model
   * @param converted the file to write
   * @param length the length of the whole run, including the iterations already done
   * @return the schedule, for the {@link ScaleListener}
   * @throws IOException if a file cannot be read or written
   * @throws UnsuitableNetworkException as {@link #toExponential(MultiLayerConfiguration,
   *     RunLength)}
   */
  public static ConvertedSchedule toExponential(File saved, File converted, RunLength length)
      throws IOException {
    NetworkModel declared = ModelFile.load(saved.toPath(), ClassAllowlist.ofLibraries());
    int iteration = BaseOptimizer.getIterationCount(declared.model());
    NetworkDescription description = declared.description();
    ConvertedSchedule schedule = convert(description, iteration, length);
    NetworkModel exponential = description.build();
    exponential.parameters().assign(declared.parameters());
    copyVelocities(declared, exponential);
    exponential.setCounts(iteration, BaseOptimizer.getEpochCount(declared.model()));
    ModelFile.save(exponential, ModelFile.normalizer(saved.toPath()), converted.toPath());
    return schedule;
  }

  /** Deeplearning4j's own updater takes the bias of such layers for a part of their weights. */
  private static void requireNoDepthwiseBias(NetworkDescription network) {
    for (Node node : network.nodes()) {
      boolean isDepthwise =
          node.layer() instanceof DepthwiseConvolution2D
              || node.layer() instanceof SeparableConvolution2D;
      if (isDepthwise && ((ConvolutionLayer) node.layer()).hasBias()) {
        throw new UnsuitableNetworkException(
            node.label()
                + " has a bias, which Deeplearning4j's fit decays in place of some of its weights:"
                + " write hasBias(false), or train the network by a training class");
      }
    }
  }

  /** Converts the layers of a description in place. */
  private static ConvertedSchedule convert(
      NetworkDescription network, long origin, RunLength length) {
    requireNoDepthwiseBias(network);
    Proof proof = prove(network);
    Set<String> convertible = new LinkedHashSet<>();
    StringBuilder reasons = new StringBuilder();
    for (Verdict verdict : proof.verdicts()) {
      if (verdict.invariant()) {
        convertible.add(verdict.layer());
      } else {
        reasons.append("\n  ").append(verdict.tensor()).append(": ").append(verdict.sentence());
      }
    }
    if (convertible.isEmpty()) {
      throw new UnsuitableNetworkException(
          "no weight of the network is both proven scale invariant and under weight decay, so"
              + " nothing can be converted:"
              + reasons);
    }
    List<Node> nodes =
        network.nodes().stream().filter(node -> convertible.contains(node.key())).toList();
    LayerRecipe recipe = commonRecipe(nodes);
    ConvertedSchedule schedule = recipe.schedule(origin, length);
    schedule.plan();
    convertBiases(network, proof, recipe, schedule);
    for (Node node : nodes) {
      BaseLayer layer = (BaseLayer) node.layer();
      if (layer.getBiasUpdater() == null) {
        layer.setBiasUpdater(layer.getIUpdater());
      }
      layer.setIUpdater(new ConvertedSgd(schedule));
      layer.setRegularization(List.of());
    }
    return schedule;
  }

  /** Converts the biases that scale with converted weights, in whichever layers they are. */
  private static void convertBiases(
      NetworkDescription network, Proof proof, LayerRecipe recipe, ConvertedSchedule schedule) {
    Map<String, Integer> degrees = proof.biases(proof.tensors());
    for (Node node : network.nodes()) {
      if (!(node.layer() instanceof BaseLayer layer)) {
        continue;
      }
      for (String key : layer.initializer().biasKeys(layer)) {
        String bias = node.key() + "_" + key;
        if (!degrees.containsKey(bias)) {
          continue;
        }
        boolean subtracted = proof.isSubtracted(bias);
        if (!subtracted) {
          recipe.requireUpdater(
              "the bias of " + node.label(),
              layer.getBiasUpdater() == null ? layer.getIUpdater() : layer.getBiasUpdater());
        }
        layer.setBiasUpdater(ConvertedSgd.forBias(schedule, degrees.get(bias), subtracted));
      }
    }
  }

  /**
   * Proves which tensors under weight decay can be converted. A configuration has one updater for
   * all weights of a layer, so a layer is converted only if all of its weights are proven.
   */
  private static Proof prove(NetworkDescription network) {
    Map<String, Node> nodes = new HashMap<>();
    network.nodes().forEach(node -> nodes.put(node.key(), node));
    Map<String, String> kept = new LinkedHashMap<>();
    for (Verdict verdict : InvarianceAnalysis.prove(network).verdicts()) {
      if (!(nodes.get(verdict.layer()).layer() instanceof BaseLayer layer && isDecayed(layer))) {
        kept.put(verdict.tensor(), "it has no weight decay");
      } else if (layer.getConstraints() != null && !layer.getConstraints().isEmpty()) {
        kept.put(
            verdict.tensor(),
            "a constraint fixes the scale of the weights; remove .constrainWeights(…)");
      }
    }
    while (true) {
      Proof proof = InvarianceAnalysis.prove(network, kept);
      Set<String> keptLayers = new HashSet<>();
      for (Verdict verdict : proof.verdicts()) {
        if (!verdict.invariant()) {
          keptLayers.add(verdict.layer());
        }
      }
      int before = kept.size();
      for (Verdict verdict : proof.verdicts()) {
        if (verdict.invariant() && keptLayers.contains(verdict.layer())) {
          kept.put(verdict.tensor(), "other weights of its layer cannot be converted");
        }
      }
      if (kept.size() == before) {
        return proof;
      }
    }
  }

  private static boolean isDecayed(BaseLayer layer) {
    List<Regularization> regularization = layer.getRegularization();
    return regularization != null
        && regularization.stream()
            .anyMatch(
                each ->
                    !(each instanceof L2Regularization l2
                        && l2.getL2().equals(new L2Regularization(0).getL2())));
  }

  private static LayerRecipe commonRecipe(List<Node> nodes) {
    Node first = nodes.get(0);
    LayerRecipe recipe = LayerRecipe.read(first.label(), (BaseLayer) first.layer());
    for (Node node : nodes) {
      LayerRecipe other = LayerRecipe.read(node.label(), (BaseLayer) node.layer());
      if (!other.equals(recipe)) {
        throw new UnsuitableNetworkException(
            "all converted layers must have the same recipe, but "
                + first.label()
                + " has "
                + recipe
                + " and "
                + node.label()
                + " has "
                + other
                + ": give them the same updater and weight decay");
      }
    }
    return recipe;
  }

  /**
   * Copies velocities tensor by tensor, since the converted network has other blocks.
   * Deeplearning4j's velocity has the opposite sign; its Sgd has none, and without momentum ours
   * has no effect.
   */
  private static void copyVelocities(NetworkModel from, NetworkModel to) {
    Map<Long, List<BlockMoments.Moment>> sources =
        BlockMoments.byTensor(from.updater().getUpdaterBlocks());
    for (UpdaterBlock block : to.updater().getUpdaterBlocks()) {
      boolean converted = block.getGradientUpdater().getConfig() instanceof ConvertedSgd;
      for (UpdaterBlock.ParamState tensor : block.getLayersAndVariablesInBlock()) {
        long length = tensor.getParamView().length();
        List<BlockMoments.Moment> given = sources.get((long) tensor.getParamOffsetStart());
        List<BlockMoments.Moment> targets = BlockMoments.of(block, tensor);
        for (int i = 0; i < given.size(); i++) {
          INDArray source = view(from, given.get(i), length);
          view(to, targets.get(i), length).assign(converted ? source.neg() : source);
        }
      }
    }
  }

  private static INDArray view(NetworkModel network, BlockMoments.Moment moment, long length) {
    return network.velocities().get(NDArrayIndex.interval(moment.start(), moment.start() + length));
  }
}
