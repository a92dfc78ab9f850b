package org.texp4j.dl4j.internal.backend.onednn;

import org.bytedeco.dnnl.memory;
import org.deeplearning4j.nn.api.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A parameter and its gradient, in Deeplearning4j's own arrays.
 *
 * @param shape as oneDNN sees it
 * @param value the parameter
 * @param gradient where its gradient goes; null in a program that only goes forward
 */
record Weights(long[] shape, Tensor value, Tensor gradient) {

  /** The parameter of a layer with that name, in Deeplearning4j's order; null if it has none. */
  static Weights of(Assembly assembly, Layer layer, String name, long... shape) {
    return of(assembly, layer, name, shape, OneDnn.plain(shape));
  }

  /** The parameter of a layer with that name; null if it has none. */
  static Weights of(Assembly assembly, Layer layer, String name, long[] shape, memory.desc layout) {
    INDArray value = layer.getParam(name);
    return value == null
        ? null
        : new Weights(
            shape, assembly.tensor(value, layout), assembly.tensor(gradient(layer, name), layout));
  }

  /** The part of a layer's gradient that belongs to a parameter; a view. */
  static INDArray gradient(Layer layer, String name) {
    return layer
        .conf()
        .getLayer()
        .initializer()
        .getGradientsFromFlattened(layer.conf(), layer.getGradientsViewArray())
        .get(name);
  }

  static Tensor value(Weights weights) {
    return weights == null ? null : weights.value();
  }
}
