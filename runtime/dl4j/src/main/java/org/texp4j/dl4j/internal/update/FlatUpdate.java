package org.texp4j.dl4j.internal.update;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
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
import org.texp4j.schedule.Rule;
import org.texp4j.schedule.Step;
import org.texp4j.schedule.WrittenRule;
import org.texp4j.schedule.rule.LoopProgram;
import org.texp4j.schedule.rule.LoopProgram.Orthogonalization;
import org.texp4j.schedule.rule.LoopProgram.TensorNumber;
import org.texp4j.schedule.rule.UpdateLoop;

/**
 * The update of a whole network over its flat arrays, in place of Deeplearning4j's, which runs
 * several operations for each block and each tensor: the stages of a rule's loops, for one tensor
 * after the other. Rules that need nothing of a tensor as a whole are computed in one pass.
 *
 * <p>Not safe for use by several threads.
 */
public final class FlatUpdate {

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
   * @param matrix the tensor as a matrix, if it is one
   */
  private record Segment(
      long from,
      long to,
      Optional<PlannedUpdate> update,
      List<Long> states,
      boolean decays,
      boolean sum,
      Optional<WeightMatrix> matrix) {

    long length() {
      return to - from;
    }

    boolean isMatrix() {
      return matrix.isPresent();
    }

    boolean continuesWith(Segment next) {
      return to == next.from
          && update.equals(next.update)
          && decays == next.decays
          && sum == next.sum;
    }

    Segment with(Segment next) {
      return new Segment(from, next.to, update, states, decays, sum, Optional.empty());
    }
  }

  /** A layer whose gradient is clipped or normalized before the update. */
  private record Clipped(Trainable layer, Gradient gradient) {}

  /** A tensor to whose gradient Deeplearning4j's regularization adds before the update. */
  private record Regularized(Regularization by, INDArray weights, INDArray gradient) {

    void apply() {
      by.apply(
          weights, gradient, /* learningRate= */ Double.NaN, /* iteration= */ 0, /* epoch= */ 0);
    }
  }

  /**
   * What is done to gradients before the update, as by Deeplearning4j: those of some tensors are
   * divided by the number of examples, then clipped, then regularized.
   */
  private record Preparation(
      List<INDArray> sums, List<Clipped> clipped, List<Regularized> regularized) {}

  /**
   * The loops of one variant on one kind of tensors.
   *
   * @param loads the arrays that each stage reads
   * @param stores the arrays that each stage writes
   * @param tensorNumbers the numbers of the tensor at hand
   * @param sums the sums over it, by lane
   */
  private record Loops(
      LoopProgram program,
      UpdateLoop loop,
      int variant,
      List<int[]> loads,
      List<int[]> stores,
      double[] tensorNumbers,
      double[][] sums) {

    static Loops of(WrittenRule rule, boolean matrix, int variant) {
      LoopProgram program = rule.compiled(matrix).program(variant);
      return new Loops(
          program,
          rule.loop(matrix),
          variant,
          program.stages().stream().map(each -> indices(program, each.reads())).toList(),
          program.stages().stream().map(each -> indices(program, each.writes())).toList(),
          new double[program.tensorNumbers().size()],
          new double[program.sums()][ArrayPieces.PIECE]);
    }

    void clearSums() {
      for (double[] lanes : sums) {
        Arrays.fill(lanes, 0);
      }
    }

    private static int[] indices(LoopProgram program, Set<String> names) {
      List<String> arrays = program.arrays();
      return IntStream.range(0, arrays.size()).filter(i -> names.contains(arrays.get(i))).toArray();
    }
  }

  private final BaseMultiLayerUpdater<?> updater;
  private final Preparation preparation;
  private final List<DataBuffer> memory = new ArrayList<>();
  private final List<Segment> segments;
  private final Map<Rule, WrittenRule> rules = new IdentityHashMap<>();
  private final Map<WrittenRule, List<List<Loops>>> loops = new IdentityHashMap<>();
  private final INDArray kept;
  private final ArrayPieces pieces;

  private FlatUpdate(
      BaseMultiLayerUpdater<?> updater,
      List<Segment> tensors,
      Preparation preparation,
      Rule declared) {
    this.updater = updater;
    this.preparation = preparation;
    WrittenRule rule = written(declared);
    List<LoopProgram> programs =
        loops(rule).stream().flatMap(List::stream).map(Loops::program).toList();
    for (Segment tensor : tensors) {
      if (tensor.update().isPresent() && tensor.states().size() < rule.states().size()) {
        throw new IllegalStateException(
            "the network keeps "
                + tensor.states().size()
                + " states for a rule that has "
                + rule.states().size());
      }
    }
    segments = needsTensors(rule, programs) ? tensors : joined(tensors);
    INDArray parameters = updater.getNetwork().params();
    INDArray gradient = updater.getFlattenedGradientsView();
    INDArray states = updater.getStateViewArray();
    List<INDArray> arrays = new ArrayList<>(List.of(parameters, gradient));
    memory.add(gradient.data());
    if (states != null) {
      memory.add(states.data());
    }
    rule.states().forEach(state -> arrays.add(states));
    int most = programs.stream().mapToInt(program -> program.kept().size()).max().orElse(0);
    long longest = tensors.stream().mapToLong(Segment::length).max().orElse(0);
    kept = most == 0 ? null : Nd4j.create(parameters.dataType(), most, longest);
    for (int i = 0; i < most; i++) {
      arrays.add(kept.getRow(i));
    }
    pieces = ArrayPieces.of(arrays.toArray(INDArray[]::new));
  }

  /** The rule of a step as it is written; the same one in all steps of a run. */
  private WrittenRule written(Rule rule) {
    return rules.computeIfAbsent(rule, Rule::written);
  }

  /** The loops of a rule: for vectors, then for matrices; by variant. */
  private List<List<Loops>> loops(WrittenRule rule) {
    return loops.computeIfAbsent(rule, each -> List.of(loops(each, false), loops(each, true)));
  }

  private static List<Loops> loops(WrittenRule rule, boolean matrix) {
    return IntStream.range(0, rule.compiled(matrix).variants())
        .mapToObj(variant -> Loops.of(rule, matrix, variant))
        .toList();
  }

  /** Whether a rule computes something of a tensor as a whole, or differs for matrices. */
  private static boolean needsTensors(WrittenRule rule, List<LoopProgram> programs) {
    return !rule.text().otherwise().isEmpty()
        || programs.stream().anyMatch(program -> !program.tensorNumbers().isEmpty())
        || programs.stream().anyMatch(program -> program.stages().size() > 1);
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
   * Returns the update of an updater whose next step is prepared; empty unless the training loop
   * sets the steps of all of its blocks.
   */
  public static Optional<FlatUpdate> forUpdater(BaseMultiLayerUpdater<?> updater) {
    List<Segment> tensors = new ArrayList<>();
    Preparation preparation =
        new Preparation(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    // By identity: Deeplearning4j's layers take their hash code from all of their parameters.
    Map<Trainable, Gradient> gradients = new IdentityHashMap<>();
    Rule rule = null;
    for (UpdaterBlock block : updater.getUpdaterBlocks()) {
      Optional<PlannedUpdate> update = Optional.empty();
      if (block.getGradientUpdater() instanceof PlannedUpdate planned) {
        update = Optional.of(planned);
        rule = planned.step().rule();
      } else if (!(block.getGradientUpdater() instanceof NoOpUpdater)) {
        return Optional.empty();
      }
      for (UpdaterBlock.ParamState tensor : block.getLayersAndVariablesInBlock()) {
        gradients
            .computeIfAbsent(tensor.getLayer(), layer -> new DefaultGradient())
            .setGradientFor(tensor.getParamName(), tensor.getGradView());
        if (!block.isPretrainUpdaterBlock()) {
          boolean isSum =
              updater.getNetwork().conf().isMiniBatch()
                  && tensor.getLayer().updaterDivideByMinibatch(tensor.getParamName());
          tensors.add(segment(block, tensor, update, isSum, preparation));
        }
      }
    }
    gradients.forEach(
        (layer, gradient) -> {
          if (normalizesGradient(layer)) {
            preparation.clipped().add(new Clipped(layer, gradient));
          }
        });
    return rule == null
        ? Optional.empty()
        : Optional.of(new FlatUpdate(updater, tensors, preparation, rule));
  }

  private static Segment segment(
      UpdaterBlock block,
      UpdaterBlock.ParamState tensor,
      Optional<PlannedUpdate> update,
      boolean isSum,
      Preparation preparation) {
    List<Regularization> acting = regularization(tensor);
    List<Regularization> own =
        acting.stream().filter(each -> !(each instanceof DeclaredDecay)).toList();
    own.forEach(
        each ->
            preparation
                .regularized()
                .add(new Regularized(each, tensor.getParamView(), tensor.getGradView())));
    // Centers of a center loss have a mean gradient, but no update.
    boolean isPrepared =
        !own.isEmpty() || normalizesGradient(tensor.getLayer()) || update.isEmpty();
    if (isPrepared && isSum) {
      preparation.sums().add(tensor.getGradView());
    }
    return new Segment(
        tensor.getParamOffsetStart(),
        tensor.getParamOffsetEnd(),
        update,
        update.isPresent()
            ? BlockMoments.of(block, tensor).stream().map(BlockMoments.Moment::start).toList()
            : List.of(),
        own.size() < acting.size(),
        isSum && !isPrepared,
        WeightMatrix.of(tensor.getLayer(), tensor.getParamName()));
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

  /** Whether this is the update of an updater and the updater still has the same arrays. */
  public boolean isOf(BaseMultiLayerUpdater<?> present) {
    return updater == present
        && memory.get(0) == present.getFlattenedGradientsView().data()
        && (memory.size() == 1 || memory.get(1) == present.getStateViewArray().data());
  }

  /**
   * Replaces the gradient by the update, updates the states and subtracts the update from the
   * weights.
   *
   * @param examples the number of examples over which the gradient is a sum
   * @throws IllegalStateException if no step was prepared
   */
  public void apply(int examples) {
    double mean = 1.0 / examples;
    preparation.sums().forEach(sum -> sum.muli(mean));
    preparation
        .clipped()
        .forEach(each -> updater.preApply(each.layer(), each.gradient(), /* iteration= */ 0));
    preparation.regularized().forEach(Regularized::apply);
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
    segments.forEach(segment -> segment.update().ifPresent(PlannedUpdate::discardStep));
  }

  private boolean isTrained(PlannedUpdate update) {
    return switch (update.group()) {
      case DECLARED, CONVERTED, FOLLOWING -> true;
      case SUBTRACTED -> written(update.step().rule()).isLinear();
      case FIXED -> false;
    };
  }

  private void step(Segment segment, double mean, Map<List<Object>, double[]> known) {
    PlannedUpdate update = segment.update().orElseThrow();
    boolean matrix = segment.isMatrix();
    WrittenRule rule = written(update.step().rule());
    Loops of = loops(rule).get(matrix ? 1 : 0).get(rule.program(update.step(), matrix));
    double[] numbers =
        known.computeIfAbsent(
            List.of(update.getConfig(), matrix, segment.decays(), mean),
            key -> numbers(rule, update, segment, mean));
    of.clearSums();
    for (int stage = 0; stage < of.loads().size(); stage++) {
      computeTensorNumbers(of, segment);
      stage(segment, of, stage, numbers);
      for (Orthogonalization each : of.program().stages().get(stage).orthogonalizations()) {
        INDArray elements =
            kept.getRow(of.program().kept().indexOf(each.array()))
                .get(NDArrayIndex.interval(0, segment.length()));
        segment.matrix().orElseThrow().orthogonalize(elements, numbers[each.epsilon()]);
      }
    }
  }

  private static double[] numbers(
      WrittenRule rule, PlannedUpdate update, Segment segment, double mean) {
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

  private void stage(Segment segment, Loops of, int stage, double[] numbers) {
    boolean last = stage == of.loads().size() - 1;
    for (long from = segment.from(); from < segment.to(); from += ArrayPieces.PIECE) {
      int count = (int) Math.min(ArrayPieces.PIECE, segment.to() - from);
      long offset = from - segment.from();
      for (int array : of.loads().get(stage)) {
        pieces.load(array, position(segment, of, array, offset), count);
      }
      pieces.run(of.loop(), of.variant(), stage, count, numbers, of.tensorNumbers(), of.sums());
      for (int array : of.stores().get(stage)) {
        pieces.store(array, position(segment, of, array, offset), count);
      }
      if (last) {
        pieces.inspect(WEIGHTS, count);
      }
    }
  }

  private static long position(Segment segment, Loops of, int array, long offset) {
    int state = array - FIRST_STATE;
    if (state < 0) {
      return segment.from() + offset;
    }
    return state < of.program().states().size() ? segment.states().get(state) + offset : offset;
  }

  private static void computeTensorNumbers(Loops of, Segment segment) {
    for (int i = 0; i < of.tensorNumbers().length; i++) {
      TensorNumber number = of.program().tensorNumbers().get(i);
      double sum = 0;
      if (number.sum() >= 0) {
        for (double part : of.sums()[number.sum()]) {
          sum += part;
        }
      }
      of.tensorNumbers()[i] =
          switch (number.kind()) {
            case SUM -> sum;
            case ROOT -> Math.sqrt(sum);
            case MEAN -> sum / segment.length();
            case ROOT_OF_MEAN -> Math.sqrt(sum / segment.length());
            case ROWS -> segment.matrix().orElseThrow().rows();
            case COLUMNS -> segment.matrix().orElseThrow().columns();
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

  /** Whether the last update left all parameters finite. */
  public boolean leftFinite() {
    return pieces.wereFinite();
  }
}
