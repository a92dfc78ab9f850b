package org.texp4j.dl4j.internal.backend.onednn;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.internal.backend.UnsupportedBatchException;
import org.texp4j.dl4j.internal.backend.onednn.program.Placement;
import org.texp4j.dl4j.internal.network.Deeplearning4jNetwork;

/**
 * What came of computing a drawn network both ways.
 *
 * @param result the result
 * @param text the network and the outcome
 */
record Comparison(Result result, String text) {

  enum Result {
    /** Deeplearning4j itself cannot compute it. */
    IMPOSSIBLE,
    /** It is left to Deeplearning4j as a whole. */
    LEFT,
    /** A program computes it, as Deeplearning4j does. */
    EQUAL,
    /** A program computes something else. */
    DIFFERENT
  }

  /** An odd number and the smallest. */
  private static final int[] SIZES = {5, 1};

  /** Rounding in float, of networks of few layers. */
  private static final double ROUNDING = 1e-4;

  static Comparison of(Drawing drawing) {
    ComputationGraph stock;
    try {
      stock = drawing.network();
      gradient(stock, drawing.batch(SIZES[0]));
    } catch (RuntimeException e) {
      return new Comparison(Result.IMPOSSIBLE, drawing + ": " + e);
    }
    Optional<OneDnnNetwork> shared = engine(drawing.network(), Placement.SHARED);
    Optional<OneDnnNetwork> guarded = engine(drawing.network(), Placement.GUARDED);
    if (shared.isEmpty()) {
      return new Comparison(Result.LEFT, drawing.toString());
    }
    try (OneDnnNetwork first = shared.get();
        OneDnnNetwork second = guarded.orElseThrow()) {
      for (int size : SIZES) {
        Optional<String> difference = difference(drawing, stock, first, second, size);
        if (difference.isPresent()) {
          return new Comparison(
              Result.DIFFERENT, drawing + " of " + size + " examples: " + difference.get());
        }
      }
      boolean left = first.summary().startsWith("Deeplearning4j");
      return new Comparison(left ? Result.LEFT : Result.EQUAL, drawing + ": " + first.summary());
    }
  }

  private static Optional<OneDnnNetwork> engine(ComputationGraph network, Placement placement) {
    return OneDnnNetwork.createIfSupported(Deeplearning4jNetwork.of(network), Set.of(), placement);
  }

  private static Optional<String> difference(
      Drawing drawing,
      ComputationGraph stock,
      OneDnnNetwork shared,
      OneDnnNetwork guarded,
      int size) {
    DataSet data = drawing.batch(size);
    Batch batch = Batch.of(data);
    if (!shared.supports(batch)) {
      return Optional.empty();
    }
    INDArray expected = gradient(stock, data);
    INDArray expectedOutput = stock.outputSingle(false, data.getFeatures());
    try {
      shared.computeGradient(batch);
      INDArray gradient = shared.gradient().gradient().dup();
      INDArray output = shared.output(data.getFeatures(), false);
      if (!drawing.drawsAtEveryStep()) {
        guarded.computeGradient(batch);
        if (!haveSameBits(guarded.gradient().gradient(), gradient)
            || !haveSameBits(guarded.output(data.getFeatures(), false), output)) {
          return Optional.of("other results where tensors have memory of their own");
        }
        if (!agree(gradient, expected, () -> exactGradient(stock, data))) {
          return Optional.of("the gradient differs by " + distance(gradient, expected));
        }
      }
      if (!agree(output, expectedOutput, () -> exactOutput(stock, data))) {
        return Optional.of("the output differs by " + distance(output, expectedOutput));
      }
    } catch (UnsupportedBatchException e) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  private interface Exact {
    INDArray compute();
  }

  /** Whether they are equal, NaN to NaN too. */
  private static boolean haveSameBits(INDArray first, INDArray second) {
    return Arrays.equals(first.dup('c').data().asFloat(), second.dup('c').data().asFloat());
  }

  /** Whether they differ by rounding, which is measured against double where it is large. */
  private static boolean agree(INDArray ours, INDArray stocks, Exact exact) {
    if (distance(ours, stocks) < ROUNDING || !Double.isFinite(stocks.sumNumber().doubleValue())) {
      return true; // A derivative at a pole is NaN for Deeplearning4j too.
    }
    INDArray truth = exact.compute();
    return distance(ours, truth) < Math.max(ROUNDING, 10 * distance(stocks, truth));
  }

  private static INDArray exactGradient(ComputationGraph network, DataSet batch) {
    return gradient(network.convertDataType(DataType.DOUBLE), batch);
  }

  private static INDArray exactOutput(ComputationGraph network, DataSet batch) {
    return network
        .convertDataType(DataType.DOUBLE)
        .outputSingle(false, batch.getFeatures().castTo(DataType.DOUBLE));
  }

  private static INDArray gradient(ComputationGraph network, DataSet batch) {
    DataType type = network.params().dataType();
    network.setInputs(batch.getFeatures().castTo(type));
    network.setLabels(batch.getLabels().castTo(type));
    network.computeGradientAndScore();
    return network.getGradientsViewArray().dup();
  }

  private static double distance(INDArray actual, INDArray expected) {
    INDArray truth = expected.castTo(DataType.DOUBLE);
    INDArray difference = actual.castTo(DataType.DOUBLE).reshape(truth.shape()).sub(truth);
    double distance = difference.norm2Number().doubleValue();
    return distance == 0 ? 0 : distance / truth.norm2Number().doubleValue();
  }
}
