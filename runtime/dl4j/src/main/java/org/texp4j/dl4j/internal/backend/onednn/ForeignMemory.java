package org.texp4j.dl4j.internal.backend.onednn;

import java.util.List;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.solvers.BaseOptimizer;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.LearningPolicy;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Where Deeplearning4j's layers allocate while a program runs: one workspace, from its first step
 * to its last, since activations are needed on the way back.
 */
final class ForeignMemory {

  private static final String NAME = "TEXP_FOREIGN_LAYERS";

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

  LayerWorkspaceMgr manager() {
    return manager;
  }

  /** Runs a program, with the workspace if it has foreign stages. */
  <T> T within(Program program, List<Stage> stages, Model model, Supplier<T> run) {
    if (!program.isForeign()) {
      return run.get();
    }
    for (Stage stage : stages) {
      if (stage instanceof Stage.OfLayer layer) {
        layer.layer().setIterationCount(BaseOptimizer.getIterationCount(model));
        layer.layer().setEpochCount(BaseOptimizer.getEpochCount(model));
      }
    }
    MemoryWorkspace workspace =
        Nd4j.getWorkspaceManager().getAndActivateWorkspace(CONFIGURATION, NAME);
    try {
      return run.get();
    } finally {
      workspace.close();
    }
  }
}
