package demo.cifar;

import static org.texp4j.annotations.Normalization.BATCH;
import static org.texp4j.annotations.ScheduleType.TEXP_PLUS_PLUS;

import java.io.IOException;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.texp4j.annotations.CosineDecay;
import org.texp4j.annotations.EvaluationData;
import org.texp4j.annotations.Experiment;
import org.texp4j.annotations.Momentum;
import org.texp4j.annotations.Network;
import org.texp4j.annotations.Normalized;
import org.texp4j.annotations.Schedule;
import org.texp4j.annotations.TrainingData;
import org.texp4j.annotations.Warmup;
import org.texp4j.annotations.WeightDecay;
import org.texp4j.dl4j.DataRequest;

/** The usual recipe for CIFAR-10, with warm-up and a cosine. */
@Experiment(seed = 20_151_210, trainingExamples = 50_000)
@Normalized(BATCH)
@Momentum(0.9)
@WeightDecay(5e-4)
@Warmup(epochs = 5)
@CosineDecay(minimum = 1e-4)
@Schedule(type = TEXP_PLUS_PLUS, learningRate = 0.1, epochs = 200)
public final class PreResNet20 {
  private PreResNet20() {}

  @Network
  static ComputationGraphConfiguration network(NeuralNetConfiguration.Builder base) {
    return base.graphBuilder().build();
  }

  @TrainingData
  static DataSetIterator training(DataRequest request) throws IOException {
    throw new IOException("no data in this test");
  }

  @EvaluationData
  static DataSetIterator evaluation(DataRequest request) throws IOException {
    throw new IOException("no data in this test");
  }
}
