package org.texp4j.dl4j;

import org.texp4j.dl4j.internal.network.NetworkModel;
import org.texp4j.dl4j.train.TrainingRun;

/** The network of a run with all that its own room can do with it. */
public final class Networks {

  private Networks() {}

  public static NetworkModel of(TrainingRun run) {
    return (NetworkModel) run.network();
  }
}
