package org.texp4j.dl4j.internal.network;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.texp4j.dl4j.internal.backend.NetworkEngine;
import org.texp4j.dl4j.internal.backend.NetworkGraph;
import org.texp4j.dl4j.internal.backend.onednn.OneDnnNetwork;

/** The engines that may compute a network in place of Deeplearning4j. */
final class Engines {

  /** Each empty where it does not support the network; the first that supports it is taken. */
  private static final List<
          BiFunction<NetworkGraph, Set<String>, Optional<? extends NetworkEngine>>>
      ENGINES = List.of(OneDnnNetwork::createIfSupported);

  private Engines() {}

  /** Creates the engine of a network; empty where Deeplearning4j computes it. */
  static Optional<NetworkEngine> createFor(NetworkGraph network) {
    return createFor(network, Set.of());
  }

  /** Creates an engine that leaves the nodes with these keys to Deeplearning4j. */
  static Optional<NetworkEngine> createFor(NetworkGraph network, Set<String> left) {
    return ENGINES.stream()
        .<NetworkEngine>flatMap(engine -> engine.apply(network, left).stream())
        .findFirst();
  }
}
