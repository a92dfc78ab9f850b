package org.texp4j.dl4j.data;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import org.junit.jupiter.api.Test;

class DataFileTest {

  /** Two gigabytes in one array are too many for Java, and no batch can be blamed. */
  @Test
  void aFileThatDoesNotFitIntoMemoryIsNamed() {
    DataFile file = new DataFile("data_batch_1.bin", InputStream::nullInputStream);

    assertThatThrownBy(
            () ->
                file.read(
                    bytes -> {
                      throw new OutOfMemoryError("Required array size too large");
                    }))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("data_batch_1.bin does not fit into the memory of Java, ")
        .hasMessageEndingWith("give it more with -Xmx; of one file, at most 2 GiB can be read");
  }
}
