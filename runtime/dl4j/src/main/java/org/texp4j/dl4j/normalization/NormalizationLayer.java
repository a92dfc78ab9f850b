package org.texp4j.dl4j.normalization;

import java.util.Arrays;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.AddOp;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.MulOp;
import org.nd4j.linalg.api.shape.Shape;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An {@link ExampleNormalization} in a network: y = γrc + β with the c and r of {@link
 * GroupStandardization}, and ∂L/∂γ = Σ rc ∂L/∂y, ∂L/∂β = Σ ∂L/∂y over examples and positions.
 */
final class NormalizationLayer extends BaseLayer<ExampleNormalization>
    implements AdjustableEpsilon {

  private static final long serialVersionUID = 1;

  private double epsilon;

  /** Kept from a training pass for its backward pass, in the memory of activations. */
  private transient GroupStandardization kept;

  NormalizationLayer(NeuralNetConfiguration configuration, DataType type) {
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
    return Type.NORMALIZATION;
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr memory) {
    assertInputSet(false);
    ArrayType type = training ? ArrayType.ACTIVATIONS : ArrayType.FF_WORKING_MEM;
    INDArray x = rows(input, type, memory);
    INDArray output = resultLike(x, ArrayType.ACTIVATIONS, memory);
    GroupStandardization standardization = standardize(x, output, type, memory);
    kept = training ? standardization.keptIn(type, memory) : null;
    writeOutput(standardization, output);
    return inShapeOfInput(output, ArrayType.ACTIVATIONS, memory);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray delta, LayerWorkspaceMgr memory) {
    assertInputSet(true);
    ArrayType working = ArrayType.BP_WORKING_MEM;
    INDArray outputGradient = rows(delta, working, memory);
    INDArray inputGradient = resultLike(outputGradient, ArrayType.ACTIVATION_GRAD, memory);
    GroupStandardization standardization =
        kept != null
            ? kept
            : standardize(rows(input, working, memory), inputGradient, working, memory);
    Gradient gradient = differentiate(standardization, outputGradient, inputGradient, memory);
    return new Pair<>(gradient, inShapeOfInput(inputGradient, ArrayType.ACTIVATION_GRAD, memory));
  }

  @Override
  public void clear() {
    super.clear();
    kept = null;
  }

  private GroupStandardization standardize(
      INDArray x, INDArray scratch, ArrayType type, LayerWorkspaceMgr memory) {
    INDArray values =
        layerConf().subtractsMean() ? memory.createUninitialized(type, dataType, x.shape()) : x;
    return GroupStandardization.of(groups(x), x, values, scratch, epsilon);
  }

  private void writeOutput(GroupStandardization standardization, INDArray output) {
    if (!layerConf().isAffine()) {
      standardization.writeTo(output);
      return;
    }
    NormalizationGroups groups = standardization.groups();
    INDArray scales = groups.groupTimesChannel(standardization.inverseDeviations(), gamma());
    groups.multiplyChannels(standardization.values(), scales, output);
    if (layerConf().subtractsMean()) {
      INDArray shifts = getParam(AffineParameters.BETA).reshape(1, groups.channels(), 1);
      Nd4j.exec(new AddOp(output, shifts, output));
    }
  }

  private Gradient differentiate(
      GroupStandardization standardization,
      INDArray outputGradient,
      INDArray inputGradient,
      LayerWorkspaceMgr memory) {
    NormalizationGroups groups = standardization.groups();
    INDArray r = standardization.inverseDeviations();
    INDArray product =
        memory.createUninitialized(ArrayType.BP_WORKING_MEM, dataType, outputGradient.shape());
    Nd4j.exec(new MulOp(outputGradient, standardization.values(), product));
    INDArray productSums = groups.channelSums(product);
    INDArray sums = layerConf().subtractsMean() ? groups.channelSums(outputGradient) : null;
    Gradient gradient = new DefaultGradient();
    if (layerConf().isAffine()) {
      INDArray ofGamma = gradientViews.get(AffineParameters.GAMMA);
      groups.sumOverExamples(groups.timesGroup(productSums, r), ofGamma);
      gradient.setGradientFor(AffineParameters.GAMMA, ofGamma);
      productSums = groups.timesChannel(productSums, gamma());
      if (sums != null) {
        INDArray ofBeta = gradientViews.get(AffineParameters.BETA);
        groups.sumOverExamples(sums, ofBeta);
        gradient.setGradientFor(AffineParameters.BETA, ofBeta);
        sums = groups.timesChannel(sums, gamma());
      }
      groups.multiplyChannels(outputGradient, groups.groupTimesChannel(r, gamma()), inputGradient);
    } else {
      groups.multiplyGroups(outputGradient, r, inputGradient);
    }
    standardization.completeGradient(inputGradient, sums, productSums, product);
    return gradient;
  }

  private INDArray gamma() {
    return getParam(AffineParameters.GAMMA);
  }

  private NormalizationGroups groups(INDArray rows) {
    long channels = rows.size(1);
    return new NormalizationGroups(
        rows.size(0), layerConf().groupCount(channels), channels, rows.size(2));
  }

  /**
   * Returns an array as [examples, channels, positions] in C order; positions of a sequence become
   * examples. A view, or, if the array is laid out otherwise, a copy in memory of the given type.
   */
  private INDArray rows(INDArray array, ArrayType type, LayerWorkspaceMgr memory) {
    ExampleNormalization layer = layerConf();
    int rank = array.rank();
    boolean sequence = rank == 3 && layer.readsSequences();
    if (!(sequence || rank == 2 || rank == 4)
        || array.size(sequence ? channelAxis() : 1) != layer.getNOut()) {
      throw new DL4JInvalidInputException(
          layer.label()
              + " of "
              + layer.getNOut()
              + " channels cannot read an array of shape "
              + Arrays.toString(array.shape()));
    }
    INDArray typed = memory.castTo(type, dataType, array, false);
    INDArray channelsLast = isTransposed(array) ? typed.permute(0, 2, 1) : typed;
    boolean plain = channelsLast.ordering() == 'c' && Shape.hasDefaultStridesForShape(channelsLast);
    INDArray rows = plain ? channelsLast : memory.dup(type, channelsLast, 'c');
    return sequence
        ? rows.reshape(array.size(0) * rows.size(1), layer.getNOut(), 1)
        : rows.reshape(
            array.size(0), layer.getNOut(), array.length() / array.size(0) / layer.getNOut());
  }

  private int channelAxis() {
    return layerConf().sequenceFormat() == RNNFormat.NCW ? 1 : 2;
  }

  private boolean isTransposed(INDArray array) {
    return array.rank() == 3 && channelAxis() == 1;
  }

  /** An array for a result as rows; it is returned itself, unless its axes must be exchanged. */
  private INDArray resultLike(INDArray rows, ArrayType type, LayerWorkspaceMgr memory) {
    ArrayType working =
        type == ArrayType.ACTIVATIONS ? ArrayType.FF_WORKING_MEM : ArrayType.BP_WORKING_MEM;
    return memory.createUninitialized(isTransposed(input) ? working : type, dataType, rows.shape());
  }

  private INDArray inShapeOfInput(INDArray rows, ArrayType type, LayerWorkspaceMgr memory) {
    if (!isTransposed(input)) {
      return rows.reshape(input.shape());
    }
    long[] shape = input.shape();
    return memory.dup(type, rows.reshape(shape[0], shape[2], shape[1]).permute(0, 2, 1), 'c');
  }
}
