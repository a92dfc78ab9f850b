package org.texp4j.dl4j.internal.backend.m21;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import org.deeplearning4j.nn.layers.mkldnn.BaseMKLDNNHelper;
import org.junit.jupiter.api.Test;
import org.nd4j.nativeblas.Nd4jCpu;
import org.texp4j.dl4j.train.Backend;

/** If one of the first two fails, {@link Nd4jCpu} is no longer needed. */
final class Nd4jCpuTest {

  private static final String NAME = "org.nd4j.nativeblas.Nd4jCpu";

  @Test
  void deeplearning4jAsksTheClassOfThatName() throws IOException {
    String resource = "/" + BaseMKLDNNHelper.class.getName().replace('.', '/') + ".class";
    try (InputStream bytes = BaseMKLDNNHelper.class.getResourceAsStream(resource)) {
      assertThat(new String(bytes.readAllBytes(), StandardCharsets.ISO_8859_1))
          .contains(NAME + "$Environment");
    }
  }

  @Test
  void nd4jHasNoClassOfThatName() throws IOException {
    String resource = NAME.replace('.', '/') + ".class";

    assertThat(Collections.list(Nd4jCpu.class.getClassLoader().getResources(resource))).hasSize(1);
  }

  @Test
  void deeplearning4jGetsTheAnswer() {
    assertThat(BaseMKLDNNHelper.mklDnnEnabled()).isEqualTo(Backend.start().oneDnn());
  }
}
