package org.texp4j.dl4j.programs;

import java.util.List;
import java.util.function.Function;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TwoTowers;
import org.texp4j.schedule.Coupling;
import org.texp4j.schedule.Curve;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.RecipeForm;
import org.texp4j.schedule.Sgd;
import org.texp4j.schedule.Velocity;

/**
 * A kind of program, trained by Deeplearning4j's {@code Nesterovs} with an L2 decay.
 *
 * @param network its network, as a method with {@code @Network} gives it
 * @param byHand the same network as it is configured for {@code fit}
 * @param batches the batches of an epoch
 * @param processor what its data are processed by; null for nothing
 * @param metrics what it is judged by
 * @param converted the weights that are converted
 * @param notes what is said of its network before training
 */
record Program(
    String name,
    Experiment.Network network,
    Function<NeuralNetConfiguration.Builder, Model> byHand,
    List<MultiDataSet> batches,
    DataSetPreProcessor processor,
    ExpectedMetrics metrics,
    List<String> converted,
    List<String> notes) {

  static final double RATE = 0.01;
  static final double DECAY = 0.01;
  static final double MOMENTUM = 0.9;

  /** More than an epoch, and not a whole number of them. */
  static final long STEPS = ProgramData.BATCHES + 2;

  private static final long SEED = 5;

  /** A network of layers in a row, without activations but those that layers set. */
  static Program layers(String name, InputType type, List<MultiDataSet> batches, Layer... layers) {
    Experiment.Network.MultiLayer network =
        base -> {
          NeuralNetConfiguration.ListBuilder list = base.activation(Activation.IDENTITY).list();
          for (Layer layer : layers) {
            list.layer(layer.clone());
          }
          return list.setInputType(type).build();
        };
    return of(name, network, batches);
  }

  /** A graph; the function configures its vertices, inputs and outputs. */
  static Program graph(
      String name, List<MultiDataSet> batches, Function<GraphBuilder, GraphBuilder> body) {
    Experiment.Network.Graph network =
        base -> body.apply(base.activation(Activation.IDENTITY).graphBuilder()).build();
    return of(name, network, batches);
  }

  /** A network that is configured with the builder of the declaration. */
  static Program of(String name, Experiment.Network network, List<MultiDataSet> batches) {
    return new Program(
        name,
        network,
        base -> configured(network, base),
        batches,
        null,
        ExpectedMetrics.classes(),
        List.of(),
        List.of());
  }

  Program byHand(Function<NeuralNetConfiguration.Builder, Model> other) {
    return new Program(name, network, other, batches, processor, metrics, converted, notes);
  }

  Program processedBy(DataSetPreProcessor value) {
    return new Program(name, network, byHand, batches, value, metrics, converted, notes);
  }

  Program judgedBy(ExpectedMetrics value) {
    return new Program(name, network, byHand, batches, processor, value, converted, notes);
  }

  Program converts(String... weights) {
    return new Program(name, network, byHand, batches, processor, metrics, List.of(weights), notes);
  }

  Program notes(String... sentences) {
    return new Program(
        name, network, byHand, batches, processor, metrics, converted, List.of(sentences));
  }

  private static Model configured(Experiment.Network network, NeuralNetConfiguration.Builder base) {
    try {
      if (network instanceof Experiment.Network.MultiLayer layers) {
        MultiLayerNetwork made = new MultiLayerNetwork(layers.configure(base));
        made.init();
        return made;
      } else if (network instanceof Experiment.Network.Graph graph) {
        ComputationGraphConfiguration configuration = graph.configure(base);
        ComputationGraph made = new ComputationGraph(configuration);
        made.init();
        return made;
      }
      return ((Experiment.Network.Initialized) network).create(base);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** The network as a program without this library has it. */
  Model plain() {
    return byHand.apply(
        new NeuralNetConfiguration.Builder()
            .seed(1)
            .dataType(DataType.DOUBLE)
            .updater(new Nesterovs(RATE, MOMENTUM))
            .l2(DECAY));
  }

  boolean isConverted() {
    return !converted.isEmpty();
  }

  /** The form in which it is declared: an exponential one if there is something to convert. */
  RecipeForm form() {
    return isConverted() ? RecipeForm.TEXP_PLUS_PLUS : RecipeForm.WEIGHT_DECAY;
  }

  Experiment experiment() {
    return experiment(form());
  }

  Experiment experiment(RecipeForm form) {
    return experiment(form, DECAY);
  }

  /** As declared, but for the decay. */
  Experiment withoutDecay() {
    return experiment(RecipeForm.WEIGHT_DECAY, 0);
  }

  private Experiment experiment(RecipeForm form, double decay) {
    Recipe recipe =
        new Recipe(
            STEPS,
            Curve.constant(RATE),
            Curve.constant(decay),
            Curve.constant(MOMENTUM),
            new Sgd(Velocity.NESTEROV_RATE_IN_VELOCITY, Coupling.IN_GRADIENT, 0));
    Experiment.Builder builder =
        Experiment.named("program")
            .seed(SEED)
            .batchSize(ProgramData.BATCH)
            .trainingExamples((long) ProgramData.BATCH * batches.size())
            .recipe(stepsPerEpoch -> recipe, form)
            .loop(
                run -> {
                  while (run.hasNext()) {
                    run.takeStep(run.nextBatch());
                  }
                });
    if (network instanceof Experiment.Network.MultiLayer layers) {
      builder.multiLayerNetwork(layers);
    } else if (network instanceof Experiment.Network.Graph graph) {
      builder.computationGraph(graph);
    } else {
      builder.initializedNetwork((Experiment.Network.Initialized) network);
    }
    if (isSingle()) {
      builder.trainingData(request -> training()).evaluationData(request -> iterator(batches));
    } else {
      builder
          .trainingMultiData(request -> new TwoTowers.Batches(List.copyOf(batches)))
          .evaluationMultiData(request -> new TwoTowers.Batches(List.copyOf(batches)));
    }
    return builder.build();
  }

  private boolean isSingle() {
    return batches.get(0).numFeatureArrays() == 1 && batches.get(0).numLabelsArrays() == 1;
  }

  private DataSetIterator training() {
    DataSetIterator iterator = iterator(batches);
    iterator.setPreProcessor(processor);
    return iterator;
  }

  /** Another data set for each batch, since Deeplearning4j marks those that it processes. */
  static DataSetIterator iterator(List<MultiDataSet> batches) {
    return new ExistingDataSetIterator(
        (Iterable<DataSet>) () -> batches.stream().map(Program::dataSet).iterator());
  }

  static DataSet dataSet(MultiDataSet batch) {
    return new DataSet(
        batch.getFeatures(0),
        batch.getLabels(0),
        batch.getFeaturesMaskArray(0),
        batch.getLabelsMaskArray(0));
  }

  @Override
  public String toString() {
    return name;
  }
}
