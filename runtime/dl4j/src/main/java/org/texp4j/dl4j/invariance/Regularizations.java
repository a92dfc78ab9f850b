package org.texp4j.dl4j.invariance;

import java.util.List;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.texp4j.dl4j.update.DeclaredDecay;

/** What a configuration says about the decay of a tensor. */
final class Regularizations {

  private Regularizations() {}

  /** What acts on a tensor: L2 of 0, by which a layer refuses the decay of all, is nothing. */
  static List<Regularization> of(List<Regularization> configured) {
    return configured == null
        ? List.of()
        : configured.stream()
            .filter(each -> !(each instanceof L2Regularization l2 && coefficient(l2) == 0))
            .toList();
  }

  /** Whether the declared weight decay acts on a tensor and nothing else. */
  static boolean isDeclaredDecay(List<Regularization> acting) {
    return acting.size() == 1 && acting.get(0) instanceof DeclaredDecay;
  }

  static double coefficient(L2Regularization l2) {
    return l2.getL2().valueAt(0, 0);
  }
}
