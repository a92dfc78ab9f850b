package org.texp4j.benchmarks;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.Loader;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A process that measures Deeplearning4j with its default settings. Its arguments are a workload
 * and a number of steps.
 *
 * <p>It needs a process of its own, since natives cannot be exchanged once they are loaded. It
 * never calls {@link org.texp4j.dl4j.train.Backend}, which would switch the fast settings on, and
 * must be started on {@link #classPath}.
 */
final class StockProcess {

  private static final String ONEDNN = "-onednn";
  private static final int WARM_UP = 1;

  private StockProcess() {}

  /**
   * This process's class path without the natives that contain oneDNN.
   *
   * <p>They are no dependency of Deeplearning4j; but if they are on the class path, they are loaded
   * in preference to the plain ones.
   */
  static String classPath() {
    String separator = System.getProperty("path.separator");
    return Arrays.stream(System.getProperty("java.class.path").split(Pattern.quote(separator)))
        .filter(entry -> !entry.contains(ONEDNN))
        .collect(Collectors.joining(separator));
  }

  /** Measures and writes {@link Measurements}, one step per turn. */
  public static void main(String[] arguments) throws Exception {
    Measurements.awaitTurn();
    Workload workload = Workload.valueOf(arguments[0]);
    int steps = Integer.parseInt(arguments[1]);
    HandWrittenTraining stock = HandWrittenTraining.stock(workload.experiment());
    refuseFastSettings(stock);
    Measurements.writeNetwork(
        System.out,
        stock.trainedParameters(),
        "plain natives, layer helpers off; " + Nd4j.getEnvironment().maxThreads() + " threads");
    int step = 0;
    for (DataSet batch : workload.batches(WARM_UP + steps)) {
      double milliseconds = stock.timedStep(batch);
      if (step++ >= WARM_UP) {
        Measurements.writeStep(System.out, milliseconds);
      }
      if (step >= WARM_UP) {
        Measurements.endTurn(System.out);
      }
    }
  }

  /** The environment, such as JAVA_TOOL_OPTIONS, may have switched the fast settings on. */
  private static void refuseFastSettings(HandWrittenTraining stock) {
    boolean oneDnn =
        Loader.getLoadedLibraries().values().stream().anyMatch(path -> path.contains(ONEDNN));
    if (oneDnn || stock.hasHelper()) {
      throw new IllegalStateException(
          "the fast settings are on, so this would not be stock Deeplearning4j");
    }
  }
}
