package org.texp4j.dl4j.programs;

import static org.texp4j.dl4j.programs.Layers.CLASSES;
import static org.texp4j.dl4j.programs.Layers.classes;
import static org.texp4j.dl4j.programs.Layers.dense;
import static org.texp4j.dl4j.programs.Layers.norm;
import static org.texp4j.dl4j.programs.Layers.output;
import static org.texp4j.dl4j.programs.Layers.relu;
import static org.texp4j.dl4j.programs.ProgramData.category;
import static org.texp4j.dl4j.programs.ProgramData.features;
import static org.texp4j.dl4j.programs.ProgramData.indexOf;
import static org.texp4j.dl4j.programs.ProgramData.normal;
import static org.texp4j.dl4j.programs.ProgramData.numbers;
import static org.texp4j.dl4j.programs.ProgramData.oneOf;
import static org.texp4j.dl4j.programs.ProgramData.signs;
import static org.texp4j.dl4j.programs.ProgramData.single;
import static org.texp4j.dl4j.programs.ProgramData.uniform;
import static org.texp4j.dl4j.programs.ProgramData.zerosAndOnes;

import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.constraint.NonNegativeConstraint;
import org.deeplearning4j.nn.conf.dropout.AlphaDropout;
import org.deeplearning4j.nn.conf.dropout.GaussianDropout;
import org.deeplearning4j.nn.conf.dropout.GaussianNoise;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.AutoEncoder;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossSparseMCXENT;
import org.texp4j.dl4j.CubicLoss;
import org.texp4j.dl4j.data.LabelSmoothing;
import org.texp4j.dl4j.data.Mixup;
import org.texp4j.dl4j.internal.backend.onednn.SameDiffKinds;
import org.texp4j.dl4j.normalization.LayerNormalization;
import org.texp4j.dl4j.normalization.RmsNormalization;

/** Programs on rows of a table. */
final class TablePrograms {

  private static final int COLUMNS = 5;
  private static final InputType ROWS = InputType.feedForward(COLUMNS);

  private TablePrograms() {}

  static List<Program> all() {
    return Stream.of(tasks(), regularized(), normalized(), ownLayers())
        .flatMap(List::stream)
        .toList();
  }

  private static List<MultiDataSet> labelled(ProgramData.Labels labels) {
    return single(normal(COLUMNS), labels);
  }

  /** Two normalized hidden layers under an output layer. */
  private static Program perceptron(String name, List<MultiDataSet> batches, Layer output) {
    return Program.layers(
            name, ROWS, batches, dense(8), norm(), relu(), dense(7), norm(), relu(), output)
        .converts("0_W", "3_W");
  }

  private static Program classifier(String name, Layer... layers) {
    return Program.layers(name, ROWS, labelled(oneOf(CLASSES)), layers);
  }

  private static List<Program> tasks() {
    return List.of(
        perceptron("one of several classes", labelled(oneOf(CLASSES)), classes()),
        perceptron(
                "numbers of classes",
                labelled(indexOf(CLASSES)),
                output(CLASSES, new LossSparseMCXENT(), Activation.SOFTMAX))
            .judgedBy(ExpectedMetrics.classesByNumber(CLASSES)),
        perceptron(
            "class weights",
            labelled(oneOf(CLASSES)),
            output(
                CLASSES,
                new LossMCXENT(Nd4j.createFromArray(0.5, 1, 4).reshape(1, CLASSES)),
                Activation.SOFTMAX)),
        perceptron("label smoothing", labelled(oneOf(CLASSES)), classes())
            .processedBy(new LabelSmoothing(0.1)),
        perceptron("mixup", labelled(oneOf(CLASSES)), classes()).processedBy(new Mixup(0.5, 3)),
        perceptron(
            "center loss",
            labelled(oneOf(CLASSES)),
            new CenterLossOutputLayer.Builder(LossFunction.MCXENT)
                .nOut(CLASSES)
                .activation(Activation.SOFTMAX)
                .alpha(0.1)
                .lambda(0.3)
                .build()),
        perceptron(
                "yes or no",
                labelled(zerosAndOnes(1)),
                output(1, LossFunction.XENT, Activation.SIGMOID))
            .judgedBy(ExpectedMetrics.label()),
        perceptron(
                "several labels",
                labelled(zerosAndOnes(4)),
                output(4, LossFunction.XENT, Activation.SIGMOID))
            .judgedBy(ExpectedMetrics.labels()),
        perceptron(
                "a margin by hinge loss",
                labelled(signs(1)),
                output(1, LossFunction.HINGE, Activation.IDENTITY))
            .judgedBy(ExpectedMetrics.sign()),
        perceptron(
                "regression",
                labelled(numbers(2)),
                output(2, LossFunction.MSE, Activation.IDENTITY))
            .judgedBy(ExpectedMetrics.numbers()),
        perceptron(
                "regression by absolute errors",
                labelled(numbers(1)),
                output(1, LossFunction.MEAN_ABSOLUTE_ERROR, Activation.IDENTITY))
            .judgedBy(ExpectedMetrics.numbers()),
        perceptron(
                "a loss of the user's own",
                labelled(numbers(2)),
                output(2, new CubicLoss(), Activation.TANH))
            .judgedBy(ExpectedMetrics.numbers()),
        Program.layers(
                "autoencoder",
                ROWS,
                labelled(features()),
                dense(3),
                norm(),
                relu(),
                output(COLUMNS, LossFunction.MSE, Activation.IDENTITY))
            .converts("0_W")
            .judgedBy(ExpectedMetrics.reconstruction()),
        Program.layers(
                "autoencoder of fractions",
                ROWS,
                single(uniform(COLUMNS), features()),
                dense(3),
                norm(),
                relu(),
                output(COLUMNS, LossFunction.XENT, Activation.SIGMOID))
            .converts("0_W")
            .judgedBy(ExpectedMetrics.reconstruction()),
        classifier(
            "autoencoder layer under a classifier",
            new AutoEncoder.Builder()
                .nOut(4)
                .corruptionLevel(0.3)
                .activation(Activation.RELU)
                .build(),
            dense(4),
            norm(),
            relu(),
            classes()),
        classifier(
                "variational autoencoder under a classifier",
                new VariationalAutoencoder.Builder()
                    .nOut(3)
                    .encoderLayerSizes(6)
                    .decoderLayerSizes(6)
                    .activation(Activation.RELU)
                    .build(),
                norm(),
                dense(6),
                norm(),
                relu(),
                classes())
            .converts("2_W"),
        Program.layers(
                "embedding of a category",
                InputType.feedForward(6),
                single(category(6), oneOf(CLASSES)),
                new EmbeddingLayer.Builder().nOut(4).build(),
                norm(),
                relu(),
                classes())
            .converts("0_W"),
        classifier("no hidden layer", classes()),
        classifier(
                "a loss layer without weights",
                dense(6),
                norm(),
                relu(),
                dense(CLASSES),
                new LossLayer.Builder(LossFunction.MCXENT).activation(Activation.SOFTMAX).build())
            .converts("0_W"));
  }

  private static List<Program> regularized() {
    return List.of(
        classifier(
                "dropout of four kinds",
                new DropoutLayer(0.8),
                dense(8),
                norm(),
                relu(),
                new DropoutLayer.Builder(new GaussianDropout(0.3)).build(),
                dense(8),
                norm(),
                new DropoutLayer.Builder(new AlphaDropout(0.9)).build(),
                new DropoutLayer.Builder(new GaussianNoise(0.1)).build(),
                classes())
            .converts("1_W", "5_W"),
        classifier(
                "dropped connections",
                new DenseLayer.Builder().nOut(8).weightNoise(new DropConnect(0.8)).build(),
                norm(),
                relu(),
                dense(6),
                norm(),
                relu(),
                classes())
            .converts("3_W"),
        classifier(
                "a bound on norms, and weights that are not negative",
                new DenseLayer.Builder()
                    .nOut(8)
                    .constrainWeights(new MaxNormConstraint(0.9, 1))
                    .build(),
                norm(),
                relu(),
                new DenseLayer.Builder()
                    .nOut(8)
                    .constrainWeights(new NonNegativeConstraint())
                    .build(),
                norm(),
                dense(6),
                norm(),
                relu(),
                classes())
            .converts("5_W"),
        classifier(
                "L1 and another L2 for two layers",
                new DenseLayer.Builder().nOut(8).l1(0.01).build(),
                norm(),
                relu(),
                new DenseLayer.Builder().nOut(8).l2(0.02).build(),
                norm(),
                dense(6),
                norm(),
                relu(),
                classes())
            .converts("5_W"),
        classifier(
                "clipped gradients",
                clipped(dense(8)),
                norm(),
                relu(),
                dense(6),
                norm(),
                relu(),
                classes())
            .converts("0_W", "3_W"));
  }

  private static DenseLayer clipped(DenseLayer layer) {
    layer.setGradientNormalization(GradientNormalization.ClipL2PerLayer);
    layer.setGradientNormalizationThreshold(0.05);
    return layer;
  }

  private static List<Program> normalized() {
    return List.of(
        classifier(
                "layer normalization",
                dense(8),
                new LayerNormalization.Builder().build(),
                relu(),
                dense(8),
                new LayerNormalization.Builder().build(),
                relu(),
                classes())
            .converts("0_W", "3_W"),
        classifier(
                "Deeplearning4j's own layer normalization",
                new DenseLayer.Builder()
                    .nOut(8)
                    .hasLayerNorm(true)
                    .activation(Activation.RELU)
                    .build(),
                new DenseLayer.Builder()
                    .nOut(8)
                    .hasLayerNorm(true)
                    .activation(Activation.TANH)
                    .build(),
                classes())
            .converts("0_W", "0_g", "1_W"),
        classifier(
                "RMS normalization",
                new DenseLayer.Builder().nOut(8).hasBias(false).build(),
                new RmsNormalization.Builder().build(),
                relu(),
                classes())
            .converts("0_W"),
        classifier("batch normalization of the inputs", norm(), dense(8), norm(), relu(), classes())
            .converts("1_W"),
        classifier(
            "no normalization", dense(8, Activation.TANH), dense(8, Activation.RELU), classes()),
        classifier(
            "self-normalizing",
            dense(8, Activation.SELU),
            new DropoutLayer.Builder(new AlphaDropout(0.9)).build(),
            classes()));
  }

  private static List<Program> ownLayers() {
    return List.of(
        classifier(
                "layers of the user's own in SameDiff",
                dense(8),
                norm(),
                relu(),
                new SameDiffKinds.Squashed(),
                new SameDiffKinds.Doubled(),
                dense(8),
                norm(),
                relu(),
                classes())
            .converts("0_W", "5_W"),
        classifier(
                "an output layer of the user's own in SameDiff",
                dense(8),
                norm(),
                relu(),
                new SameDiffKinds.Squares())
            .converts("0_W")
            .judgedBy(ExpectedMetrics.loss()),
        classifier(
                "slopes of rectifiers, and weights elementwise",
                dense(8),
                norm(),
                new PReLULayer.Builder().inputShape(8).build(),
                new ElementWiseMultiplicationLayer.Builder().nOut(8).build(),
                norm(),
                classes())
            .converts("0_W", "3_W"));
  }
}
