package org.texp4j.dl4j.train;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.DataRequest;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.data.EpochData;
import org.texp4j.dl4j.internal.digest.Sha256;
import org.texp4j.dl4j.internal.setup.DataOpening;
import org.texp4j.dl4j.internal.setup.OpenData;
import org.texp4j.dl4j.internal.setup.Seed;

/**
 * The training data of a run, opened.
 *
 * @param feed the batches
 * @param first the first batch; drawn in every form of a recipe, so that data with a random order
 *     of their own give all forms the same batches
 * @param digest the digest of the data if they know it, or else of the first batch
 * @param notes what a user has to know about the length of an epoch; one sentence each
 */
record TrainingData(BatchFeed feed, Batch first, String digest, List<String> notes) {

  /**
   * Opens the training data of an experiment.
   *
   * @throws org.texp4j.dl4j.data.DataException if the data cannot be used
   * @throws org.texp4j.dl4j.TrainingException if the experiment has none, or its method fails
   */
  static TrainingData open(Experiment experiment, RunSettings settings) {
    Experiment.Data method =
        experiment.trainingData().orElseThrow(() -> DataOpening.scheduleOnly(experiment));
    long order = new Seed(experiment.seed()).child("order");
    DataRequest request = new DataRequest(settings.data(), experiment.batchSize(), order);
    OpenData data = open(method, request);
    EpochSize size = EpochSize.of(data, experiment, request, () -> open(method, request));
    // Before the first batch is asked for, since then the data are read ahead by another thread.
    Optional<String> known = data.epochs().flatMap(EpochData::digest);
    BatchFeed feed = new BatchFeed(data, size, experiment.batchSize());
    Batch first = feed.next(0, 1);
    return new TrainingData(
        feed,
        first,
        known.orElseGet(() -> digest(first, size, experiment)),
        size.notes(experiment));
  }

  /** The same data, of which each batch is cut into segments. */
  TrainingData in(TimeSegments segments) {
    return new TrainingData(feed.in(segments), first, digest, notes);
  }

  /** A segment of the first batch. */
  Batch segment(int index) {
    return feed.segments().segment(first, index);
  }

  /**
   * The first examples of the first segment with labels other than 0 that are not masked: sequences
   * may be labeled at their last time step only. Without any, of the first segment.
   */
  Batch firstLearnable(int examples) {
    return IntStream.range(0, feed.segments().perBatch())
        .mapToObj(index -> segment(index).first(examples))
        .filter(TrainingData::isLabeled)
        .findFirst()
        .orElseGet(() -> segment(0).first(examples));
  }

  private static boolean isLabeled(Batch batch) {
    return IntStream.range(0, batch.labels().size())
        .anyMatch(output -> isLabeled(batch.labels().get(output), batch.labelMask(output)));
  }

  private static boolean isLabeled(INDArray labels, INDArray mask) {
    INDArray sizes = Transforms.abs(labels, true);
    boolean perStep = mask != null && labels.rank() == 3 && mask.rank() == 2;
    INDArray masked = perStep ? sizes.sum(1).mul(mask.castTo(sizes.dataType())) : sizes;
    return masked.sumNumber().doubleValue() > 0;
  }

  private static OpenData open(Experiment.Data method, DataRequest request) {
    return DataOpening.open("@TrainingData", method, request);
  }

  private static String digest(Batch first, EpochSize size, Experiment experiment) {
    // A declared number is part of the declaration.
    String counted = experiment.declaresTrainingExamples() ? "" : size.examples() + " examples, ";
    StringBuilder digest = new StringBuilder(counted + "first batch");
    append(digest, first.features());
    append(digest, first.labels());
    if (first.hasMasks()) {
      append(digest.append(", feature masks"), first.featureMasks());
      append(digest.append(", label masks"), first.labelMasks());
    }
    return digest.toString();
  }

  private static void append(StringBuilder digest, List<INDArray> arrays) {
    arrays.forEach(array -> digest.append(' ').append(array == null ? "none" : Sha256.of(array)));
  }

  /** The number of examples in the last batch of an epoch, if the data are as declared. */
  long lastExamples() {
    return feed.lastExamples();
  }

  long stepsPerEpoch() {
    return feed.stepsPerEpoch();
  }
}
