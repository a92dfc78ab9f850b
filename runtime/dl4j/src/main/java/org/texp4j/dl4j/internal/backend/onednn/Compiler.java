package org.texp4j.dl4j.internal.backend.onednn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.layers.ActivationLayer;
import org.deeplearning4j.nn.layers.DropoutLayer;
import org.deeplearning4j.nn.layers.LossLayer;
import org.deeplearning4j.nn.layers.OutputLayer;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.layers.convolution.DepthwiseConvolution2DLayer;
import org.deeplearning4j.nn.layers.convolution.SeparableConvolution2DLayer;
import org.deeplearning4j.nn.layers.convolution.ZeroPaddingLayer;
import org.deeplearning4j.nn.layers.convolution.subsampling.SubsamplingLayer;
import org.deeplearning4j.nn.layers.convolution.upsampling.Upsampling2D;
import org.deeplearning4j.nn.layers.feedforward.dense.DenseLayer;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.deeplearning4j.nn.layers.pooling.GlobalPoolingLayer;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.params.DepthwiseConvolutionParamInitializer;
import org.deeplearning4j.nn.params.SeparableConvolutionParamInitializer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.texp4j.dl4j.normalization.ExampleNormalization;
import org.texp4j.dl4j.normalization.InstanceNormalization;

/**
 * Puts together what a network computes on batches of one size.
 *
 * <p>A layer is oneDNN's if it can be proven from its configuration that oneDNN computes the same;
 * every other layer is Deeplearning4j's.
 */
final class Compiler {

  private final List<Stage> stages;
  private final Readers readers;
  private final Shapes shapes;
  private final boolean training;
  private final LayerWorkspaceMgr workspaces;
  private final Assembly assembly = new Assembly();
  private final Map<String, Value> values = new HashMap<>();
  private final Map<Operation, Value> operations = new LinkedHashMap<>();
  private final List<String> foreign = new ArrayList<>();

  /**
   * A compiler for one program.
   *
   * @param stages the network's stages, the output layer last
   * @param shapes of what each stage computes
   * @param training whether the program computes gradients, or what the trained network says
   * @param workspaces where Deeplearning4j's layers allocate
   */
  Compiler(List<Stage> stages, Shapes shapes, boolean training, LayerWorkspaceMgr workspaces) {
    this.stages = stages;
    this.readers = new Readers(stages);
    this.shapes = shapes;
    this.training = training;
    this.workspaces = workspaces;
  }

  /** What was put together. */
  record Result(
      Assembly assembly,
      Batch batch,
      Tensor input,
      Tensor scores,
      long[] scoresShape,
      boolean isForeign) {}

  /**
   * Compiles the network.
   *
   * @throws NotSupportedException if it has to be left to Deeplearning4j as a whole
   */
  Result compile() {
    Batch batch = new Batch();
    Tensor input = assembly.outside(OneDnn.plain(shapes.input()));
    values.put(Stage.NETWORK_INPUT, Value.given(input, shapes.input()));
    int last = stages.size() - 1;
    for (Stage stage : stages.subList(0, last)) {
      if (!values.containsKey(stage.key())) {
        values.put(stage.key(), value(stage));
      }
    }
    Value scores = scores(stages.get(last));
    Tensor plain = assembly.placed(scores.tensor(assembly, OneDnn.plain(scores.shape())));
    assembly.turnBack();
    if (training) {
      loss(stages.get(last), scores).backward(assembly, batch);
      List<Operation> backwards = new ArrayList<>(operations.keySet());
      Collections.reverse(backwards);
      for (Operation operation : backwards) {
        if (operations.get(operation).hasGradient()) {
          operation.backward(assembly);
        }
      }
    } else {
      assembly.keep(plain);
    }
    boolean isForeign = operations.keySet().stream().anyMatch(Foreign.class::isInstance);
    return new Result(assembly, batch, input, plain, scores.shape(), isForeign);
  }

  /** The labels of the layers that Deeplearning4j computes. */
  List<String> foreign() {
    return foreign;
  }

  private Value add(Operation operation) {
    Value value = operation.forward(assembly);
    operations.put(operation, value);
    return value;
  }

  private Value value(Stage stage) {
    Optional<Value> value =
        stage instanceof Stage.OfLayer layer
            ? read(layer).flatMap(input -> layer(layer, input))
            : vertex((Stage.OfVertex) stage);
    return value.orElseGet(() -> foreign(stage));
  }

  /** What a layer reads; empty if something unknown is done to it before. */
  private Optional<Value> read(Stage.OfLayer stage) {
    Value input = values.get(stage.inputs().get(0));
    InputPreProcessor preprocessor = stage.preprocessor();
    if (preprocessor == null) {
      return Optional.of(input);
    }
    long[] shape = input.shape();
    if (preprocessor.getClass() == CnnToFeedForwardPreProcessor.class) {
      return Optional.of(
          shape.length == 2 ? input : input.reshaped(shape[0], shape[1] * shape[2] * shape[3]));
    }
    if (preprocessor.getClass() == FeedForwardToCnnPreProcessor.class) {
      FeedForwardToCnnPreProcessor image = (FeedForwardToCnnPreProcessor) preprocessor;
      return Optional.of(
          shape.length == 4
              ? input
              : input.reshaped(
                  shape[0], image.getNumChannels(), image.getInputHeight(), image.getInputWidth()));
    }
    return Optional.empty();
  }

  private Optional<Value> layer(Stage.OfLayer stage, Value input) {
    Layer layer = stage.layer();
    Class<?> type = layer.getClass();
    if (type == ConvolutionLayer.class) {
      return convolution(stage, input);
    } else if (type == DepthwiseConvolution2DLayer.class) {
      return depthwise(stage, input);
    } else if (type == SeparableConvolution2DLayer.class) {
      return separable(stage, input);
    } else if (type == DenseLayer.class) {
      return dense(stage, input);
    } else if (type == BatchNormalization.class) {
      return normalization(stage, (BatchNormalization) layer, input);
    } else if (layer.conf().getLayer() instanceof ExampleNormalization) {
      return Optional.of(exampleNormalization(stage, input));
    } else if (type == ActivationLayer.class) {
      return activation(((ActivationLayer) layer).layerConf().getActivationFn(), input);
    } else if (type == DropoutLayer.class) {
      return Optional.of(dropped(stage, input));
    } else if (type == ZeroPaddingLayer.class) {
      return Optional.of(add(Padding.of(input, shapes.of(stage.key()), layer)));
    } else if (type == Upsampling2D.class) {
      return Optional.of(add(new Upsampling(dropped(stage, input), shapes.of(stage.key()))));
    } else if (type == SubsamplingLayer.class) {
      return Pooling.of(input, shapes.of(stage.key()), ((SubsamplingLayer) layer).layerConf())
          .map(this::add);
    } else if (type == GlobalPoolingLayer.class) {
      return globalPooling((GlobalPoolingLayer) layer, input);
    }
    return Optional.empty();
  }

  private Optional<Value> convolution(Stage.OfLayer stage, Value input) {
    Layer layer = stage.layer();
    var configuration =
        (org.deeplearning4j.nn.conf.layers.ConvolutionLayer) layer.conf().getLayer();
    if (!isPlain(configuration)) {
      return Optional.empty();
    }
    long[] shape = shapes.of(stage.key());
    long[] kernel = layer.getParam(ConvolutionParamInitializer.WEIGHT_KEY).shape();
    Optional<Sum> sum =
        configuration.getActivationFn() instanceof ActivationIdentity
            ? sumBehind(stage.key(), shape)
            : Optional.empty();
    Value linear =
        add(
            new Convolution(
                dropped(stage, input),
                shape,
                Weights.of(assembly, layer, ConvolutionParamInitializer.WEIGHT_KEY, kernel),
                Weights.of(assembly, layer, ConvolutionParamInitializer.BIAS_KEY, shape[1]),
                Window.of(configuration, input.shape(), shape),
                sum.map(Sum::other).orElse(null),
                absorbed(configuration)));
    sum.ifPresent(vertex -> values.put(vertex.key(), linear));
    return rest(configuration, linear);
  }

  private Optional<Value> depthwise(Stage.OfLayer stage, Value input) {
    Layer layer = stage.layer();
    var configuration =
        (org.deeplearning4j.nn.conf.layers.ConvolutionLayer) layer.conf().getLayer();
    if (!isPlain(configuration)) {
      return Optional.empty();
    }
    String name = DepthwiseConvolutionParamInitializer.WEIGHT_KEY;
    // Deeplearning4j has rows, columns, input channels, outputs of each.
    long[] kernel = layer.getParam(name).shape();
    long[] grouped = {kernel[2], kernel[3], 1, kernel[0], kernel[1]};
    long pixel = kernel[2] * kernel[3];
    long[] strides = {kernel[3], 1, 1, kernel[1] * pixel, pixel};
    long[] shape = shapes.of(stage.key());
    Value linear =
        add(
            new Convolution(
                dropped(stage, input),
                shape,
                Weights.of(assembly, layer, name, grouped, OneDnn.strided(grouped, strides)),
                Weights.of(
                    assembly, layer, DepthwiseConvolutionParamInitializer.BIAS_KEY, shape[1]),
                Window.of(configuration, input.shape(), shape),
                null,
                absorbed(configuration)));
    return rest(configuration, linear);
  }

  private Optional<Value> separable(Stage.OfLayer stage, Value input) {
    Layer layer = stage.layer();
    var configuration =
        (org.deeplearning4j.nn.conf.layers.ConvolutionLayer) layer.conf().getLayer();
    if (!isPlain(configuration)) {
      return Optional.empty();
    }
    String name = SeparableConvolutionParamInitializer.DEPTH_WISE_WEIGHT_KEY;
    // Deeplearning4j has outputs of each input channel, input channels, rows, columns.
    long[] kernel = layer.getParam(name).shape();
    long[] grouped = {kernel[1], kernel[0], 1, kernel[2], kernel[3]};
    long pixels = kernel[2] * kernel[3];
    long[] strides = {pixels, kernel[1] * pixels, 1, kernel[3], 1};
    long[] shape = shapes.of(stage.key());
    long[] between = shape.clone();
    between[1] = kernel[0] * kernel[1];
    Value each =
        add(
            new Convolution(
                dropped(stage, input),
                between,
                Weights.of(assembly, layer, name, grouped, OneDnn.strided(grouped, strides)),
                null,
                Window.of(configuration, input.shape(), shape),
                null,
                null));
    Value linear =
        add(
            new Convolution(
                each,
                shape,
                Weights.of(
                    assembly,
                    layer,
                    SeparableConvolutionParamInitializer.POINT_WISE_WEIGHT_KEY,
                    shape[1],
                    between[1],
                    1,
                    1),
                Weights.of(
                    assembly, layer, SeparableConvolutionParamInitializer.BIAS_KEY, shape[1]),
                Window.PIXEL,
                null,
                absorbed(configuration)));
    return rest(configuration, linear);
  }

  private Optional<Value> dense(Stage.OfLayer stage, Value input) {
    var configuration =
        (org.deeplearning4j.nn.conf.layers.DenseLayer) stage.layer().conf().getLayer();
    return isPlain(configuration) && !configuration.hasLayerNorm()
        ? rest(configuration, linear(stage, input, absorbed(configuration)))
        : Optional.empty();
  }

  private Value linear(Stage.OfLayer stage, Value input, Elementwise activation) {
    Layer layer = stage.layer();
    Value dropped = dropped(stage, input);
    Value read = dropped.original() == null ? dropped : dropped.original();
    long outputs = layer.getParam(DefaultParamInitializer.WEIGHT_KEY).size(1);
    long[] matrix = read.shape().clone();
    matrix[0] = outputs;
    return add(
        new Dense(
            read,
            outputs,
            Weights.of(assembly, layer, DefaultParamInitializer.WEIGHT_KEY, matrix),
            Weights.of(assembly, layer, DefaultParamInitializer.BIAS_KEY, outputs),
            activation));
  }

  /** Whether nothing but the layer's own computation is configured, of which oneDNN knows all. */
  private static boolean isPlain(BaseLayer configuration) {
    IActivation activation = configuration.getActivationFn();
    return configuration.getWeightNoise() == null
        && (activation instanceof ActivationIdentity || Elementwise.of(activation).isPresent());
  }

  /** A layer's activation function if the primitive of the layer can apply it; else null. */
  private static Elementwise absorbed(BaseLayer configuration) {
    return Elementwise.of(configuration.getActivationFn())
        .filter(Elementwise::ofOutput)
        .orElse(null);
  }

  /** Applies the activation function where the layer's primitive has not. */
  private Optional<Value> rest(BaseLayer configuration, Value value) {
    return absorbed(configuration) == null
        ? activation(configuration.getActivationFn(), value)
        : Optional.of(value);
  }

  private Value dropped(Stage.OfLayer stage, Value input) {
    IDropout dropout = stage.layer().conf().getLayer().getIDropout();
    if (dropout == null || !training) {
      return input;
    }
    foreign.add("dropout of " + stage.label());
    Foreign.Body body = ForeignBodies.of(dropout, stage.layer(), workspaces);
    return add(new Foreign(List.of(input), input.shape(), body));
  }

  private Optional<Value> activation(IActivation activation, Value input) {
    return activation instanceof ActivationIdentity
        ? Optional.of(input)
        : Elementwise.of(activation).map(function -> add(new Activation(input, function)));
  }

  private Optional<Value> normalization(
      Stage.OfLayer stage, BatchNormalization layer, Value input) {
    var configuration = layer.layerConf();
    boolean fixed = configuration.isLockGammaBeta();
    if (fixed && (configuration.getGamma() != 1 || configuration.getBeta() != 0)) {
      return Optional.empty();
    }
    return Optional.of(
        rectified(stage, rectified -> new BatchNorm(input, layer, rectified, training)));
  }

  private Value exampleNormalization(Stage.OfLayer stage, Value input) {
    Layer layer = stage.layer();
    return rectified(
        stage,
        rectified -> {
          if (input.shape().length == 2) {
            return new RowNorm(input, layer, rectified);
          } else if (layer.conf().getLayer() instanceof InstanceNormalization) {
            return new InstanceNorm(input, layer, rectified);
          }
          return new ExampleNorm(input, layer, rectified, training);
        });
  }

  /** What a stage computes together with the rectifier that alone reads it, if there is one. */
  private Value rectified(Stage stage, Function<Boolean, Operation> operation) {
    Optional<String> rectifier = readers.rectifierBehind(stage.key());
    Value value = add(operation.apply(rectifier.isPresent()));
    rectifier.ifPresent(key -> values.put(key, value));
    return value;
  }

  /** A vertex that adds what is being computed to a value that is known. */
  private record Sum(String key, Value other) {}

  /** The vertex that alone reads that stage and adds a known value to it. */
  private Optional<Sum> sumBehind(String key, long[] shape) {
    return readers
        .sumBehind(key)
        .flatMap(
            sum ->
                Optional.ofNullable(values.get(sum.other()))
                    .filter(other -> Arrays.equals(other.shape(), shape))
                    .map(other -> new Sum(sum.key(), other)));
  }

  private Optional<Value> globalPooling(GlobalPoolingLayer layer, Value input) {
    var configuration =
        (org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer) layer.conf().getLayer();
    return Pooling.whole(input, configuration)
        .map(this::add)
        .map(
            pooled ->
                configuration.isCollapseDimensions()
                    ? pooled.reshaped(input.shape()[0], input.shape()[1])
                    : pooled);
  }

  private Optional<Value> vertex(Stage.OfVertex stage) {
    List<Value> inputs = stage.inputs().stream().map(values::get).toList();
    if (stage.configuration() instanceof ElementWiseVertex elementwise && isOneShape(inputs)) {
      return elementwise(elementwise.getOp(), inputs);
    } else if (stage.configuration() instanceof ScaleVertex scaling) {
      return Optional.of(times(inputs.get(0), scaling.getScaleFactor()));
    } else if (stage.configuration() instanceof MergeVertex merge && merge.getMergeAxis() == 1) {
      return Optional.of(add(new Concatenation(inputs)));
    }
    return Optional.empty();
  }

  private Optional<Value> elementwise(ElementWiseVertex.Op operation, List<Value> inputs) {
    return switch (operation) {
      case Add -> Optional.of(add(new Addition(inputs)));
      case Average -> Optional.of(times(add(new Addition(inputs)), 1.0 / inputs.size()));
      case Subtract ->
          Optional.of(add(new Addition(List.of(inputs.get(0), times(inputs.get(1), -1)))));
      case Product -> inputs.stream().reduce((first, second) -> add(new Product(first, second)));
      default -> Optional.empty();
    };
  }

  private Value times(Value input, double factor) {
    return add(new Activation(input, Elementwise.times(factor)));
  }

  private static boolean isOneShape(List<Value> values) {
    long[] shape = values.get(0).shape();
    return values.stream().allMatch(value -> Arrays.equals(value.shape(), shape));
  }

  private Value foreign(Stage stage) {
    foreign.add(stage.label());
    List<Value> inputs = stage.inputs().stream().map(values::get).toList();
    Foreign.Body body =
        stage instanceof Stage.OfLayer layer
            ? ForeignBodies.of(layer, training, workspaces)
            : ForeignBodies.of(((Stage.OfVertex) stage).vertex(), training, workspaces);
    return add(new Foreign(inputs, shapes.of(stage.key()), body));
  }

  private Value scores(Stage stage) {
    if (stage instanceof Stage.OfLayer last) {
      Optional<Value> input = read(last);
      if (input.isPresent()) {
        if (last.layer().getClass() == OutputLayer.class && output(last).getWeightNoise() == null) {
          return linear(last, input.get(), null);
        } else if (last.layer().getClass() == LossLayer.class && input.get().shape().length == 2) {
          return input.get();
        }
      }
    }
    throw new NotSupportedException("its output is computed by " + stage.label());
  }

  private static BaseLayer output(Stage.OfLayer stage) {
    return (BaseLayer) stage.layer().conf().getLayer();
  }

  private static Loss loss(Stage stage, Value scores) {
    var configuration = ((Stage.OfLayer) stage).layer().conf().getLayer();
    return configuration instanceof BaseOutputLayer output
        ? new Loss(scores, output.getActivationFn(), output.getLossFn())
        : lossOf((org.deeplearning4j.nn.conf.layers.LossLayer) configuration, scores);
  }

  private static Loss lossOf(org.deeplearning4j.nn.conf.layers.LossLayer layer, Value scores) {
    return new Loss(scores, layer.getActivationFn(), layer.getLossFn());
  }
}
