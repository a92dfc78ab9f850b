package org.texp4j.dl4j.normalization;

import java.util.Arrays;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * A {@link QkNormAttention} in a network.
 *
 * <p>Products with weights use arrays with one row per position, [N·T, heads·D]; attention uses
 * arrays with one matrix per head, [N·heads, T, D]. The backward pass repeats the forward pass, so
 * that no memory is held in between.
 */
final class AttentionLayer extends BaseLayer<QkNormAttention> implements AdjustableEpsilon {

  private static final long serialVersionUID = 1;

  /** A score that gives a position weight 0 in the softmax, yet is finite in float. */
  private static final double MASKED = -1e30;

  private double epsilon;

  /** The queries or keys of all positions: q standardized, and q̂ as rows. */
  private record Normalized(GroupStandardization standardization, INDArray rows) {}

  /** The results of a forward pass up to the output's weights. */
  private record Pass(
      INDArray x,
      Normalized queries,
      Normalized keys,
      INDArray values,
      INDArray attention,
      INDArray attended) {}

  AttentionLayer(NeuralNetConfiguration configuration, DataType type) {
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
  public boolean isPretrainLayer() {
    return false;
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr memory) {
    assertInputSet(false);
    INDArray output = attend().attended().mmul(getParam(AttentionParameters.OUTPUTS));
    return memory.dup(ArrayType.ACTIVATIONS, sequence(output), 'c');
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray delta, LayerWorkspaceMgr memory) {
    assertInputSet(true);
    Pass pass = attend();
    Gradient gradient = new DefaultGradient();
    INDArray outputGradient = rows(delta);
    store(gradient, AttentionParameters.OUTPUTS, pass.attended(), outputGradient);
    INDArray attended = heads(timesTransposed(outputGradient, AttentionParameters.OUTPUTS));

    INDArray values = heads(pass.values());
    INDArray ofAttention = Nd4j.matmul(attended, values, false, true, false);
    INDArray ofValues = rowsOfHeads(Nd4j.matmul(pass.attention(), attended, true, false, false));
    INDArray weighted = ofAttention.mul(pass.attention());
    INDArray sums = weighted.sum(true, 2);
    INDArray ofScores = weighted.subi(pass.attention().mul(sums));
    ofScores.divi(Math.sqrt(layerConf().getHeadSize()));
    INDArray queries = heads(pass.queries().rows());
    INDArray keys = heads(pass.keys().rows());
    INDArray ofQueries =
        differentiate(
            pass.queries(),
            rowsOfHeads(Nd4j.matmul(ofScores, keys)),
            AttentionParameters.QUERY_GAMMA,
            gradient);
    INDArray ofKeys =
        differentiate(
            pass.keys(),
            rowsOfHeads(Nd4j.matmul(ofScores, queries, true, false, false)),
            AttentionParameters.KEY_GAMMA,
            gradient);

    store(gradient, AttentionParameters.QUERIES, pass.x(), ofQueries);
    store(gradient, AttentionParameters.KEYS, pass.x(), ofKeys);
    store(gradient, AttentionParameters.VALUES, pass.x(), ofValues);
    INDArray inputGradient =
        timesTransposed(ofQueries, AttentionParameters.QUERIES)
            .addi(timesTransposed(ofKeys, AttentionParameters.KEYS))
            .addi(timesTransposed(ofValues, AttentionParameters.VALUES));
    return new Pair<>(
        gradient, memory.dup(ArrayType.ACTIVATION_GRAD, sequence(inputGradient), 'c'));
  }

  private Pass attend() {
    if (input.rank() != 3 || input.size(1) != layerConf().getNIn()) {
      throw new DL4JInvalidInputException(
          layerConf().label()
              + " of "
              + layerConf().getNIn()
              + " inputs cannot read an array of shape "
              + Arrays.toString(input.shape()));
    }
    INDArray x = rows(input);
    Normalized queries =
        normalized(x, AttentionParameters.QUERIES, AttentionParameters.QUERY_GAMMA);
    Normalized keys = normalized(x, AttentionParameters.KEYS, AttentionParameters.KEY_GAMMA);
    INDArray values = x.mmul(getParam(AttentionParameters.VALUES)).dup('c');
    INDArray scores =
        Nd4j.matmul(heads(queries.rows()), heads(keys.rows()), false, true, false)
            .divi(Math.sqrt(layerConf().getHeadSize()));
    INDArray attention = softmax(masked(scores));
    INDArray attended = rowsOfHeads(Nd4j.matmul(attention, heads(values)));
    return new Pass(x, queries, keys, values, attention, attended);
  }

  private Normalized normalized(INDArray x, String weights, String gamma) {
    long heads = layerConf().getHeads();
    INDArray z = x.mmul(getParam(weights)).dup('c');
    NormalizationGroups groups = new NormalizationGroups(z.rows(), heads, z.columns(), 1);
    GroupStandardization standardization =
        GroupStandardization.of(groups, z, z, z.ulike(), epsilon);
    INDArray rows = z.ulike();
    standardization.writeTo(rows);
    return new Normalized(standardization, timesGamma(rows, gamma));
  }

  /** Multiplies the queries or keys of each head by the same γ. */
  private INDArray timesGamma(INDArray rows, String gamma) {
    return byHead(rows).mul(getParam(gamma)).reshape(rows.shape());
  }

  /** Turns the gradient for q̂ into that for q, and stores the gradient for γ in the network's. */
  private INDArray differentiate(
      Normalized normalized, INDArray ofRows, String gamma, Gradient gradient) {
    GroupStandardization standardization = normalized.standardization();
    NormalizationGroups groups = standardization.groups();
    INDArray unit = ofRows.ulike();
    standardization.writeTo(unit);
    INDArray ofGamma = gradientViews.get(gamma);
    ofGamma.assign(byHead(unit.muli(ofRows)).sum(true, 0));
    gradient.setGradientFor(gamma, ofGamma);

    INDArray g = timesGamma(ofRows, gamma);
    INDArray productSums = groups.channelSums(g.mul(standardization.values()));
    INDArray result = g.ulike();
    groups.multiplyGroups(g, standardization.inverseDeviations(), result);
    standardization.completeGradient(result, null, productSums, g);
    return result;
  }

  /** Excludes the keys at masked positions, but for examples that have no others. */
  private INDArray masked(INDArray scores) {
    if (maskArray == null) {
      return scores;
    }
    long examples = input.size(0);
    long length = input.size(2);
    INDArray mask = maskArray.castTo(dataType);
    INDArray offsets = mask.rsub(1).muli(MASKED).muliColumnVector(mask.max(true, 1));
    return scores
        .reshape(examples, layerConf().getHeads(), length, length)
        .addi(offsets.reshape(examples, 1, 1, length))
        .reshape(scores.shape());
  }

  private static INDArray softmax(INDArray scores) {
    long length = scores.size(2);
    INDArray rows = scores.reshape(scores.length() / length, length);
    return Transforms.softmax(rows, true).reshape(scores.shape());
  }

  /** Stores the gradient for weights, from their inputs and the gradient for their outputs. */
  private void store(Gradient gradient, String weights, INDArray inputs, INDArray outputGradient) {
    INDArray view = gradientViews.get(weights);
    view.assign(inputs.transpose().mmul(outputGradient));
    gradient.setGradientFor(weights, view);
  }

  private INDArray timesTransposed(INDArray rows, String weights) {
    return rows.mmul(getParam(weights).transpose()).dup('c');
  }

  /** A sequence [N, C, T] as one row per position. */
  private INDArray rows(INDArray sequence) {
    INDArray last = sequence.castTo(dataType).permute(0, 2, 1).dup('c');
    return last.reshape(sequence.size(0) * sequence.size(2), sequence.size(1));
  }

  private INDArray sequence(INDArray rows) {
    return rows.reshape('c', input.size(0), input.size(2), rows.columns()).permute(0, 2, 1);
  }

  private INDArray byHead(INDArray rows) {
    long size = layerConf().getHeadSize();
    return rows.reshape(rows.length() / size, size);
  }

  private INDArray heads(INDArray rows) {
    long heads = layerConf().getHeads();
    long length = input.size(2);
    long size = layerConf().getHeadSize();
    return rows.reshape('c', input.size(0), length, heads, size)
        .permute(0, 2, 1, 3)
        .dup('c')
        .reshape(input.size(0) * heads, length, size);
  }

  private INDArray rowsOfHeads(INDArray heads) {
    long length = input.size(2);
    long size = layerConf().getHeadSize();
    return heads
        .reshape('c', input.size(0), layerConf().getHeads(), length, size)
        .permute(0, 2, 1, 3)
        .dup('c')
        .reshape(input.size(0) * length, layerConf().getHeads() * size);
  }
}
