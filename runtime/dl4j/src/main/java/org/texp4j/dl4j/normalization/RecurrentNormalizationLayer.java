package org.texp4j.dl4j.normalization;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import java.util.Arrays;
import java.util.Map;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.recurrent.BaseRecurrentLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * A {@link LayerNormalizedLstm} in a network.
 *
 * <p>Arrays over time have one row per time step and example, those of a time step next to each
 * other. The backward pass repeats the forward pass, so that no memory is held in between.
 */
final class RecurrentNormalizationLayer extends BaseRecurrentLayer<LayerNormalizedLstm>
    implements AdjustableEpsilon {

  private static final long serialVersionUID = 1;

  private static final String OUTPUT = "h";
  private static final String CELL = "c";

  private double epsilon;

  /** The state at which the last forward pass began; empty for 0. */
  private transient Map<String, INDArray> start = Map.of();

  /** The state at which the last forward pass ended. */
  private transient Map<String, INDArray> end = Map.of();

  /** Products that are normalized: N(a) as rows, and what its gradient needs. */
  private record Normalized(GroupStandardization standardization, INDArray rows) {}

  /** What a time step computed; {@code cell} and {@code output} without mask. */
  private record Moment(
      INDArray outputBefore,
      INDArray cellBefore,
      Normalized states,
      INDArray i,
      INDArray f,
      INDArray o,
      INDArray g,
      INDArray tanh,
      INDArray cell,
      INDArray output) {}

  /** The results of a forward pass. */
  private record Pass(INDArray x, Normalized inputs, Moment[] moments, INDArray output) {}

  RecurrentNormalizationLayer(NeuralNetConfiguration configuration, DataType type) {
    super(configuration, type);
    LayerSupport.requireType(layerConf().label(), type);
    epsilon = layerConf().getEpsilon();
  }

  @Override
  public double epsilon() {
    return epsilon;
  }

  @Override
  public void epsilon(double value) {
    epsilon = LayerSupport.requireEpsilon(value);
  }

  @Override
  public Type type() {
    return Type.RECURRENT;
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }

  /** Masks are applied in the layer, so later layers need none, as behind Deeplearning4j's. */
  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArray(
      INDArray mask, MaskState state, int examples) {
    setMaskArray(mask);
    return new Pair<>(mask, MaskState.Passthrough);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr memory) {
    start = Map.of();
    return forward(training, memory);
  }

  @Override
  public INDArray rnnTimeStep(INDArray features, LayerWorkspaceMgr memory) {
    setInput(features, memory);
    start = rnnGetPreviousState();
    INDArray output = forward(false, memory);
    rnnSetPreviousState(end);
    return output;
  }

  @Override
  public INDArray rnnActivateUsingStoredState(
      INDArray features, boolean training, boolean store, LayerWorkspaceMgr memory) {
    setInput(features, memory);
    start = rnnGetTBPTTState();
    INDArray output = forward(training, memory);
    if (store) {
      rnnSetTBPTTState(end);
    }
    return output;
  }

  private INDArray forward(boolean training, LayerWorkspaceMgr memory) {
    assertInputSet(false);
    applyDropOutIfNecessary(training, memory);
    Pass pass = pass();
    Moment last = pass.moments()[pass.moments().length - 1];
    INDArray mask = mask(pass.moments().length - 1);
    end =
        Map.of(
            OUTPUT, masked(last.output(), mask).detach(), CELL, masked(last.cell(), mask).detach());
    return memory.dup(ArrayType.ACTIVATIONS, sequence(pass.output()), 'c');
  }

  @Override
  public Pair<Gradient, INDArray> tbpttBackpropGradient(
      INDArray delta, int length, LayerWorkspaceMgr memory) {
    return backpropGradient(delta, memory);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray delta, LayerWorkspaceMgr memory) {
    assertInputSet(true);
    Pass pass = pass();
    INDArray outputGradient = rows(delta);
    INDArray sums = pass.inputs().rows().ulike();
    INDArray ofStates = getParam(RecurrentParameters.STATES).ulike();
    INDArray ofStateGamma = getParam(RecurrentParameters.STATE_GAMMA).ulike();
    ofStates.assign(0);
    ofStateGamma.assign(0);
    INDArray ofOutput = Nd4j.zeros(dataType, examples(), width());
    INDArray ofCell = Nd4j.zeros(dataType, examples(), width());
    for (int t = pass.moments().length - 1; t >= 0; t--) {
      Moment moment = pass.moments()[t];
      INDArray mask = mask(t);
      INDArray h = masked(ofOutput.add(moment(outputGradient, t)), mask);
      INDArray c =
          masked(ofCell, mask)
              .add(h.mul(moment.o()).muli(moment.tanh().mul(moment.tanh()).rsubi(1)));
      INDArray z =
          Nd4j.concat(
              1,
              c.mul(moment.g()).muli(slope(moment.i())),
              c.mul(moment.cellBefore()).muli(slope(moment.f())),
              h.mul(moment.tanh()).muli(slope(moment.o())),
              c.mul(moment.i()).muli(moment.g().mul(moment.g()).rsubi(1)));
      moment(sums, t).assign(z);
      ofStateGamma.addi(z.mul(moment.states().rows()).sum(true, 0));
      INDArray product = ofProduct(moment.states(), z, RecurrentParameters.STATE_GAMMA);
      ofStates.addi(moment.outputBefore().transpose().mmul(product));
      ofOutput = product.mmul(getParam(RecurrentParameters.STATES).transpose());
      ofCell = c.mul(moment.f());
    }
    INDArray ofInputs = ofProduct(pass.inputs(), sums, RecurrentParameters.INPUT_GAMMA);

    Gradient gradient = new DefaultGradient();
    store(gradient, RecurrentParameters.INPUTS, pass.x().transpose().mmul(ofInputs));
    store(gradient, RecurrentParameters.STATES, ofStates);
    store(gradient, RecurrentParameters.INPUT_GAMMA, sums.mul(pass.inputs().rows()).sum(true, 0));
    store(gradient, RecurrentParameters.STATE_GAMMA, ofStateGamma);
    store(gradient, RecurrentParameters.BIAS, sums.sum(true, 0));
    INDArray ofX = ofInputs.mmul(getParam(RecurrentParameters.INPUTS).transpose());
    INDArray inputGradient = memory.dup(ArrayType.ACTIVATION_GRAD, sequence(ofX), 'c');
    return new Pair<>(gradient, backpropDropOutIfPresent(inputGradient));
  }

  @Override
  public void clear() {
    super.clear();
    start = Map.of();
    end = Map.of();
  }

  private Pass pass() {
    if (input.rank() != 3 || input.size(1) != layerConf().getNIn()) {
      throw new DL4JInvalidInputException(
          layerConf().label()
              + " of "
              + layerConf().getNIn()
              + " inputs cannot read an array of shape "
              + Arrays.toString(input.shape()));
    }
    INDArray x = rows(input);
    Normalized inputs = normalized(x.mmul(getParam(RecurrentParameters.INPUTS)));
    INDArray ofInputs = inputs.rows().mul(getParam(RecurrentParameters.INPUT_GAMMA));
    INDArray output = Nd4j.createUninitialized(dataType, x.rows(), width());
    Moment[] moments = new Moment[Math.toIntExact(input.size(2))];
    INDArray h = startOf(OUTPUT);
    INDArray c = startOf(CELL);
    for (int t = 0; t < moments.length; t++) {
      moments[t] = next(moment(ofInputs, t), h, c);
      INDArray mask = mask(t);
      h = masked(moments[t].output(), mask);
      c = masked(moments[t].cell(), mask);
      moment(output, t).assign(h);
    }
    return new Pass(x, inputs, moments, output);
  }

  private INDArray startOf(String name) {
    INDArray known = start.get(name);
    if (known == null) {
      return Nd4j.zeros(dataType, examples(), width());
    }
    // Of other shapes ND4J would write beyond an array.
    if (!Arrays.equals(known.shape(), new long[] {examples(), width()})) {
      throw new DL4JInvalidInputException(
          layerConf().label()
              + " cannot continue from a state of shape "
              + Arrays.toString(known.shape())
              + " with a batch of "
              + examples()
              + (examples() == 1 ? " example" : " examples")
              + " and "
              + width()
              + " outputs: continue the same sequences, or call rnnClearPreviousState() first");
    }
    return known;
  }

  private Moment next(INDArray ofInput, INDArray h, INDArray c) {
    Normalized states = normalized(h.mmul(getParam(RecurrentParameters.STATES)));
    INDArray z =
        states
            .rows()
            .mul(getParam(RecurrentParameters.STATE_GAMMA))
            .addi(ofInput)
            .addi(getParam(RecurrentParameters.BIAS));
    INDArray i = Transforms.sigmoid(gate(z, 0), false);
    INDArray f = Transforms.sigmoid(gate(z, 1), false);
    INDArray o = Transforms.sigmoid(gate(z, 2), false);
    INDArray g = Transforms.tanh(gate(z, 3), false);
    INDArray cell = f.mul(c).addi(i.mul(g));
    INDArray tanh = Transforms.tanh(cell, true);
    return new Moment(h, c, states, i, f, o, g, tanh, cell, o.mul(tanh));
  }

  private INDArray gate(INDArray z, int gate) {
    return z.get(all(), interval(gate * width(), (gate + 1) * width())).dup('c');
  }

  /** The slope of a sigmoid, from its value. */
  private static INDArray slope(INDArray sigmoid) {
    return sigmoid.rsub(1).muli(sigmoid);
  }

  private Normalized normalized(INDArray products) {
    INDArray z = products.dup('c');
    NormalizationGroups groups = new NormalizationGroups(z.rows(), 1, z.columns(), 1);
    GroupStandardization standardization =
        GroupStandardization.of(groups, z, z.ulike(), z.ulike(), epsilon);
    INDArray rows = z.ulike();
    standardization.writeTo(rows);
    return new Normalized(standardization, rows);
  }

  /** The gradient for products before their normalization, from that for γN. */
  private INDArray ofProduct(Normalized normalized, INDArray ofScaled, String gamma) {
    GroupStandardization standardization = normalized.standardization();
    NormalizationGroups groups = standardization.groups();
    INDArray g = ofScaled.mul(getParam(gamma)).dup('c');
    INDArray sums = groups.channelSums(g);
    INDArray productSums = groups.channelSums(g.mul(standardization.values()));
    INDArray result = g.ulike();
    groups.multiplyGroups(g, standardization.inverseDeviations(), result);
    // The sums are a view of g.
    standardization.completeGradient(result, sums, productSums, g.ulike());
    return result;
  }

  private void store(Gradient gradient, String name, INDArray values) {
    INDArray view = gradientViews.get(name);
    view.assign(values);
    gradient.setGradientFor(name, view);
  }

  private long examples() {
    return input.size(0);
  }

  private long width() {
    return layerConf().getNOut();
  }

  /** The rows of a time step; a view. */
  private INDArray moment(INDArray rows, int t) {
    return rows.get(interval(t * examples(), (t + 1) * examples()), all());
  }

  /** The mask of a time step as a column; null if there is none. */
  private INDArray mask(int t) {
    return maskArray == null
        ? null
        : maskArray.getColumn(t, true).castTo(dataType).dup().reshape(examples(), 1);
  }

  private static INDArray masked(INDArray rows, INDArray mask) {
    return mask == null ? rows : rows.mul(mask);
  }

  /** A sequence [N, C, T] as one row per time step and example. */
  private INDArray rows(INDArray sequence) {
    INDArray first = sequence.castTo(dataType).permute(2, 0, 1).dup('c');
    return first.reshape(sequence.size(2) * sequence.size(0), sequence.size(1));
  }

  private INDArray sequence(INDArray rows) {
    return rows.reshape('c', input.size(2), examples(), rows.columns()).permute(1, 2, 0);
  }
}
