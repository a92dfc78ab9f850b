package org.texp4j.dl4j.internal.backend.onednn;

import java.util.List;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.solvers.BaseOptimizer;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.LearningPolicy;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.texp4j.dl4j.internal.backend.NetworkGraph;
import org.texp4j.dl4j.internal.backend.NetworkNode;
import org.texp4j.dl4j.internal.backend.RandomState;
import org.texp4j.dl4j.internal.backend.onednn.program.MismatchException;

/**
 * The workspace in which Deeplearning4j's layers allocate while a program runs: one from its first
 * step to its last, since the backward direction needs the activations.
 */
final class FallbackWorkspace {

  private static final String NAME = "TEXP_FALLBACK";

  private static final WorkspaceConfiguration CONFIGURATION =
      WorkspaceConfiguration.builder()
          .initialSize(0)
          .policyLearning(LearningPolicy.FIRST_LOOP)
          .build();

  private final LayerWorkspaceMgr manager =
      LayerWorkspaceMgr.builder()
          .with(ArrayType.INPUT, NAME, CONFIGURATION)
          .with(ArrayType.ACTIVATIONS, NAME, CONFIGURATION)
          .with(ArrayType.ACTIVATION_GRAD, NAME, CONFIGURATION)
          .noWorkspaceFor(ArrayType.FF_WORKING_MEM)
          .noWorkspaceFor(ArrayType.BP_WORKING_MEM)
          .noWorkspaceFor(ArrayType.RNN_FF_LOOP_WORKING_MEM)
          .noWorkspaceFor(ArrayType.RNN_BP_LOOP_WORKING_MEM)
          .noWorkspaceFor(ArrayType.UPDATER_WORKING_MEM)
          .noWorkspaceFor(ArrayType.FF_CACHE)
          .build();

  private final NetworkGraph network;
  private final List<Layer> layers;

  FallbackWorkspace(NetworkGraph network, List<NetworkNode> nodes) {
    this.network = network;
    layers =
        nodes.stream()
            .filter(NetworkNode.OfLayer.class::isInstance)
            .map(node -> ((NetworkNode.OfLayer) node).layer())
            .toList();
  }

  LayerWorkspaceMgr manager() {
    return manager;
  }

  /**
   * Runs a program on some features. If it has fallbacks, it runs in the workspace, and layers find
   * what a network of Deeplearning4j's would have given them.
   *
   * @throws NotSupportedException if a fallback fails or computes something other than planned; the
   *     random numbers are as before
   */
  <T> T run(CompiledNetwork compiled, INDArray features, Supplier<T> program) {
    if (compiled.fallbacks().isEmpty()) {
      return program.get();
    }
    RandomState random = RandomState.now();
    try {
      return network.reading(features, () -> inWorkspace(program));
    } catch (MismatchException | NotSupportedException e) {
      random.restore();
      throw e;
    }
  }

  private <T> T inWorkspace(Supplier<T> program) {
    Model model = network.model();
    for (Layer layer : layers) {
      layer.setIterationCount(BaseOptimizer.getIterationCount(model));
      layer.setEpochCount(BaseOptimizer.getEpochCount(model));
    }
    MemoryWorkspace workspace =
        Nd4j.getWorkspaceManager().getAndActivateWorkspace(CONFIGURATION, NAME);
    try {
      return program.get();
    } finally {
      workspace.close();
    }
  }
}
