package org.texp4j.dl4j.internal.backend.onednn.program;

import org.bytedeco.dnnl.memory;
import org.deeplearning4j.nn.api.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A parameter and its gradient, in Deeplearning4j's own arrays.
 *
 * @param shape as oneDNN sees it
 * @param value the parameter
 * @param gradient where its gradient is written
 */
public record Parameter(long[] shape, Tensor value, Tensor gradient) {

  /** The parameter of a layer with that name, in C order; null if the layer has none. */
  public static Parameter of(ProgramBuilder builder, Layer layer, String name, long... shape) {
    return of(builder, layer, name, shape, Layouts.plain(shape));
  }

  /** The parameter of a layer with that name; null if the layer has none. */
  public static Parameter of(
      ProgramBuilder builder, Layer layer, String name, long[] shape, memory.desc layout) {
    INDArray value = layer.getParam(name);
    if (value == null) {
      return null;
    }
    String label = "the parameters " + name + " of a " + layer.getClass().getSimpleName();
    Parameter parameter = new Parameter(shape, builder.external(layout), builder.external(layout));
    parameter.value.pointToParameter(label, value, shape);
    parameter.gradient.pointToParameter("the gradients of " + label, gradient(layer, name), shape);
    return parameter;
  }

  /** The part of a layer's gradient that belongs to a parameter; a view. */
  public static INDArray gradient(Layer layer, String name) {
    return layer
        .conf()
        .getLayer()
        .initializer()
        .getGradientsFromFlattened(layer.conf(), layer.getGradientsViewArray())
        .get(name);
  }

  /** A parameter's value; null if there is no parameter. */
  public static Tensor valueOf(Parameter parameter) {
    return parameter == null ? null : parameter.value();
  }

  /** A parameter's gradient; null if there is no parameter. */
  public static Tensor gradientOf(Parameter parameter) {
    return parameter == null ? null : parameter.gradient();
  }
}
