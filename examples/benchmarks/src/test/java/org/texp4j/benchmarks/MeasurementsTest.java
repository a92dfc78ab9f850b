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
      Measurements.writeBackend(out, "some natives; 2 threads");
      out.println("a line of somebody else");
      Measurements.writeStep(out, Variant.GENERATED, 1.5);
      Measurements.writeStep(out, Variant.STOCK, 7);
      Measurements.writeStep(out, Variant.GENERATED, 2.5);
    }
    Measurements read = new Measurements();
    bytes.toString().lines().forEach(read::read);

    assertThat(read.backend()).isEqualTo("some natives; 2 threads");
    assertThat(read.of(Variant.GENERATED).median()).isEqualTo(2);
    assertThat(read.of(Variant.STOCK).count()).isEqualTo(1);
  }
}
