package org.texp4j.dl4j.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.ocnn.OCNNOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossSparseMCXENT;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.Metric;
import org.texp4j.dl4j.TinyExperiments;
import org.texp4j.dl4j.TwoTowers;
import org.texp4j.dl4j.train.Backend;
import org.texp4j.dl4j.train.Evaluator;
import org.texp4j.dl4j.train.RunSettings;
import org.texp4j.dl4j.train.TrainingRun;
import org.texp4j.schedule.RecipeForm;

/** Each sentence of docs/refusals.md is what is said, and nothing else is quoted there. */
class RefusalsTest {

  private static final Path PAGE = Path.of("..", "..", "docs", "refusals.md");

  /** An experiment that is refused, before its first step, at it or in its evaluation. */
  private record Refused(String name, Experiment experiment) {

    @Override
    public String toString() {
      return name;
    }
  }

  @BeforeAll
  static void start() {
    Backend.start();
  }

  private static Experiment.Builder experiment(RecipeForm form) {
    return TinyExperiments.onImages(TinyExperiments.constantRecipe(2, 0.1, 0.01, 0.9), form);
  }

  private static Refused layers(String name, Layer... layers) {
    return layers(name, RecipeForm.WEIGHT_DECAY, base -> base, layers);
  }

  private static Refused layers(
      String name,
      RecipeForm form,
      UnaryOperator<NeuralNetConfiguration.Builder> change,
      Layer... layers) {
    return new Refused(
        name,
        experiment(form)
            .multiLayerNetwork(base -> TinyExperiments.classifier(change.apply(base), layers))
            .build());
  }

  private static DenseLayer dense() {
    return new DenseLayer.Builder().nOut(6).activation(Activation.IDENTITY).build();
  }

  /** A regularization that acts after the update. */
  public static final class Shrinking extends L2Regularization {

    private static final long serialVersionUID = 1;

    public Shrinking() {
      super(0.1);
    }

    @Override
    public ApplyStep applyStep() {
      return ApplyStep.POST_UPDATER;
    }

    @Override
    public Regularization clone() {
      return new Shrinking();
    }
  }

  /** A layer that is trained by Adam, even if another updater is set. */
  public static final class Stubborn extends ConvolutionLayer {

    private static final long serialVersionUID = 1;

    public Stubborn() {
      super(new ConvolutionLayer.Builder(3, 3).nOut(6));
    }

    @Override
    public IUpdater getUpdaterByParam(String parameter) {
      return new Adam(0.01);
    }
  }

  private static DenseLayer with(Regularization regularization) {
    DenseLayer layer = dense();
    layer.setRegularization(List.of(regularization));
    return layer;
  }

  static List<Refused> refused() {
    List<Refused> refused = new ArrayList<>();
    refused.add(
        layers(
            "nothing to convert",
            RecipeForm.TEXP_PLUS_PLUS,
            base -> base,
            new DenseLayer.Builder().nOut(6).activation(Activation.TANH).build()));
    refused.add(
        layers(
            "a decay of nothing",
            RecipeForm.WEIGHT_DECAY,
            base -> base.regularization(List.of(new L2Regularization(0))),
            dense()));
    refused.add(layers("a regularization after the update", with(new Shrinking())));
    refused.add(layers("a layer with an updater that stays", new Stubborn()));
    refused.add(
        layers(
            "clipping without a threshold",
            RecipeForm.WEIGHT_DECAY,
            base ->
                base.gradientNormalization(GradientNormalization.ClipL2PerLayer)
                    .gradientNormalizationThreshold(0),
            dense()));
    refused.add(
        layers(
            "randomized rectifiers",
            RecipeForm.TEXP_PLUS_PLUS,
            base -> base,
            dense(),
            TinyExperiments.norm(true),
            new ActivationLayer(Activation.RRELU)));
    refused.add(
        new Refused(
            "no output layer",
            experiment(RecipeForm.WEIGHT_DECAY)
                .multiLayerNetwork(
                    base ->
                        base.list()
                            .layer(dense())
                            .layer(dense())
                            .setInputType(
                                InputType.convolutional(
                                    TinyExperiments.SIDE, TinyExperiments.SIDE, 1))
                            .build())
                .build()));
    refused.add(
        new Refused(
            "one class",
            experiment(RecipeForm.WEIGHT_DECAY)
                .multiLayerNetwork(
                    base ->
                        base.list()
                            .layer(dense())
                            .layer(new OCNNOutputLayer.Builder().nIn(6).hiddenLayerSize(3).build())
                            .setInputType(
                                InputType.convolutional(
                                    TinyExperiments.SIDE, TinyExperiments.SIDE, 1))
                            .build())
                .build()));
    refused.add(
        new Refused(
            "an assertion of what is no weight",
            experiment(RecipeForm.TEXP_PLUS_PLUS)
                .multiLayerNetwork(base -> TinyExperiments.mlp(base, true))
                .assertInvariant("1_gamma")
                .build()));
    refused.add(
        new Refused(
            "an assertion that is wrong",
            experiment(RecipeForm.TEXP_PLUS_PLUS)
                .multiLayerNetwork(base -> TinyExperiments.mlp(base, true))
                .assertInvariant("6_W")
                .build()));
    refused.add(
        new Refused(
            "several inputs and a DataSetIterator",
            TwoTowers.experiment(
                    TinyExperiments.constantRecipe(2, 0.1, 0.01, 0), RecipeForm.WEIGHT_DECAY)
                .trainingExamples(TinyExperiments.images().size())
                .trainingData(request -> new ListDataSetIterator<>(TinyExperiments.images(), 8))
                .build()));
    refused.add(
        new Refused(
            "weights that do not exist",
            experiment(RecipeForm.WEIGHT_DECAY)
                .initializedNetwork(base -> new MultiLayerNetwork(TinyExperiments.mlp(base, true)))
                .build()));
    refused.add(
        new Refused(
            "weights at another scale",
            experiment(RecipeForm.WEIGHT_DECAY)
                .initializedNetwork(base -> exponential().network().model())
                .build()));
    refused.add(
        data(
            "labels that are all 0",
            TinyExperiments.output(),
            labels -> Nd4j.zeros(labels.shape())));
    refused.add(
        data(
            "a loss that is not finite",
            Layers.output(TinyExperiments.CLASSES, LossFunction.MSE, Activation.IDENTITY),
            labels -> labels.add(Double.POSITIVE_INFINITY)));
    refused.add(
        new Refused(
            "a batch of one example",
            experiment(RecipeForm.WEIGHT_DECAY)
                .batchSize(TinyExperiments.EXAMPLES - 1)
                .multiLayerNetwork(base -> TinyExperiments.mlp(base, true))
                .build()));
    refused.add(
        data(
            "numbers of classes in several columns",
            Layers.output(TinyExperiments.CLASSES, new LossSparseMCXENT(), Activation.SOFTMAX),
            labels -> labels));
    refused.add(
        new Refused(
            "labels of another kind in a later batch",
            experiment(RecipeForm.WEIGHT_DECAY)
                .multiLayerNetwork(
                    base ->
                        base.list()
                            .layer(
                                Layers.output(
                                    TinyExperiments.CLASSES, LossFunction.XENT, Activation.SIGMOID))
                            .setInputType(
                                InputType.convolutional(
                                    TinyExperiments.SIDE, TinyExperiments.SIDE, 1))
                            .build())
                .evaluationData(request -> new ExistingDataSetIterator(clearThenSmoothed()))
                .build()));
    refused.add(
        new Refused(
            "two metrics of one name",
            experiment(RecipeForm.WEIGHT_DECAY)
                .multiLayerNetwork(base -> TinyExperiments.mlp(base, true))
                .metric(Metric.lowerIsBetter("accuracy"), (network, data) -> 0)
                .build()));
    return refused;
  }

  private static List<DataSet> clearThenSmoothed() {
    DataSet images = DataSet.merge(TinyExperiments.images().subList(0, 8));
    return List.of(
        images, new DataSet(images.getFeatures(), images.getLabels().mul(0.8).addi(0.1)));
  }

  private static TrainingRun exponential() {
    Experiment experiment =
        experiment(RecipeForm.TEXP_PLUS_PLUS)
            .multiLayerNetwork(base -> TinyExperiments.mlp(base, true))
            .build();
    return TrainingRun.start(experiment, RunSettings.of(experiment));
  }

  private static Refused data(String name, Layer output, UnaryOperator<INDArray> labels) {
    return new Refused(
        name,
        experiment(RecipeForm.TEXP_PLUS_PLUS)
            .multiLayerNetwork(
                base ->
                    base.list()
                        .layer(dense())
                        .layer(TinyExperiments.norm(true))
                        .layer(output.clone())
                        .setInputType(
                            InputType.convolutional(TinyExperiments.SIDE, TinyExperiments.SIDE, 1))
                        .build())
            .trainingData(
                request ->
                    new ListDataSetIterator<>(
                        TinyExperiments.images().stream()
                            .map(
                                each ->
                                    new DataSet(each.getFeatures(), labels.apply(each.getLabels())))
                            .toList(),
                        request.batchSize()))
            .build());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void isRefusedInTheWordsOfThePage(Refused refused) throws IOException {
    Throwable thrown = catchThrowable(() -> use(refused.experiment));

    assertThat(thrown).isNotNull();
    assertThat(quoted()).contains(words(thrown.getMessage()));
  }

  /** Trains for a step and evaluates. */
  private static void use(Experiment experiment) {
    TrainingRun run = TrainingRun.start(experiment, RunSettings.of(experiment));
    run.takeStep(run.nextBatch());
    Evaluator.open(experiment, RunSettings.of(experiment)).orElseThrow().evaluate(run);
  }

  @Test
  void nothingElseIsQuoted() throws IOException {
    Map<String, String> said = new TreeMap<>();
    for (Refused each : refused()) {
      said.put(words(catchThrowable(() -> use(each.experiment)).getMessage()), each.name);
    }

    assertThat(quoted()).containsExactlyInAnyOrderElementsOf(said.keySet());
  }

  /** The block quotes of the page, each as one line. */
  private static List<String> quoted() throws IOException {
    List<String> quotes = new ArrayList<>();
    boolean within = false;
    for (String line : Files.readAllLines(PAGE)) {
      boolean quote = line.startsWith("> ");
      if (quote && within) {
        quotes.set(quotes.size() - 1, quotes.get(quotes.size() - 1) + ' ' + line.substring(2));
      } else if (quote) {
        quotes.add(line.substring(2));
      }
      within = quote;
    }
    return quotes.stream().map(RefusalsTest::words).toList();
  }

  /** In one line, with dots for numbers that rounding decides. */
  private static String words(String text) {
    return text.strip().replaceAll("\\s+", " ").replaceAll("\\d+\\.\\d{6,}", "…");
  }
}
