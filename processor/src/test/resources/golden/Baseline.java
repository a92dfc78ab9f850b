package demo;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.texp4j.annotations.Experiment;
import org.texp4j.annotations.Momentum;
import org.texp4j.annotations.Network;
import org.texp4j.annotations.Normalization;
import org.texp4j.annotations.Normalized;
import org.texp4j.annotations.Schedule;
import org.texp4j.annotations.ScheduleType;
import org.texp4j.annotations.StepDecay;
import org.texp4j.annotations.TrainingData;
import org.texp4j.annotations.WeightDecay;
import org.texp4j.dl4j.DataRequest;

/** Declarations may be nested. */
public interface Baseline {

  /** The recipe of FashionCnn, run as declared. */
  @Experiment(name = "fashion-baseline", trainingExamples = 5000)
  @Normalized(Normalization.BATCH)
  @Momentum(0.9)
  @WeightDecay(5e-4)
  @StepDecay(epochs = {8, 12})
  @Schedule(type = ScheduleType.WEIGHT_DECAY, learningRate = 0.1, epochs = 16)
  class Fashion {
    private Fashion() {}

    @Network
    static MultiLayerConfiguration network(NeuralNetConfiguration.Builder base) {
      return base.list().build();
    }

    @TrainingData
    static DataSetIterator training(DataRequest request) {
      throw new UnsupportedOperationException();
    }
  }
}
