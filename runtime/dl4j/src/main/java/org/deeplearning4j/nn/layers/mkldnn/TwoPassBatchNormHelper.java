package org.deeplearning4j.nn.layers.mkldnn;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.impl.layers.convolution.BatchNorm;
import org.nd4j.linalg.api.ops.impl.reduce.floating.SquaredNorm;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Deeplearning4j's oneDNN batch normalization with a faster batch variance.
 *
 * <p>{@link MKLDNNBatchNormHelper} takes the variance from an operation that updates a mean and a
 * variance at every element, with divisions, and costs more than all of oneDNN's forward pass. Here
 * it is the mean square of x − mean(x): two passes that the processor's vector units take. Both are
 * right to a few units in the last place.
 */
public final class TwoPassBatchNormHelper extends MKLDNNBatchNormHelper {

  private OpContext centring;
  private INDArray ones;

  /** Creates the helper of a layer in float; Deeplearning4j's does not compute in another type. */
  public TwoPassBatchNormHelper() {
    super(DataType.FLOAT);
  }

  @Override
  public INDArray preOutput(
      INDArray x,
      boolean training,
      long[] shape,
      INDArray gamma,
      INDArray beta,
      INDArray mean,
      INDArray variance,
      double decay,
      double epsilon,
      CNN2DFormat format,
      LayerWorkspaceMgr memory) {
    boolean images = x.rank() == 4 && format == CNN2DFormat.NCHW && x.dataType() == DataType.FLOAT;
    if (!training || !images) {
      return super.preOutput(
          x, training, shape, gamma, beta, mean, variance, decay, epsilon, format, memory);
    }
    if (getMeanCache(DataType.FLOAT) == null) {
      // The superclass makes the arrays for both statistics, which its backward pass reads and
      // nobody else can set, in its first training pass. One example is enough for that.
      INDArray example = x.get(interval(0, 1), all(), all(), all());
      super.preOutput(
          example,
          true,
          shape,
          gamma,
          beta,
          mean,
          variance,
          decay,
          epsilon,
          format,
          LayerWorkspaceMgr.noWorkspaces());
    }
    INDArray batchMean = getMeanCache(DataType.FLOAT);
    INDArray batchVariance = getVarCache(DataType.FLOAT);
    x.mean(batchMean, 0, 2, 3);
    meanSquare(centred(x, batchMean, memory), batchVariance, memory);
    return super.preOutput(
        x, false, shape, gamma, beta, batchMean, batchVariance, decay, epsilon, format, memory);
  }

  /** x − mean, channel by channel, as a normalization with variance 1 and ε = 0. */
  private INDArray centred(INDArray x, INDArray mean, LayerWorkspaceMgr memory) {
    if (centring == null) {
      ones = Nd4j.ones(DataType.FLOAT, mean.length()).detach(); // it outlives this step
      centring = Nd4j.getExecutioner().buildContext();
      centring.setIArguments(0, 0, 1);
      centring.setTArguments(0);
    }
    INDArray result =
        memory.createUninitialized(ArrayType.FF_WORKING_MEM, DataType.FLOAT, x.shape());
    centring.purge();
    centring.setInputArray(0, x);
    centring.setInputArray(1, mean);
    centring.setInputArray(2, ones);
    centring.setOutputArray(0, result);
    Nd4j.exec(new BatchNorm(), centring);
    return result;
  }

  /** The mean square of a channel, summed image by image: long sums in float lose digits. */
  private static void meanSquare(INDArray x, INDArray result, LayerWorkspaceMgr memory) {
    INDArray images =
        memory.createUninitialized(ArrayType.FF_WORKING_MEM, DataType.FLOAT, x.size(0), x.size(1));
    Nd4j.exec(new SquaredNorm(x, images, 2, 3));
    images.sum(result, 0);
    result.divi(x.length() / x.size(1));
  }
}
