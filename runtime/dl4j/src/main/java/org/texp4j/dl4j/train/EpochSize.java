package org.texp4j.dl4j.train;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.texp4j.dl4j.DataRequest;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.data.DataException;
import org.texp4j.dl4j.data.EpochData;
import org.texp4j.dl4j.internal.setup.OpenData;

/**
 * The number of training examples in an epoch.
 *
 * @param examples the number, at least 1
 * @param source where it is from
 */
record EpochSize(long examples, Source source) {

  /** Where the number is from. */
  enum Source {
    /** The data know it: {@link EpochData#examples}. */
    KNOWN,
    /** The data are in memory. */
    IN_MEMORY,
    /** It is declared, and the data do not know it. */
    DECLARED,
    /** It was counted by reading the data once. */
    COUNTED
  }

  /**
   * Returns the size of an epoch: as the data know it, or else as declared, or else counted.
   *
   * @param request the request that the data were opened with
   * @param reopened opens the data once more; they are counted so that those of the run begin as if
   *     the number had been declared
   * @throws DataException if there are no examples, or not as many as declared of the data that
   *     come with the experiment
   */
  static EpochSize of(
      OpenData data, Experiment experiment, DataRequest request, Supplier<OpenData> reopened) {
    Optional<Long> known = data.epochs().map(EpochData::examples);
    if (known.isPresent()) {
      requireDeclared(known.get(), experiment, request);
      return new EpochSize(known.get(), Source.KNOWN);
    }
    OptionalLong inMemory = data.countedInMemory();
    if (inMemory.isPresent()) {
      requireDeclared(inMemory.getAsLong(), experiment, request);
      return new EpochSize(inMemory.getAsLong(), Source.IN_MEMORY);
    } else if (experiment.declaresTrainingExamples()) {
      return new EpochSize(experiment.trainingExamples(), Source.DECLARED);
    }
    return new EpochSize(count(reopened.get()), Source.COUNTED);
  }

  private static void requireDeclared(long found, Experiment experiment, DataRequest request) {
    requireAny(found);
    // Other data, by --data, may have another number.
    if (request.directory().isEmpty()
        && experiment.declaresTrainingExamples()
        && experiment.trainingExamples() != found) {
      throw new DataException(
          "@Experiment declares trainingExamples = "
              + experiment.trainingExamples()
              + ", but the training data have "
              + examples(found)
              + ": write "
              + found
              + " or nothing, if the data are complete");
    }
  }

  private static long count(OpenData data) {
    long examples = 0;
    data.reset();
    while (data.hasNext()) {
      examples += BatchReader.nextUsable(data).examples();
    }
    requireAny(examples);
    return examples;
  }

  private static void requireAny(long examples) {
    if (examples < 1) {
      throw new DataException(
          "there are no training data: check where the @TrainingData method reads them");
    }
  }

  /** The number of steps in an epoch, at least 1. */
  long steps(int batchSize) {
    return (examples - 1) / batchSize + 1;
  }

  /** The number of examples in the last batch of an epoch. */
  long lastBatch(int batchSize) {
    return examples - (steps(batchSize) - 1) * batchSize;
  }

  /** Whether the last batch may have a number of examples; a declared size is that of steps. */
  boolean allowsLastBatch(int number, int batchSize) {
    return source == Source.DECLARED || number == lastBatch(batchSize);
  }

  /** What data are expected to give that did not, and what to do; the end of a sentence. */
  String expectation(int batchSize) {
    return switch (source) {
      case KNOWN ->
          "they have "
              + examples(examples)
              + " by their own examples(), in batches of "
              + batchSize
              + ": let the iterator give each of them once in every epoch";
      case DECLARED ->
          "an epoch is declared to have "
              + steps(batchSize)
              + " steps: set trainingExamples in @Experiment to the number of examples the data"
              + " gives, or leave it out to have them counted, and let batches have the size of the"
              + " request";
      case IN_MEMORY, COUNTED ->
          examples(examples)
              + " were counted at the start, in batches of "
              + batchSize
              + ": let the iterator give as many in every epoch";
    };
  }

  /** What a user has to know; one sentence each. */
  List<String> notes(Experiment experiment) {
    if (source == Source.COUNTED) {
      return List.of(
          "data: "
              + examples(examples)
              + ", counted by reading them once; trainingExamples = "
              + examples
              + " in @Experiment saves that");
    } else if (!experiment.declaresTrainingExamples()) {
      return List.of("data: " + examples(examples) + " in an epoch");
    } else if (examples != experiment.trainingExamples()) {
      return List.of(
          "data: "
              + examples(examples)
              + " in an epoch instead of the declared "
              + experiment.trainingExamples()
              + "; lengths in epochs change accordingly");
    }
    return List.of();
  }

  private static String examples(long number) {
    return number + (number == 1 ? " example" : " examples");
  }
}
