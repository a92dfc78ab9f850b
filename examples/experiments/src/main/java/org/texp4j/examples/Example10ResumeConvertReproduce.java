package org.texp4j.examples;

import static org.texp4j.annotations.Normalization.BATCH;
import static org.texp4j.annotations.ScheduleType.TEXP_PLUS_PLUS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.texp4j.annotations.EvaluationData;
import org.texp4j.annotations.Experiment;
import org.texp4j.annotations.Momentum;
import org.texp4j.annotations.Network;
import org.texp4j.annotations.Normalized;
import org.texp4j.annotations.Schedule;
import org.texp4j.annotations.TrainingData;
import org.texp4j.annotations.WeightDecay;
import org.texp4j.dl4j.DataRequest;
import org.texp4j.dl4j.command.ExperimentCommand;

/**
 * A run that is interrupted and resumed, one that changes its form halfway, and one that is
 * reproduced, by the commands that every training class has:
 *
 * <pre>
 * train --out interrupted --limit-batches 50             stops in the second of two epochs
 * train --out interrupted --resume --limit-batches 60    resumes bit-identically
 * train --out whole --limit-batches 60                   never stops
 * convert interrupted --to weight-decay --out converted  θ = θ̃/P and v = Pṽ + κθ̃/P
 * train --out converted --resume --limit-batches 80      resumes with weight decay
 * reproduce whole                                        trains it again and compares
 * </pre>
 *
 * <pre>mvn -q -DskipTests package -Drun=Example10ResumeConvertReproduce</pre>
 *
 * <p>runs them one after the other in an empty directory, within half a minute, and compares the
 * final parameters and velocities of the interrupted run with those of the whole one by the digests
 * in their manifests: they are the same, bit for bit.
 */
@Experiment(name = "resume-convert-reproduce", seed = 10, trainingExamples = 5_000)
@Normalized(BATCH)
@Momentum(0.9)
@WeightDecay(5e-3)
@Schedule(type = TEXP_PLUS_PLUS, learningRate = 0.1, epochs = 2)
final class Example10ResumeConvertReproduce {

  private Example10ResumeConvertReproduce() {}

  @Network
  static MultiLayerConfiguration network(NeuralNetConfiguration.Builder base) {
    return FashionCnn.network(base);
  }

  @TrainingData
  static DataSetIterator training(DataRequest request) {
    return FashionCnn.training(request);
  }

  @EvaluationData
  static DataSetIterator evaluation(DataRequest request) {
    return FashionCnn.evaluation(request);
  }

  /** Runs the commands. */
  public static void main(String[] line) throws IOException {
    ExampleOptions options =
        ExampleOptions.parseOrExit(Example10ResumeConvertReproduce.class, line);
    Path out = options.out();
    if (Files.exists(out.resolve("interrupted"))) {
      System.err.println(
          out + " already holds these runs: remove it, or choose another directory with --out");
      System.exit(2);
    }
    if (!run(out, 50, 60, 80)) {
      System.exit(1);
    }
  }

  /**
   * Runs the commands below a directory.
   *
   * @param stop the step before which the interrupted run stops
   * @param end the step before which it and the whole run end
   * @param endOfConverted the step before which the converted run ends
   * @return whether every command succeeded and the two runs end the same
   */
  static boolean run(Path out, int stop, int end, int endOfConverted) throws IOException {
    String interrupted = out.resolve("interrupted").toString();
    String whole = out.resolve("whole").toString();
    String converted = out.resolve("converted").toString();
    List<List<String>> commands =
        List.of(
            List.of("train", "--out", interrupted, "--limit-batches", "" + stop),
            List.of("train", "--out", interrupted, "--resume", "--limit-batches", "" + end),
            List.of("train", "--out", whole, "--limit-batches", "" + end),
            List.of("convert", interrupted, "--to", "weight-decay", "--out", converted),
            List.of(
                "train", "--out", converted, "--resume", "--limit-batches", "" + endOfConverted),
            List.of("reproduce", whole));
    for (List<String> command : commands) {
      System.out.println("> " + String.join(" ", command));
      int exitCode =
          ExperimentCommand.run(
              Example10ResumeConvertReproduceTraining.EXPERIMENT, command.toArray(String[]::new));
      if (exitCode != 0) {
        return false;
      }
      System.out.println();
    }
    boolean same = digests(interrupted).equals(digests(whole)) && digests(whole).size() == 2;
    System.out.println(
        "the interrupted run and the whole one end with "
            + (same ? "the same" : "different")
            + " parameters and velocities");
    return same;
  }

  /** The lines of a manifest with the digests of the final parameters and velocities. */
  private static List<String> digests(String run) throws IOException {
    return Files.readAllLines(Path.of(run, "manifest.json")).stream()
        .filter(line -> line.matches(".*\"(parameters|velocities)\".*"))
        .toList();
  }
}
