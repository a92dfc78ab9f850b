package org.texp4j.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The processes that train one network in all variants, a block of steps each in turn, so that a
 * disturbance of the machine meets all of them.
 */
final class Comparison implements AutoCloseable {

  private final Workload workload;
  private final int blocks;
  private final Map<Variant, ChildProcess> processes = new EnumMap<>(Variant.class);

  private Comparison(Workload workload, int blocks) {
    this.workload = workload;
    this.blocks = blocks;
  }

  /**
   * Starts the processes, which wait for their first turn.
   *
   * @param blocks the number of measured blocks of each variant except stock
   * @param stock whether stock Deeplearning4j takes part
   * @param pyTorch the PyTorch that takes part, if any
   */
  static Comparison start(
      Workload workload, int blocks, int threads, boolean stock, Optional<PyTorch> pyTorch)
      throws IOException {
    Set<Variant> variants = EnumSet.allOf(Variant.class);
    variants.removeIf(
        variant ->
            variant == Variant.STOCK && !stock
                || variant.isPyTorch() && pyTorch.isEmpty()
                || variant == Variant.CHANNELS_LAST && !workload.hasImages());
    Comparison comparison = new Comparison(workload, blocks);
    for (Variant variant : variants) {
      comparison.processes.put(variant, comparison.start(variant, threads, pyTorch));
    }
    return comparison;
  }

  private ChildProcess start(Variant variant, int threads, Optional<PyTorch> pyTorch)
      throws IOException {
    String classPath = System.getProperty("java.class.path");
    return ChildProcess.start(
        variant.title(),
        switch (variant) {
          case STOCK ->
              ChildProcess.java(
                  StockProcess.class, StockProcess.classPath(), workload, stockSteps());
          case FAST_SETTINGS ->
              ChildProcess.java(FastSettingsProcess.class, classPath, workload, blocks);
          case EXPONENTIAL ->
              ChildProcess.java(
                  GeneratedLoopProcess.class, classPath, workload, blocks, "TEXP_PLUS_PLUS");
          case WEIGHT_DECAY ->
              ChildProcess.java(
                  GeneratedLoopProcess.class, classPath, workload, blocks, "WEIGHT_DECAY");
          case PYTORCH, CHANNELS_LAST -> pyTorch.orElseThrow().command(workload, variant, blocks);
        },
        threads);
  }

  private int stockSteps() {
    return Math.min(workload.stockSteps(), blocks);
  }

  /**
   * Lets all processes warm up and measure.
   *
   * @throws IOException if a process ends early, or the processes do not train the same network
   */
  void run() throws IOException, InterruptedException {
    for (ChildProcess process : processes.values()) {
      process.takeTurn();
    }
    requireSameNetwork();
    int stockTaken = 0;
    List<Map.Entry<Variant, ChildProcess>> order = new ArrayList<>(processes.entrySet());
    for (int round = 0; round < blocks; round++) {
      // A process is slower after one that fills caches and memory, so the order alternates.
      Collections.reverse(order);
      for (Map.Entry<Variant, ChildProcess> entry : order) {
        if (entry.getKey() != Variant.STOCK) {
          entry.getValue().takeTurn();
        } else if (stockTaken * blocks < stockSteps() * (round + 1)) {
          entry.getValue().takeTurn();
          stockTaken++;
        }
      }
    }
  }

  private void requireSameNetwork() throws IOException {
    long expected = of(Variant.EXPONENTIAL).measurements().parameters();
    for (Map.Entry<Variant, ChildProcess> entry : processes.entrySet()) {
      long parameters = entry.getValue().measurements().parameters();
      if (parameters != expected) {
        throw new IOException(
            "the variants do not train the same network: "
                + entry.getKey().title()
                + " trains "
                + parameters
                + " parameters, "
                + Variant.EXPONENTIAL.title()
                + " "
                + expected);
      }
    }
  }

  /** The variants that take part, in their order. */
  Set<Variant> variants() {
    return processes.keySet();
  }

  ChildProcess of(Variant variant) {
    return processes.get(variant);
  }

  /**
   * The step time of the generated exponential loop divided by that of a variant: the median ratio
   * of neighbouring blocks, or for stock the ratio of medians.
   */
  double ratioTo(Variant variant) {
    Sample own = of(Variant.EXPONENTIAL).measurements().times();
    Sample other = of(variant).measurements().times();
    return variant == Variant.STOCK
        ? own.median() / other.median()
        : own.pairedRatio(other, workload.block());
  }

  @Override
  public void close() {
    processes.values().forEach(ChildProcess::close);
  }
}
