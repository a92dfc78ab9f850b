package demo;

import static org.texp4j.annotations.Normalization.BATCH;
import static org.texp4j.annotations.ScheduleType.TEXP_PLUS_PLUS;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.texp4j.annotations.*;
import org.texp4j.dl4j.DataRequest;

@Experiment(name = "fashion-cnn", seed = 7, batchSize = 128, trainingExamples = 5000)
@Normalized(BATCH)
@Momentum(0.9)
@WeightDecay(5e-4)
@StepDecay(epochs = {8, 12}, factor = 0.1)
@Schedule(type = TEXP_PLUS_PLUS, learningRate = 0.1, epochs = 16)
final class FashionCnn {
  @Network
  static MultiLayerConfiguration network(NeuralNetConfiguration.Builder base) {
    return base.list().build();
  }

  @TrainingData
  static DataSetIterator training(DataRequest request) {
    throw new UnsupportedOperationException();
  }

  @EvaluationData
  static DataSetIterator evaluation(DataRequest request) {
    throw new UnsupportedOperationException();
  }
}
