package demo;

import static org.texp4j.annotations.Better.HIGHER;
import static org.texp4j.annotations.Better.LOWER;
import static org.texp4j.annotations.Normalization.BATCH;
import static org.texp4j.annotations.ScheduleType.TEXP_PLUS_PLUS;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;
import org.texp4j.annotations.EvaluationData;
import org.texp4j.annotations.Experiment;
import org.texp4j.annotations.Metric;
import org.texp4j.annotations.Network;
import org.texp4j.annotations.Normalized;
import org.texp4j.annotations.Schedule;
import org.texp4j.annotations.TrainingData;
import org.texp4j.annotations.WeightDecay;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.DataRequest;
import org.texp4j.dl4j.TrainedNetwork;

/** Two outputs, and two metrics of the author's own. */
@Experiment(trainingExamples = 1_000)
@Normalized(BATCH)
@WeightDecay(5e-4)
@Schedule(type = TEXP_PLUS_PLUS, learningRate = 0.1, epochs = 20)
final class TwoHeads {
  private TwoHeads() {}

  @Network
  static ComputationGraphConfiguration network(NeuralNetConfiguration.Builder base) {
    return base.graphBuilder().build();
  }

  @TrainingData
  static MultiDataSetIterator training(DataRequest request) {
    return null;
  }

  @EvaluationData
  static MultiDataSetIterator evaluation(DataRequest request) {
    return null;
  }

  @Metric(better = HIGHER, primary = true)
  static double bothRight(TrainedNetwork network, Iterable<Batch> data) throws Exception {
    return 0.5;
  }

  @Metric(better = LOWER)
  static double worst(TrainedNetwork network, Iterable<Batch> data) {
    return 0.5;
  }
}
