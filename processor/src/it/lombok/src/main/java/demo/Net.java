package demo;

import static org.texp4j.annotations.Normalization.BATCH;
import static org.texp4j.annotations.ScheduleType.TEXP_PLUS_PLUS;

import lombok.AccessLevel;
import lombok.NoArgsConstructor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.texp4j.annotations.Network;
import org.texp4j.annotations.Normalized;
import org.texp4j.annotations.Schedule;
import org.texp4j.annotations.TrainingData;
import org.texp4j.annotations.WeightDecay;
import org.texp4j.dl4j.DataRequest;

@Normalized(BATCH)
@WeightDecay(5e-4)
@Schedule(type = TEXP_PLUS_PLUS, learningRate = 0.1, steps = 3)
@NoArgsConstructor(access = AccessLevel.PRIVATE)
final class Net {

  /** Both classes of Lombok's: what it adds is there when the training class is compiled. */
  @Network
  static MultiLayerConfiguration network(NeuralNetConfiguration.Builder base) {
    return base.list()
        .layer(new DenseLayer.Builder().nOut(new Settings(8).getWidth()).build())
        .build();
  }

  @TrainingData
  static DataSetIterator training(DataRequest request) {
    throw new UnsupportedOperationException();
  }
}
