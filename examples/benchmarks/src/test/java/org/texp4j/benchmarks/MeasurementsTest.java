package org.texp4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class MeasurementsTest {

  @Test
  void measurementsAreReadAsTheyWereWritten() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(bytes)) {
      Measurements.writeNetwork(out, 272_474, "some natives; 2 threads");
      out.println("a line of somebody else");
      Measurements.writeStep(out, 1.5);
      Measurements.writeStep(out, 2.5);
    }
    Measurements read = new Measurements();
    bytes.toString().lines().forEach(read::read);

    assertThat(read.parameters()).isEqualTo(272_474);
    assertThat(read.backend()).isEqualTo("some natives; 2 threads");
    assertThat(read.times().median()).isEqualTo(2);
    assertThat(read.times().count()).isEqualTo(2);
  }
}
