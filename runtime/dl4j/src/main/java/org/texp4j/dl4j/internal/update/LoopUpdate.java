package org.texp4j.dl4j.internal.update;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.NoOpUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.texp4j.schedule.Step;
import org.texp4j.schedule.WrittenRule;
import org.texp4j.schedule.rule.LoopProgram;
import org.texp4j.schedule.rule.LoopProgram.Orthogonalization;
import org.texp4j.schedule.rule.LoopProgram.TensorNumber;
import org.texp4j.schedule.rule.UpdateLoop;

/**
 * The update of a whole network by a written rule: the stages of its loops over the flat arrays,
 * for one tensor after the other. Rules that need nothing of a tensor as a whole are computed in
 * one pass.
 *
 * <p>Not safe for use by several threads.
 */
final class LoopUpdate implements NetworkUpdate {

  private static final int WEIGHTS = 0;
  private static final int GRADIENT = 1;
  private static final int FIRST_STATE = 2;

  /**
   * A tensor, or consecutive tensors of a block that are trained alike.
   *
   * @param from the index of its first parameter
   * @param to the index after its last
   * @param update empty for running statistics, whose gradient is subtracted as it is
   * @param states the indices of its first elements in the updater's array, by state
   * @param decays whether the declared weight decay is for it
   * @param sum whether the gradient is a sum over examples that is yet to be divided by their
   *     number
   * @param rows the number of rows, if it is a matrix; 0 if it is none
   */
  private record Segment(
      long from,
      long to,
      Optional<RuleUpdate> update,
      List<Long> states,
      boolean decays,
      boolean sum,
      long rows) {

    long length() {
      return to - from;
    }

    boolean isMatrix() {
      return rows > 0;
    }

    boolean continuesWith(Segment next) {
      return to == next.from
          && update.equals(next.update)
          && decays == next.decays
          && sum == next.sum;
    }

    Segment with(Segment next) {
      return new Segment(from, next.to, update, states, decays, sum, 0);
    }
  }

  /** A layer whose gradient is clipped or normalized before the update. */
  private record Clipped(Trainable layer, Gradient gradient, List<INDArray> sums) {}

  /**
   * The loops of one variant on one kind of tensors.
   *
   * @param loads the arrays that each stage reads
   * @param stores the arrays that each stage writes
   */
  private record Loops(
      LoopProgram program, UpdateLoop loop, int variant, List<int[]> loads, List<int[]> stores) {

    static Loops of(WrittenRule rule, boolean matrix, int variant) {
      LoopProgram program = rule.compiled(matrix).program(variant);
      return new Loops(
          program,
          rule.loop(matrix),
          variant,
          program.stages().stream().map(each -> indices(program, each.reads())).toList(),
          program.stages().stream().map(each -> indices(program, each.writes())).toList());
    }

    private static int[] indices(LoopProgram program, Set<String> names) {
      List<String> arrays = program.arrays();
      return IntStream.range(0, arrays.size()).filter(i -> names.contains(arrays.get(i))).toArray();
    }
  }

  private final BaseMultiLayerUpdater<?> updater;
  private final List<Clipped> clipped;
  private final List<DataBuffer> memory = new ArrayList<>();
  private final List<Segment> segments;
  private final WrittenRule rule;
  private final List<List<Loops>> loops;
  private final INDArray kept;
  private final ArrayPieces pieces;

  private LoopUpdate(
      BaseMultiLayerUpdater<?> updater,
      List<Segment> tensors,
      List<Clipped> clipped,
      WrittenRule rule) {
    this.updater = updater;
    this.clipped = clipped;
    this.rule = rule;
    loops = List.of(loops(rule, false), loops(rule, true));
    segments = needsTensors(rule) ? tensors : joined(tensors);
    INDArray parameters = updater.getNetwork().params();
    INDArray gradient = updater.getFlattenedGradientsView();
    INDArray states = updater.getStateViewArray();
    List<INDArray> arrays = new ArrayList<>(List.of(parameters, gradient));
    memory.add(gradient.data());
    if (states != null) {
      memory.add(states.data());
    }
    rule.states().forEach(state -> arrays.add(states));
    int most = programs().mapToInt(program -> program.kept().size()).max().orElse(0);
    long longest = tensors.stream().mapToLong(Segment::length).max().orElse(0);
    kept = most == 0 ? null : Nd4j.create(parameters.dataType(), most, longest);
    for (int i = 0; i < most; i++) {
      arrays.add(kept.getRow(i));
    }
    pieces = ArrayPieces.of(arrays.toArray(INDArray[]::new));
  }

  private static List<Loops> loops(WrittenRule rule, boolean matrix) {
    return IntStream.range(0, rule.compiled(matrix).variants())
        .mapToObj(variant -> Loops.of(rule, matrix, variant))
        .toList();
  }

  private Stream<LoopProgram> programs() {
    return loops.stream().flatMap(List::stream).map(Loops::program);
  }

  /** Whether a rule computes something of a tensor as a whole, or differs for matrices. */
  private boolean needsTensors(WrittenRule of) {
    return !of.text().otherwise().isEmpty()
        || programs().anyMatch(program -> !program.tensorNumbers().isEmpty())
        || programs().anyMatch(program -> program.stages().size() > 1);
  }

  private static List<Segment> joined(List<Segment> tensors) {
    List<Segment> joined = new ArrayList<>();
    for (Segment next : tensors) {
      int last = joined.size() - 1;
      if (last >= 0 && joined.get(last).continuesWith(next)) {
        joined.set(last, joined.get(last).with(next));
      } else {
        joined.add(next);
      }
    }
    return List.copyOf(joined);
  }

  /**
   * Returns the update of an updater whose next step is prepared; empty unless a written rule
   * trains all of its blocks.
   */
  static Optional<LoopUpdate> forUpdater(BaseMultiLayerUpdater<?> updater) {
    List<Segment> tensors = new ArrayList<>();
    // By identity: Deeplearning4j's layers take their hash code from all of their parameters.
    Map<Trainable, Map<String, INDArray>> gradients = new IdentityHashMap<>();
    WrittenRule rule = null;
    for (UpdaterBlock block : updater.getUpdaterBlocks()) {
      Optional<RuleUpdate> update = Optional.empty();
      if (block.getGradientUpdater() instanceof RuleUpdate written) {
        update = Optional.of(written);
        rule = (WrittenRule) written.step().rule();
      } else if (!(block.getGradientUpdater() instanceof NoOpUpdater)) {
        return Optional.empty();
      }
      for (UpdaterBlock.ParamState tensor : block.getLayersAndVariablesInBlock()) {
        List<Regularization> acting = regularization(tensor);
        if (block.isPretrainUpdaterBlock()
            || acting.size() > 1
            || acting.size() == 1
                && !(update.isPresent() && acting.get(0) instanceof DeclaredDecay)) {
          return Optional.empty();
        }
        gradients
            .computeIfAbsent(tensor.getLayer(), layer -> new LinkedHashMap<>())
            .put(tensor.getParamName(), tensor.getGradView());
        tensors.add(segment(block, tensor, update, !acting.isEmpty()));
      }
    }
    return rule != null && updater.getNetwork().conf().isMiniBatch()
        ? Optional.of(new LoopUpdate(updater, tensors, clipped(gradients), rule))
        : Optional.empty();
  }

  private static Segment segment(
      UpdaterBlock block,
      UpdaterBlock.ParamState tensor,
      Optional<RuleUpdate> update,
      boolean decays) {
    INDArray view = tensor.getParamView();
    return new Segment(
        tensor.getParamOffsetStart(),
        tensor.getParamOffsetEnd(),
        update,
        update.isPresent()
            ? BlockMoments.of(block, tensor).stream().map(BlockMoments.Moment::start).toList()
            : List.of(),
        decays,
        !normalizesGradient(tensor.getLayer())
            && tensor.getLayer().updaterDivideByMinibatch(tensor.getParamName()),
        rows(view));
  }

  /** The outputs of a weight matrix, its slowest index in memory; 0 for vectors. */
  private static long rows(INDArray view) {
    long rows = view.ordering() == 'f' ? view.size(view.rank() - 1) : view.size(0);
    return rows > 1 && rows < view.length() ? rows : 0;
  }

  private static List<Clipped> clipped(Map<Trainable, Map<String, INDArray>> gradients) {
    List<Clipped> clipped = new ArrayList<>();
    gradients.forEach(
        (layer, tensors) -> {
          if (normalizesGradient(layer)) {
            Gradient gradient = new DefaultGradient();
            tensors.forEach(gradient::setGradientFor);
            clipped.add(
                new Clipped(
                    layer,
                    gradient,
                    tensors.entrySet().stream()
                        .filter(each -> layer.updaterDivideByMinibatch(each.getKey()))
                        .map(Map.Entry::getValue)
                        .toList()));
          }
        });
    return clipped;
  }

  private static boolean normalizesGradient(Trainable layer) {
    TrainingConfig configuration = layer.getConfig();
    GradientNormalization normalization =
        configuration == null ? null : configuration.getGradientNormalization();
    return normalization != null && normalization != GradientNormalization.None;
  }

  private static List<Regularization> regularization(UpdaterBlock.ParamState tensor) {
    List<Regularization> acting =
        tensor.getLayer().getConfig().getRegularizationByParam(tensor.getParamName());
    return acting == null ? List.of() : acting;
  }

  @Override
  public boolean isOf(BaseMultiLayerUpdater<?> present) {
    return updater == present
        && memory.get(0) == present.getFlattenedGradientsView().data()
        && (memory.size() == 1 || memory.get(1) == present.getStateViewArray().data());
  }

  @Override
  public void apply(int examples) {
    double mean = 1.0 / examples;
    for (Clipped each : clipped) {
      each.sums().forEach(sum -> sum.muli(mean));
      updater.preApply(each.layer(), each.gradient(), 0);
    }
    Map<List<Object>, double[]> numbers = new HashMap<>();
    for (Segment segment : segments) {
      if (segment.update().isEmpty()) {
        subtract(segment);
      } else if (isTrained(segment.update().get())) {
        step(segment, segment.sum() ? mean : 1, numbers);
      } else {
        clear(segment);
      }
    }
    segments.forEach(segment -> segment.update().ifPresent(RuleUpdate::discardStep));
  }

  private boolean isTrained(RuleUpdate update) {
    return switch (update.group()) {
      case DECLARED, CONVERTED, FOLLOWING -> true;
      case SUBTRACTED -> rule.isLinear();
      case FIXED -> false;
    };
  }

  private void step(Segment segment, double mean, Map<List<Object>, double[]> known) {
    RuleUpdate update = segment.update().orElseThrow();
    boolean matrix = segment.isMatrix();
    Loops of = loops.get(matrix ? 1 : 0).get(rule.program(update.step(), matrix));
    double[] numbers =
        known.computeIfAbsent(
            List.of(update.getConfig(), matrix, segment.decays(), mean),
            key -> numbers(rule, update, segment, mean));
    double[] ofTensor = new double[of.program().tensorNumbers().size()];
    double[][] sums = new double[of.program().sums()][ArrayPieces.PIECE];
    for (int stage = 0; stage < of.loads().size(); stage++) {
      tensorNumbers(of.program(), segment, sums, ofTensor);
      stage(segment, of, stage, numbers, ofTensor, sums);
      for (Orthogonalization each : of.program().stages().get(stage).orthogonalizations()) {
        INDArray matrixOf =
            kept.getRow(of.program().kept().indexOf(each.array()))
                .get(NDArrayIndex.interval(0, segment.length()))
                .reshape('c', segment.rows(), segment.length() / segment.rows());
        NewtonSchulz.orthogonalize(matrixOf, numbers[each.epsilon()]);
      }
    }
  }

  private static double[] numbers(
      WrittenRule rule, RuleUpdate update, Segment segment, double mean) {
    Step step = update.step();
    boolean matrix = segment.isMatrix();
    return switch (update.group()) {
      case DECLARED -> rule.declared(step, matrix, segment.decays(), mean);
      case CONVERTED -> rule.converted(step, matrix, mean, update.shift());
      case FOLLOWING, SUBTRACTED ->
          rule.following(step, matrix, mean, update.getConfig().degree(), update.shift());
      case FIXED -> throw new AssertionError();
    };
  }

  private void stage(
      Segment segment,
      Loops of,
      int stage,
      double[] numbers,
      double[] tensorNumbers,
      double[][] sums) {
    boolean last = stage == of.loads().size() - 1;
    for (long from = segment.from(); from < segment.to(); from += ArrayPieces.PIECE) {
      int count = (int) Math.min(ArrayPieces.PIECE, segment.to() - from);
      long offset = from - segment.from();
      for (int array : of.loads().get(stage)) {
        pieces.load(array, position(segment, array, offset), count);
      }
      pieces.run(of.loop(), of.variant(), stage, count, numbers, tensorNumbers, sums);
      for (int array : of.stores().get(stage)) {
        pieces.store(array, position(segment, array, offset), count);
      }
      if (last) {
        pieces.inspect(WEIGHTS, count);
      }
    }
  }

  private static long position(Segment segment, int array, long offset) {
    int state = array - FIRST_STATE;
    if (state < 0) {
      return segment.from() + offset;
    }
    return state < segment.states().size() ? segment.states().get(state) + offset : offset;
  }

  private static void tensorNumbers(
      LoopProgram program, Segment segment, double[][] sums, double[] numbers) {
    for (int i = 0; i < numbers.length; i++) {
      TensorNumber number = program.tensorNumbers().get(i);
      double sum = 0;
      if (number.sum() >= 0) {
        for (double part : sums[number.sum()]) {
          sum += part;
        }
      }
      numbers[i] =
          switch (number.kind()) {
            case SUM -> sum;
            case ROOT -> Math.sqrt(sum);
            case MEAN -> sum / segment.length();
            case ROOT_OF_MEAN -> Math.sqrt(sum / segment.length());
            case ROWS -> segment.rows();
            case COLUMNS -> (double) segment.length() / segment.rows();
          };
    }
  }

  private void subtract(Segment segment) {
    for (long from = segment.from(); from < segment.to(); from += ArrayPieces.PIECE) {
      int count = (int) Math.min(ArrayPieces.PIECE, segment.to() - from);
      pieces.load(WEIGHTS, from, count);
      pieces.load(GRADIENT, from, count);
      pieces.subtract(WEIGHTS, GRADIENT, count);
      pieces.inspect(WEIGHTS, count);
      pieces.store(WEIGHTS, from, count);
    }
  }

  private void clear(Segment segment) {
    pieces.clear(GRADIENT, ArrayPieces.PIECE);
    for (long from = segment.from(); from < segment.to(); from += ArrayPieces.PIECE) {
      pieces.store(GRADIENT, from, (int) Math.min(ArrayPieces.PIECE, segment.to() - from));
    }
  }

  @Override
  public boolean leftFinite() {
    return pieces.wereFinite();
  }
}
