package org.texp4j.dl4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.texp4j.dl4j.TinyExperiments.constantRecipe;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.datavec.api.io.labels.ParentPathLabelGenerator;
import org.datavec.api.records.reader.RecordReader;
import org.datavec.api.records.reader.impl.csv.CSVRecordReader;
import org.datavec.api.records.reader.impl.csv.CSVSequenceRecordReader;
import org.datavec.api.records.reader.impl.transform.TransformProcessRecordReader;
import org.datavec.api.split.CollectionInputSplit;
import org.datavec.api.split.FileSplit;
import org.datavec.api.transform.TransformProcess;
import org.datavec.api.transform.schema.Schema;
import org.datavec.image.recordreader.ImageRecordReader;
import org.datavec.image.transform.FlipImageTransform;
import org.datavec.image.transform.ImageTransform;
import org.datavec.image.transform.PipelineImageTransform;
import org.datavec.image.transform.RandomCropTransform;
import org.deeplearning4j.datasets.datavec.RecordReaderDataSetIterator;
import org.deeplearning4j.datasets.datavec.SequenceRecordReaderDataSetIterator;
import org.deeplearning4j.datasets.datavec.SequenceRecordReaderDataSetIterator.AlignmentMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.preprocessor.ImagePreProcessingScaler;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.texp4j.dl4j.Bits;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TinyExperiments;
import org.texp4j.dl4j.TrainingState;
import org.texp4j.dl4j.data.DataException;
import org.texp4j.dl4j.data.DataFiles;
import org.texp4j.dl4j.data.EpochIterator;
import org.texp4j.dl4j.data.ExampleIterator;
import org.texp4j.schedule.RecipeForm;

/** DataVec's readers, shuffled and augmented, train as by {@code fit} and resume in any step. */
class DataVecTest {

  private static final int CLASSES = 4;
  private static final int EXAMPLES = 22;
  private static final int BATCH = 4;
  private static final int STEPS_PER_EPOCH = 6;
  private static final long STEPS = 2 * STEPS_PER_EPOCH;
  private static final int SIDE = 8;
  private static final double RATE = 0.05;

  /** Some thousand units in the last place of a double. */
  private static final double ROUNDING = 1e-12;

  @TempDir private static Path directory;

  /** What the records are, and how a user opens an epoch of them. */
  enum Kind {
    /** Images in folders of their classes, cropped and mirrored. */
    IMAGES {
      @Override
      DataSetIterator open(long seed) throws IOException {
        Random random = new Random(seed);
        ImageTransform augmentation =
            new PipelineImageTransform(
                random,
                seed,
                List.of(
                    new Pair<>(new RandomCropTransform(seed, SIDE, SIDE), 1.0),
                    new Pair<ImageTransform, Double>(new FlipImageTransform(1), 0.5)),
                false);
        ImageRecordReader reader =
            new ImageRecordReader(SIDE, SIDE, 1, new ParentPathLabelGenerator());
        DataFiles images = DataFiles.in(directory.resolve("images"), "*.png");
        reader.initialize(new CollectionInputSplit(images.shuffled(seed)), augmentation);
        DataSetIterator batches = new RecordReaderDataSetIterator(reader, BATCH, 1, CLASSES);
        batches.setPreProcessor(new ImagePreProcessingScaler(0, 1));
        return batches;
      }

      @Override
      MultiLayerConfiguration network(NeuralNetConfiguration.Builder base) {
        return TinyExperiments.classifier(
            base, TinyExperiments.convolution(3, false), TinyExperiments.norm(false));
      }
    },

    /** Rows of numbers and a category, in several files. */
    TABLE {
      @Override
      DataSetIterator open(long seed) throws Exception {
        DataFiles shards = DataFiles.in(directory.resolve("table"), "*.csv");
        RecordReader reader = new TransformProcessRecordReader(new CSVRecordReader(1), oneHot());
        reader.initialize(new CollectionInputSplit(shards.shuffled(seed)));
        return new RecordReaderDataSetIterator(reader, BATCH, 5, CLASSES);
      }

      @Override
      MultiLayerConfiguration network(NeuralNetConfiguration.Builder base) {
        return base.list()
            .layer(new DenseLayer.Builder().nOut(6).activation(Activation.IDENTITY).build())
            .layer(TinyExperiments.norm(false))
            .layer(TinyExperiments.output())
            .setInputType(InputType.feedForward(5))
            .build();
      }
    },

    /** Sequences of different lengths, with one class each at their end. */
    SEQUENCES {
      @Override
      DataSetIterator open(long seed) throws Exception {
        return new SequenceRecordReaderDataSetIterator(
            sequences("*.in", seed),
            sequences("*.out", seed),
            BATCH,
            CLASSES,
            false,
            AlignmentMode.ALIGN_END);
      }

      private CSVSequenceRecordReader sequences(String names, long seed) throws Exception {
        CSVSequenceRecordReader reader = new CSVSequenceRecordReader();
        DataFiles files = DataFiles.in(directory.resolve("sequences"), names);
        reader.initialize(new CollectionInputSplit(files.shuffled(seed)));
        return reader;
      }

      @Override
      MultiLayerConfiguration network(NeuralNetConfiguration.Builder base) {
        return base.list()
            .layer(new LSTM.Builder().nOut(3).activation(Activation.TANH).build())
            .layer(
                new RnnOutputLayer.Builder(LossFunction.MCXENT)
                    .nOut(CLASSES)
                    .activation(Activation.SOFTMAX)
                    .build())
            .setInputType(InputType.recurrent(2))
            .build();
      }
    };

    abstract DataSetIterator open(long seed) throws Exception;

    abstract MultiLayerConfiguration network(NeuralNetConfiguration.Builder base);

    /** The form of a run: nothing before an LSTM's activations can be converted. */
    private RecipeForm form() {
      return this == SEQUENCES ? RecipeForm.WEIGHT_DECAY : RecipeForm.TEXP_PLUS_PLUS;
    }
  }

  private static TransformProcess oneHot() {
    Schema schema =
        new Schema.Builder()
            .addColumnsDouble("x", "y")
            .addColumnCategorical("colour", "red", "green", "blue")
            .addColumnInteger("class")
            .build();
    return new TransformProcess.Builder(schema).categoricalToOneHot("colour").build();
  }

  @BeforeAll
  static void writeRecords() throws IOException {
    Random random = new Random(3);
    for (int i = 0; i < EXAMPLES; i++) {
      int label = i % CLASSES;
      Path folder = Files.createDirectories(directory.resolve("images/class" + label));
      BufferedImage image = new BufferedImage(10, 10, BufferedImage.TYPE_BYTE_GRAY);
      for (int p = 0; p < 100; p++) {
        int value = p / 20 == label ? 255 : random.nextInt(200);
        image.getRaster().setSample(p % 10, p / 10, 0, value);
      }
      ImageIO.write(image, "png", folder.resolve(i + ".png").toFile());
    }
    String[] colours = {"red", "green", "blue"};
    for (int shard = 0; shard < 3; shard++) {
      StringBuilder rows = new StringBuilder("x,y,colour,class\n");
      for (int i = shard; i < EXAMPLES; i += 3) {
        rows.append(random.nextGaussian()).append(',').append(random.nextGaussian());
        rows.append(',').append(colours[random.nextInt(3)]).append(',').append(i % CLASSES);
        rows.append('\n');
      }
      write("table/part-" + shard + ".csv", rows);
    }
    for (int i = 0; i < EXAMPLES; i++) {
      StringBuilder steps = new StringBuilder();
      for (int step = 0; step <= i % 5; step++) {
        steps.append(random.nextGaussian()).append(',').append(i % CLASSES).append('\n');
      }
      write("sequences/" + i + ".in", steps);
      write("sequences/" + i + ".out", new StringBuilder().append(i % CLASSES));
    }
  }

  private static void write(String name, CharSequence content) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  /** With {@code trainingExamples} left out: they are counted. */
  private static Experiment.Builder experiment(Kind kind, RecipeForm form) {
    return Experiment.named("datavec")
        .seed(1)
        .batchSize(BATCH)
        .recipe(stepsPerEpoch -> constantRecipe(2 * stepsPerEpoch, RATE, 0, 0), form)
        .multiLayerNetwork(kind::network)
        .trainingData(request -> EpochIterator.of(request, kind::open))
        .loop(
            run -> {
              while (run.hasNext()) {
                run.takeStep(run.nextBatch());
              }
            });
  }

  @ParameterizedTest
  @EnumSource
  void everyStepIsThatOfFitOverTheSameRecords(Kind kind) throws Exception {
    List<Long> seeds = new ArrayList<>();
    Experiment experiment =
        experiment(kind, RecipeForm.WEIGHT_DECAY)
            .trainingData(
                request ->
                    EpochIterator.of(
                            request,
                            seed -> {
                              seeds.add(seed);
                              return kind.open(seed);
                            })
                        .withExamples(EXAMPLES))
            .build();
    TrainingRun run =
        TrainingRun.start(experiment, RunSettings.of(experiment).withDataType(DataType.DOUBLE));
    MultiLayerNetwork fitted =
        new MultiLayerNetwork(
            kind.network(
                new NeuralNetConfiguration.Builder()
                    .dataType(DataType.DOUBLE)
                    .updater(new Sgd(RATE))));
    fitted.init();
    fitted.setParams(run.network().parameters().dup());

    for (int epoch = 0; epoch < 2; epoch++) {
      DataSetIterator records = null;
      for (int step = 0; step < STEPS_PER_EPOCH; step++) {
        run.takeStep(run.nextBatch());
        if (records == null) {
          // Epoch 0 is started twice: to set up the run, and to train.
          records = kind.open(seeds.get(epoch + 1));
        }
        fitted.fit(records.next());

        assertThat(distance(run.network().parameters(), fitted.params()))
            .as("after step %d", run.step())
            .isLessThan(ROUNDING);
      }
      assertThat(records.hasNext()).isFalse();
    }
    assertThat(run.hasNext()).isFalse();
  }

  private static double distance(INDArray actual, INDArray expected) {
    INDArray truth = expected.reshape(expected.length());
    return actual.sub(truth).norm2Number().doubleValue() / truth.norm2Number().doubleValue();
  }

  /** Dropout draws random numbers in between, as those of a pipeline of DataVec. */
  @ParameterizedTest
  @EnumSource
  void resumesBitIdenticallyFromAnyStep(Kind kind) {
    Experiment experiment =
        experiment(kind, kind.form())
            .multiLayerNetwork(base -> kind.network(base.dropOut(0.8)))
            .build();
    TrainingRun whole = start(experiment);
    List<RunSnapshot> snapshots = new ArrayList<>();
    while (whole.hasNext()) {
      snapshots.add(whole.snapshot());
      whole.takeStep(whole.nextBatch());
    }
    TrainingState end = whole.state();

    assertThat(snapshots).hasSize((int) STEPS);
    for (RunSnapshot snapshot : snapshots) {
      TrainingRun resumed = start(experiment);
      resumed.restore(snapshot);
      experiment.loop().train(resumed);

      assertThat(Bits.of(resumed.state().parameters()))
          .as("resumed at step %d", snapshot.step())
          .isEqualTo(Bits.of(end.parameters()));
    }
  }

  private static TrainingRun start(Experiment experiment) {
    return TrainingRun.start(experiment, RunSettings.of(experiment));
  }

  @Test
  void epochsAreAugmentedAndOrderedDifferently() throws Exception {
    assertThat(ExampleIterator.all(Kind.IMAGES.open(1)).getFeatures())
        .isEqualTo(ExampleIterator.all(Kind.IMAGES.open(1)).getFeatures())
        .isNotEqualTo(ExampleIterator.all(Kind.IMAGES.open(2)).getFeatures());
    assertThat(ExampleIterator.all(Kind.TABLE.open(1)).getFeatures())
        .isNotEqualTo(ExampleIterator.all(Kind.TABLE.open(2)).getFeatures());
    DataSet sequences = ExampleIterator.all(Kind.SEQUENCES.open(1));
    assertThat(sequences.getFeatures().shape()).containsExactly(EXAMPLES, 2, 5);
    assertThat(sequences.getLabelsMaskArray().sumNumber().intValue()).isEqualTo(EXAMPLES);
  }

  /** The mistake that reseeding exists for: whoever resumes would get other pictures. */
  @Test
  void randomNumbersThatDoNotFollowFromTheSeedAreRefusedAtTheFirstStep() {
    Experiment experiment =
        experiment(Kind.IMAGES, RecipeForm.WEIGHT_DECAY)
            .trainingData(
                request ->
                    EpochIterator.of(request, seed -> Kind.IMAGES.open(new Random().nextLong())))
            .build();

    assertThatThrownBy(() -> start(experiment).train())
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "the training data give another first batch each time that epoch 1 is started:"
                + " whatever is shuffled or changed in an epoch must follow from its number, with"
                + " an EpochIterator from the seed that opens it");
  }

  /** As in most programs for tables: all rows at once, shuffled by the row. */
  @Test
  void rowsInMemoryResumeBitIdentically() {
    Experiment experiment =
        experiment(Kind.TABLE, RecipeForm.TEXP_PLUS_PLUS)
            .trainingData(
                request ->
                    ExampleIterator.training(
                        ExampleIterator.all(Kind.TABLE.open(0)),
                        request.batchSize(),
                        request.seed()))
            .build();
    TrainingRun whole = start(experiment);
    while (whole.step() < STEPS_PER_EPOCH + 2) {
      whole.takeStep(whole.nextBatch());
    }
    RunSnapshot snapshot = whole.snapshot();
    whole.train();
    TrainingRun resumed = start(experiment);
    resumed.restore(snapshot);
    resumed.train();

    assertThat(whole.stepsPerEpoch()).isEqualTo(STEPS_PER_EPOCH);
    assertThat(Bits.of(resumed.state().parameters()))
        .isEqualTo(Bits.of(whole.state().parameters()));
  }

  /** A plain reader, which has no order of its own, resumes as it is. */
  @Test
  void aReaderThatDoesNotShuffleNeedsNoAdapter() {
    Experiment experiment =
        experiment(Kind.TABLE, RecipeForm.TEXP_PLUS_PLUS)
            .trainingData(
                request -> {
                  RecordReader reader =
                      new TransformProcessRecordReader(new CSVRecordReader(1), oneHot());
                  reader.initialize(new FileSplit(directory.resolve("table/part-0.csv").toFile()));
                  return new RecordReaderDataSetIterator(reader, BATCH, 5, CLASSES);
                })
            .build();
    TrainingRun whole = start(experiment);
    whole.takeStep(whole.nextBatch());
    RunSnapshot snapshot = whole.snapshot();
    whole.train();
    TrainingRun resumed = start(experiment);
    resumed.restore(snapshot);
    resumed.train();

    assertThat(whole.notes()).anyMatch(note -> note.startsWith("data: 8 examples, counted"));
    assertThat(whole.stepsPerEpoch()).isEqualTo(2);
    assertThat(Bits.of(resumed.state().parameters()))
        .isEqualTo(Bits.of(whole.state().parameters()));
  }
}
