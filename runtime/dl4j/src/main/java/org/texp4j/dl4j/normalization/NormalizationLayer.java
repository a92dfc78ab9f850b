package org.texp4j.dl4j.normalization;

import java.util.Arrays;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
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
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.SubOp;
import org.nd4j.linalg.api.shape.Shape;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * A normalization of single examples in a running network.
 *
 * <p>With c = z − mean(z), r = 1/√(mean(c²) + ε) and g = γ ∂L/∂y, the passes compute y = γrc + β
 * and
 *
 * <pre>  ∂L/∂z = r (g − mean(g) − c r² mean(gc)),  ∂L/∂γ = Σ r c ∂L/∂y,  ∂L/∂β = Σ ∂L/∂y</pre>
 *
 * where means are over a group and sums over examples and positions. Root-mean-square normalization
 * is the same with c = z and without mean(g). Powers of two in z and ε pass through exactly, as
 * long as squares stay within the data type's range.
 */
final class NormalizationLayer extends BaseLayer<ExampleNormalization> implements EpsilonCarrier {

  private static final long serialVersionUID = 1;

  /** The values of a pass before γ and β: c in the shape of rows, and r as a column of groups. */
  private record Centred(Groups groups, INDArray values, INDArray inverseDeviation) {}

  private final double smallestVariance;
  private double epsilon;

  /** What the last training pass leaves for the backward pass, in the memory of its activations. */
  private transient Centred kept;

  NormalizationLayer(NeuralNetConfiguration configuration, DataType type) {
    super(configuration, type);
    smallestVariance = smallestVariance(type);
    epsilon = layerConf().getEpsilon();
  }

  /** What keeps 1/√ and the products with it in the backward pass within the type's range. */
  private double smallestVariance(DataType type) {
    return switch (type) {
      case FLOAT -> 1e-25;
      case DOUBLE -> 1e-200;
      default ->
          throw new DL4JInvalidConfigException(
              layerConf().label() + " computes in FLOAT or DOUBLE, not in " + type);
    };
  }

  @Override
  public double epsilon() {
    return epsilon;
  }

  @Override
  public void epsilon(double value) {
    epsilon = ExampleNormalization.requireEpsilon(value);
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
    Centred centred = centred(x, output, type, memory);
    kept = training ? centred : null;
    normalize(centred, output);
    return inShapeOfInput(output, ArrayType.ACTIVATIONS, memory);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray delta, LayerWorkspaceMgr memory) {
    assertInputSet(true);
    ArrayType working = ArrayType.BP_WORKING_MEM;
    INDArray outputGradient = rows(delta, working, memory);
    INDArray inputGradient = resultLike(outputGradient, ArrayType.ACTIVATION_GRAD, memory);
    Centred centred =
        kept != null ? kept : centred(rows(input, working, memory), inputGradient, working, memory);
    Gradient gradient = differentiate(centred, outputGradient, inputGradient, memory);
    return new Pair<>(gradient, inShapeOfInput(inputGradient, ArrayType.ACTIVATION_GRAD, memory));
  }

  @Override
  public void clear() {
    super.clear();
    kept = null;
  }

  /** Subtracts the means and takes the deviations; c and r come to lie in memory of that type. */
  private Centred centred(INDArray x, INDArray scratch, ArrayType type, LayerWorkspaceMgr memory) {
    Groups groups = groups(x);
    INDArray values = x;
    if (layerConf().isCentring()) {
      values = memory.createUninitialized(type, dataType, x.shape());
      INDArray means = groups.groupMeans(groups.channelSums(x));
      Nd4j.exec(new SubOp(groups.byGroup(x), means, groups.byGroup(values)));
    }
    Nd4j.exec(new MulOp(values, values, scratch));
    INDArray variances = groups.groupMeans(groups.channelSums(scratch));
    INDArray deviations =
        Transforms.sqrt(Transforms.max(variances.addi(epsilon), smallestVariance, false), false);
    return new Centred(groups, values, memory.dup(type, deviations.rdivi(1)));
  }

  private void normalize(Centred centred, INDArray output) {
    Groups groups = centred.groups();
    if (!layerConf().isAffine()) {
      Nd4j.exec(
          new MulOp(
              groups.byGroup(centred.values()),
              centred.inverseDeviation(),
              groups.byGroup(output)));
      return;
    }
    INDArray scale =
        groups.groupTimesChannel(centred.inverseDeviation(), getParam(AffineParameters.GAMMA));
    Nd4j.exec(new MulOp(groups.byChannel(centred.values()), scale, groups.byChannel(output)));
    if (layerConf().isCentring()) {
      INDArray shift = getParam(AffineParameters.BETA).reshape(1, groups.channels(), 1);
      Nd4j.exec(new AddOp(output, shift, output));
    }
  }

  private Gradient differentiate(
      Centred centred, INDArray outputGradient, INDArray inputGradient, LayerWorkspaceMgr memory) {
    Groups groups = centred.groups();
    INDArray r = centred.inverseDeviation();
    INDArray product =
        memory.createUninitialized(ArrayType.BP_WORKING_MEM, dataType, outputGradient.shape());
    Nd4j.exec(new MulOp(outputGradient, centred.values(), product));
    INDArray productSums = groups.channelSums(product);
    INDArray sums = layerConf().isCentring() ? groups.channelSums(outputGradient) : null;
    Gradient gradient = new DefaultGradient();
    if (layerConf().isAffine()) {
      INDArray gamma = getParam(AffineParameters.GAMMA);
      INDArray ofGamma = gradientViews.get(AffineParameters.GAMMA);
      groups.sumOverExamples(groups.timesGroup(productSums, r), ofGamma);
      gradient.setGradientFor(AffineParameters.GAMMA, ofGamma);
      productSums = groups.timesChannel(productSums, gamma);
      if (sums != null) {
        INDArray ofBeta = gradientViews.get(AffineParameters.BETA);
        groups.sumOverExamples(sums, ofBeta);
        gradient.setGradientFor(AffineParameters.BETA, ofBeta);
        sums = groups.timesChannel(sums, gamma);
      }
      Nd4j.exec(
          new MulOp(
              groups.byChannel(outputGradient),
              groups.groupTimesChannel(r, gamma),
              groups.byChannel(inputGradient)));
    } else {
      Nd4j.exec(new MulOp(groups.byGroup(outputGradient), r, groups.byGroup(inputGradient)));
    }
    INDArray slope = groups.groupMeans(productSums).muli(r).muli(r).muli(r);
    Nd4j.exec(new MulOp(groups.byGroup(centred.values()), slope, groups.byGroup(product)));
    inputGradient.subi(product);
    if (sums != null) {
      INDArray mean = groups.groupMeans(sums).muli(r);
      Nd4j.exec(new SubOp(groups.byGroup(inputGradient), mean, groups.byGroup(inputGradient)));
    }
    return gradient;
  }

  private Groups groups(INDArray rows) {
    long channels = rows.size(1);
    return new Groups(rows.size(0), layerConf().groupCount(channels), channels, rows.size(2));
  }

  /**
   * The array as [examples, channels, positions] in C order; positions of a sequence are examples.
   * A view, or where the array lies otherwise a copy in memory of that type.
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

  /** An array for a result as rows: what is returned, unless its axes must still be exchanged. */
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
