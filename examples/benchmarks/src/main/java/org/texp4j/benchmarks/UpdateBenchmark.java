package org.texp4j.benchmarks;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.train.TrainingRun;
import org.texp4j.schedule.RecipeForm;
import org.texp4j.schedule.Step;
import org.texp4j.schedule.WrittenRule;

/** The nanoseconds of an update per parameter: of a loop alone, and of a whole network. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class UpdateBenchmark {

  /** What the update of a run computes at once. */
  static final int PIECE = 1024;

  /** The trained parameters of {@link UpdateNet}. */
  static final int PARAMETERS = 784 * 512 + 512 * 512 + 512 * 10 + 4 * 512 + 10;

  /** The parameters of its largest matrix. */
  static final int MATRIX = 784 * 512;

  /** The update rules. */
  public enum MeasuredRule {
    HEAVY_BALL(UpdateNetHeavyBallTraining.EXPERIMENT),
    ADAM_W(UpdateNetAdamTraining.EXPERIMENT),
    LION(UpdateNetSignMomentumTraining.EXPERIMENT),
    MUON(UpdateNetOrthogonalTraining.EXPERIMENT);

    private final Experiment experiment;

    MeasuredRule(Experiment experiment) {
      this.experiment = experiment;
    }

    WrittenRule written() {
      return experiment.recipe(experiment.stepsPerEpoch()).rule().written();
    }
  }

  /** A step of a run whose gradient is known. */
  @State(Scope.Thread)
  public static class Run {

    @Param public MeasuredRule rule;

    @Param({"WEIGHT_DECAY", "TEXP_PLUS_PLUS"})
    public RecipeForm form;

    private TrainingRun run;
    private Step step;
    private INDArray gradient;
    private INDArray kept;

    /** Computes a gradient. */
    @Setup
    public void start() {
      run =
          GeneratedLoopProcess.start(
              rule.experiment, form, Workload.batches(1, 32, UpdateNet.SIZES[0]));
      step = run.nextStep();
      run.computeGradient(run.nextBatch());
      gradient = run.network().model().getGradientsViewArray();
      kept = gradient.dup();
    }

    /** An update leaves itself in place of the gradient. */
    @Setup(Level.Invocation)
    public void restoreGradient() {
      gradient.assign(kept);
    }
  }

  /** A piece of the arrays of a rule without matrices. */
  @State(Scope.Thread)
  public static class Piece {

    @Param({"HEAVY_BALL", "ADAM_W", "LION"})
    public MeasuredRule rule;

    private final float[][] arrays = new float[4][PIECE];
    private final float[] gradient = new float[PIECE];
    private final double[] none = {};
    private final double[][] noSums = {};
    private WrittenRule written;
    private double[] numbers;

    /** Fills the arrays. */
    @Setup
    public void fill() {
      Random random = new Random(1);
      for (int i = 0; i < PIECE; i++) {
        arrays[0][i] = (float) random.nextGaussian();
        gradient[i] = (float) random.nextGaussian();
      }
      written = rule.written();
      Step first =
          GeneratedLoopProcess.start(
                  rule.experiment,
                  RecipeForm.WEIGHT_DECAY,
                  Workload.batches(1, 32, UpdateNet.SIZES[0]))
              .nextStep();
      numbers = written.declared(first, /* matrix= */ false, /* decays= */ true, 1.0 / 32);
    }

    /** An update leaves itself in place of the gradient; a copy of 4 kB is part of both loops. */
    private float[][] withGradient() {
      System.arraycopy(gradient, 0, arrays[1], 0, PIECE);
      return arrays;
    }
  }

  /** The largest matrix of the network, for Muon. */
  @State(Scope.Thread)
  public static class Matrix {
    private final INDArray weights = HandWrittenUpdate.matrix(512, 784);
    private final INDArray gradient = HandWrittenUpdate.matrix(512, 784);
    private final INDArray momentum = HandWrittenUpdate.matrix(512, 784);
  }

  /** The whole update of a network. */
  @Benchmark
  @OperationsPerInvocation(PARAMETERS)
  public void update(Run of) {
    of.run.update(of.step);
  }

  /** The loop that the compiler has written. */
  @Benchmark
  @OperationsPerInvocation(PIECE)
  public float[][] writtenLoop(Piece piece) {
    piece
        .written
        .loop(false)
        .run(0, 0, PIECE, piece.numbers, piece.none, piece.withGradient(), piece.noSums);
    return piece.arrays;
  }

  /** The same arithmetic by hand. */
  @Benchmark
  @OperationsPerInvocation(PIECE)
  public float[][] loopByHand(Piece piece) {
    float[][] arrays = piece.withGradient();
    switch (piece.rule) {
      case HEAVY_BALL -> HandWrittenUpdate.heavyBall(arrays[0], arrays[1], arrays[2]);
      case ADAM_W -> HandWrittenUpdate.adamW(arrays[0], arrays[1], arrays[2], arrays[3]);
      case LION -> HandWrittenUpdate.lion(arrays[0], arrays[1], arrays[2]);
      case MUON -> throw new IllegalArgumentException("Muon is no loop");
    }
    return arrays;
  }

  /** Muon's update of one matrix by hand, by ND4J's operations. */
  @Benchmark
  @OperationsPerInvocation(MATRIX)
  public void muonByHand(Matrix matrix) {
    HandWrittenUpdate.muon(matrix.weights, matrix.gradient, matrix.momentum);
  }
}
