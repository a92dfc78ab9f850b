package org.texp4j.dl4j.internal.setup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.texp4j.dl4j.TrainingException;
import org.texp4j.dl4j.internal.invariance.OwnTraining;
import org.texp4j.dl4j.internal.network.ClassAllowlist;
import org.texp4j.dl4j.internal.network.Deeplearning4jNetwork;
import org.texp4j.dl4j.internal.network.ModelFile;
import org.texp4j.dl4j.internal.network.NetworkModel;
import org.texp4j.dl4j.internal.usercode.Failure;

/**
 * The weights and running statistics that a run starts from, where they are not drawn from its
 * seed.
 *
 * @param tensors the tensors by their names in the parameter table
 * @param source where they are from, in words
 * @param hadOptimizerState whether the state of an optimizer came with them, which is dropped
 */
public record InitialWeights(
    Map<String, INDArray> tensors, String source, boolean hadOptimizerState) {

  private static final int MOST_SHOWN = 5;

  /** Those of a network that the network method returned. */
  static InitialWeights of(Deeplearning4jNetwork network) {
    String source = "those of the network that the @Network method returns";
    requireDeclaredScale(OwnTraining.isScaled(network.description()), "the network");
    return new InitialWeights(network.model().paramTable(), source, network.hasUpdaterState());
  }

  /**
   * Those of a model file.
   *
   * @throws TrainingException if they cannot be read
   */
  static InitialWeights read(Path file, ClassAllowlist allowed) {
    if (!Files.isRegularFile(file)) {
      throw new TrainingException(
          (Files.exists(file) ? file + " is no file" : "there is no " + file)
              + ": name a model file to start from");
    }
    try {
      NetworkModel network = ModelFile.loadWeights(file, allowed);
      requireDeclaredScale(OwnTraining.isScaled(network.description()), file.toString());
      return new InitialWeights(
          network.model().paramTable(), "those of " + file, ModelFile.hasUpdaterState(file));
    } catch (IOException e) {
      throw new TrainingException("cannot start from " + Failure.sentence(e), e);
    }
  }

  private static void requireDeclaredScale(boolean scaled, String what) {
    if (scaled) {
      throw new TrainingException(
          what
              + " is of an exponential run, which holds its weights at another scale: map the run"
              + " back with the command convert --to weight-decay, and start from the model.zip that"
              + " it writes");
    }
  }

  /**
   * Puts them into a network in place of its initial parameters.
   *
   * @throws TrainingException if the network has other tensors; names them
   */
  void putInto(NetworkModel network) {
    Map<String, INDArray> targets = network.model().paramTable();
    Set<String> names = new LinkedHashSet<>(targets.keySet());
    names.addAll(tensors.keySet());
    List<String> differences = new ArrayList<>();
    for (String name : names) {
      String ours = shape(targets.get(name));
      String given = shape(tensors.get(name));
      if (!ours.equals(given)) {
        differences.add(name + ": " + given + ", but " + ours + " in the network");
      }
    }
    if (!differences.isEmpty()) {
      throw new TrainingException(
          "the initial weights, "
              + source
              + ", do not fit the network:"
              + lines(differences)
              + "\nStart from a model of the same architecture; to replace layers of a model, let the"
              + " @Network method return the network that TransferLearning builds.");
    }
    targets.forEach((name, tensor) -> tensor.assign(tensors.get(name).castTo(tensor.dataType())));
  }

  private static String shape(INDArray tensor) {
    return tensor == null ? "missing" : "shape " + Arrays.toString(tensor.shape());
  }

  private static String lines(List<String> differences) {
    int shown = Math.min(MOST_SHOWN, differences.size());
    return "\n  "
        + String.join("\n  ", differences.subList(0, shown))
        + (shown < differences.size() ? "\n  and " + (differences.size() - shown) + " more" : "");
  }

  /** What a user has to know about them; one sentence each. */
  List<String> notes() {
    List<String> notes = new ArrayList<>(List.of("weights: start from " + source));
    if (hadOptimizerState) {
      notes.add(
          "weights: the optimizer state that comes with them is dropped; the run begins with its"
              + " own, at 0");
    }
    return notes;
  }
}
