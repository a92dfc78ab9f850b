package org.texp4j.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvTableTest {

  private static final String CSV = "step,value\n0,0.1\n5,0.02\n\n10, 1e-3\n";

  @Test
  void holdsEachValueUntilTheNext() {
    assertThat(table(CSV)).isEqualTo(Curve.piecewiseConstant(List.of(0.1, 0.02, 1e-3), 5, 10));
  }

  @Test
  void goesFromValueToValueIfAskedTo() {
    Curve expected = Curve.interpolated(List.of(0.1, 0.02, 1e-3), Interpolation.COSINE, 5, 10);
    assertThat(Curve.table(new StringReader(CSV), Interpolation.COSINE)).isEqualTo(expected);
  }

  @Test
  void readsWhatASpreadsheetWrites() {
    assertThat(table("\uFEFFstep,value\r\n0,2\r\n7,1\r\n"))
        .isEqualTo(Curve.piecewiseConstant(List.of(2.0, 1.0), 7));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|line 1: the table ends before its first line; write the header step,value",
        "0,0.1|line 1: the header is \"0,0.1\"; write step,value",
        "step;value|line 1: the header is \"step;value\"; write step,value",
        "step,value|line 2: the table ends before its first row; write one such as 0,0.1",
        "step,value/1,0.1|line 2: the first row is for step 1; write one for step 0 before it",
        "step,value/0,0.1/5,0.2/5,0.3|line 4: step 5 follows step 5; write the rows in the order",
        "step,value/0,0.1//5,0.2/4,0.3|line 5: step 4 follows step 5; write the rows in the order",
        "step,value/0,0.1/5|line 3: \"5\" is not two numbers; write a step, a comma and a value",
        "step,value/0,0,1|line 2: \"0,0,1\" is not two numbers; write a step, a comma and a value",
        "step,value/0,0.1/5,|line 3: the value \"\" is not a number; write one such as 0.1",
        "step,value/0,0.1/x,1|line 3: the step \"x\" is not a whole number; write one such as 100",
        "step,value/0,0.1/1e3,1|line 3: the step \"1e3\" is not a whole number",
        "step,value/0,NaN|line 2: the value NaN is not finite; write a number such as 0.1",
        "step,value/0,1e999|line 2: the value 1e999 is not finite; write a number such as 0.1"
      })
  void namesTheLineAndWhatToWrite(String csv, String message) {
    assertThatThrownBy(() -> table(csv.replace('/', '\n')))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("table, " + message);
  }

  @Test
  void namesTheFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("rates.csv");
    assertThatThrownBy(() -> Curve.table(file))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("rates.csv");
    Files.writeString(file, CSV);
    assertThat(Curve.table(file)).isEqualTo(table(CSV));
    Files.writeString(file, "step,value\n3,1");
    assertThatThrownBy(() -> Curve.table(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rates.csv, line 2: ");
    Files.write(file, new byte[] {'s', 't', 'e', 'p', ',', (byte) 0xFF});
    assertThatThrownBy(() -> Curve.table(file))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("rates.csv, after line 0");
  }

  @Test
  void saysHowFarItReadBeforeAFailure() {
    Reader broken =
        new Reader() {
          @Override
          public int read(char[] buffer, int offset, int length) throws IOException {
            throw new IOException("the disk is gone");
          }

          @Override
          public void close() {}
        };
    assertThatThrownBy(() -> Curve.table(broken))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("table, after line 0")
        .hasMessageContaining("the disk is gone");
  }

  private static Curve table(String csv) {
    return Curve.table(new StringReader(csv));
  }
}
