package org.texp4j.dl4j.internal.update;

import org.deeplearning4j.nn.api.TrainingConfig;

/** The training of a layer in place of that of its configuration. */
public interface ReplacedTraining extends TrainingConfig {

  /** The configuration of the layer. */
  TrainingConfig replaced();
}
