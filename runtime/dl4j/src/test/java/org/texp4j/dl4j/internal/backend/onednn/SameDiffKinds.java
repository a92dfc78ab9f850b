package org.texp4j.dl4j.internal.backend.onednn;

import java.util.Map;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.samediff.SDLayerParams;
import org.deeplearning4j.nn.conf.layers.samediff.SDVertexParams;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffLambdaLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffLambdaVertex;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffOutputLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffVertex;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Layers, vertices and a preprocessor such as users write. */
public final class SameDiffKinds {

  private SameDiffKinds() {}

  /** tanh(xW), or 2x of images. */
  public static final class Squashed extends SameDiffLayer {

    private static final long serialVersionUID = 1;

    private long columns;

    @Override
    public InputType getOutputType(int index, InputType input) {
      return input;
    }

    @Override
    public void setNIn(InputType input, boolean override) {
      columns = input instanceof InputType.InputTypeFeedForward rows ? rows.getSize() : 1;
    }

    @Override
    public void defineParameters(SDLayerParams parameters) {
      parameters.clear();
      parameters.addWeightParam("W", columns, columns);
    }

    @Override
    public void initializeParameters(Map<String, INDArray> parameters) {
      INDArray weights = parameters.get("W");
      for (int i = 0; i < weights.length(); i++) {
        weights.putScalar(i, Math.sin(i + 1));
      }
    }

    @Override
    public SDVariable defineLayer(
        SameDiff graph, SDVariable input, Map<String, SDVariable> parameters, SDVariable mask) {
      return columns > 1
          ? graph.math().tanh(input.mmul(parameters.get("W")))
          : input.mul(graph.math().exp(parameters.get("W")).sum());
    }
  }

  /** 2x². */
  public static final class Doubled extends SameDiffLambdaLayer {

    private static final long serialVersionUID = 1;

    @Override
    public SDVariable defineLayer(SameDiff graph, SDVariable input) {
      return input.mul(input).mul(2);
    }

    @Override
    public InputType getOutputType(int index, InputType input) {
      return input;
    }
  }

  /** The product of two inputs. */
  public static final class Product extends SameDiffVertex {

    private static final long serialVersionUID = 1;

    @Override
    public SameDiffVertex clone() {
      return new Product();
    }

    @Override
    public SDVariable defineVertex(
        SameDiff graph,
        Map<String, SDVariable> inputs,
        Map<String, SDVariable> parameters,
        Map<String, SDVariable> masks) {
      return inputs.get("first").mul(inputs.get("second"));
    }

    @Override
    public void defineParametersAndInputs(SDVertexParams parameters) {
      parameters.clear();
      parameters.defineInputs("first", "second");
    }

    @Override
    public void initializeParameters(Map<String, INDArray> parameters) {
      // There are none.
    }

    @Override
    public InputType getOutputType(int index, InputType... inputs) {
      return inputs[0];
    }

    @Override
    public char paramReshapeOrder(String parameter) {
      return 'c';
    }
  }

  /** The sum of two inputs, of which one is squared. */
  public static final class Sum extends SameDiffLambdaVertex {

    private static final long serialVersionUID = 1;

    /** Deeplearning4j makes its own. */
    public Sum() {}

    @Override
    public SDVariable defineVertex(SameDiff graph, VertexInputs inputs) {
      SDVariable first = inputs.getInput(0);
      return first.mul(first).add(inputs.getInput(1));
    }

    @Override
    public InputType getOutputType(int index, InputType... inputs) {
      return inputs[0];
    }
  }

  /** Squared differences. */
  public static final class Squares extends SameDiffOutputLayer {

    private static final long serialVersionUID = 1;

    private long columns;

    @Override
    public SDVariable defineLayer(
        SameDiff graph, SDVariable input, SDVariable labels, Map<String, SDVariable> parameters) {
      SDVariable out = input.mmul(parameters.get("W"));
      return graph.math().square("loss", graph.identity("out", out).sub(labels)).mean();
    }

    @Override
    public String activationsVertexName() {
      return "out";
    }

    @Override
    public InputType getOutputType(int index, InputType input) {
      return InputType.feedForward(Drawing.CLASSES);
    }

    @Override
    public void setNIn(InputType input, boolean override) {
      columns = ((InputType.InputTypeFeedForward) input).getSize();
    }

    @Override
    public void defineParameters(SDLayerParams parameters) {
      parameters.clear();
      parameters.addWeightParam("W", columns, Drawing.CLASSES);
    }

    @Override
    public void initializeParameters(Map<String, INDArray> parameters) {
      INDArray weights = parameters.get("W");
      weights.assign(Nd4j.linspace(-1, 1, weights.length()).reshape(weights.shape()));
    }
  }

  /** Changes nothing, but expects the right number of examples. */
  public static final class Unchanged implements InputPreProcessor {

    private static final long serialVersionUID = 1;

    @Override
    public INDArray preProcess(INDArray input, int examples, LayerWorkspaceMgr workspaces) {
      return workspaces.dup(ArrayType.ACTIVATIONS, checked(input, examples));
    }

    @Override
    public INDArray backprop(INDArray output, int examples, LayerWorkspaceMgr workspaces) {
      return workspaces.dup(ArrayType.ACTIVATION_GRAD, checked(output, examples));
    }

    private static INDArray checked(INDArray array, int examples) {
      if (array.size(0) != examples) {
        throw new IllegalStateException(array.size(0) + " examples instead of " + examples);
      }
      return array;
    }

    @Override
    public InputPreProcessor clone() {
      return new Unchanged();
    }

    @Override
    public InputType getOutputType(InputType input) {
      return input;
    }

    @Override
    public Pair<INDArray, MaskState> feedForwardMaskArray(
        INDArray mask, MaskState state, int examples) {
      return new Pair<>(mask, state);
    }
  }
}
