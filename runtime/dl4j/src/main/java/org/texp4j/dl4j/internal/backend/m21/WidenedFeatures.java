package org.texp4j.dl4j.internal.backend.m21;

import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.texp4j.dl4j.Batch;

/**
 * Features in double for a network in double.
 *
 * <p>Most of Deeplearning4j's layers convert what they read, but a first layer that is a
 * one-dimensional convolution writes its gradient in double into an array of floats, past its end;
 * and rectifiers and transposed convolutions fail.
 */
public final class WidenedFeatures {

  private WidenedFeatures() {}

  /** Returns the batch, its features in double if they are real numbers and the network is. */
  public static Batch of(Batch batch, DataType network) {
    List<INDArray> features = batch.features().stream().map(each -> of(each, network)).toList();
    return new Batch(features, batch.labels(), batch.featureMasks(), batch.labelMasks());
  }

  /** Returns the features, in double if they are real numbers and the network is in double. */
  public static INDArray of(INDArray features, DataType network) {
    return network == DataType.DOUBLE && features.isR()
        ? features.castTo(DataType.DOUBLE)
        : features;
  }
}
