package org.texp4j.dl4j.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JSON objects come back as they were written, and anything else is refused by name. */
class JsonObjectTest {

  @Test
  void numbersKeepTheirBits() {
    Random random = new Random(7);
    for (int i = 0; i < 100_000; i++) {
      assertComesBack(Double.longBitsToDouble(random.nextLong()));
    }
    for (double special :
        new double[] {
          0.0,
          -0.0,
          Double.MIN_VALUE,
          Double.MIN_NORMAL,
          Double.MAX_VALUE,
          1e22,
          Double.POSITIVE_INFINITY,
          Double.NEGATIVE_INFINITY,
          Double.NaN
        }) {
      assertComesBack(special);
    }
  }

  private static void assertComesBack(double value) {
    double back = JsonObject.parse(new JsonObject().put("x", value).toString()).number("x");

    assertThat(Double.doubleToLongBits(back)).isEqualTo(Double.doubleToLongBits(value));
  }

  @Test
  void everyTypeComesBack() {
    JsonObject written =
        new JsonObject()
            .put("whole", Long.MIN_VALUE)
            .put("flag", true)
            .put("text", "τ \"quoted\"\n\u2028 😀")
            .put("object", new JsonObject().put("x", 1))
            .put("objects", List.of(new JsonObject().put("y", 2), new JsonObject()))
            .put("none", List.of());

    for (String text : List.of(written.toString(), written.toLines())) {
      JsonObject read = JsonObject.parse(text);
      assertThat(read.whole("whole")).isEqualTo(Long.MIN_VALUE);
      assertThat(read.flag("flag")).isTrue();
      assertThat(read.text("text")).isEqualTo("τ \"quoted\"\n\u2028 😀");
      assertThat(read.object("object").whole("x")).isEqualTo(1);
      assertThat(read.objects("objects").get(0).whole("y")).isEqualTo(2);
      assertThat(read.objects("none")).isEmpty();
      assertThat(read.optional("whole", read::whole)).contains(Long.MIN_VALUE);
      assertThat(read.optional("gone", read::whole)).isEmpty();
      assertThat(read.toString()).isEqualTo(written.toString());
    }
    assertThat(written.toString()).doesNotContain("\n");
    assertThat(written.flat())
        .containsEntry("object.x", "1")
        .containsEntry("objects[0].y", "2")
        .containsEntry("none", "none");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "whole | {} | it has no whole",
        "whole | {\"whole\":1.5} | whole is 1.5, not a whole number",
        "whole | {\"whole\":9223372036854775808} | whole is 9223372036854775808, not a whole number",
        "number | {\"number\":\"1\"} | number is \"1\", not a number",
        "flag | {\"flag\":1} | flag is 1, not true or false",
        "text | {\"text\":1} | text is 1, not a string",
        "object | {\"object\":[]} | object is [], not an object",
        "objects | {\"objects\":{}} | objects is {}, not an array",
        "objects | {\"objects\":[1]} | it is no JSON object"
      })
  void aMemberThatIsMissingOrOfAnotherTypeIsNamed(String type, String json, String message) {
    JsonObject object = JsonObject.parse(json);

    assertThatThrownBy(
            () -> {
              switch (type) {
                case "whole" -> object.whole("whole");
                case "number" -> object.number("number");
                case "flag" -> object.flag("flag");
                case "text" -> object.text("text");
                case "object" -> object.object("object");
                default -> object.objects("objects");
              }
            })
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource({"[1]", "1", "''", "'{\"a\":1'", "'{} {}'", "'{\"a\":NaN}'"})
  void anythingButAnObjectIsRefused(String text) {
    assertThatThrownBy(() -> JsonObject.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("it is no JSON");
  }

  @Test
  void differencesAreNamedByPath() {
    JsonObject before =
        new JsonObject()
            .put("same", 1)
            .put("gone", "x")
            .put("in", new JsonObject().put("seed", 7).put("same", 2.5));
    JsonObject now =
        new JsonObject()
            .put("same", 1)
            .put("in", new JsonObject().put("seed", 8).put("same", 2.5))
            .put("more", true);

    assertThat(Difference.between(before, now).stream().map(Difference::toString))
        .containsExactly("gone: was x, is none", "in.seed: was 7, is 8", "more: was none, is true");
    assertThat(Difference.between(before, before)).isEmpty();
    assertThat(Difference.between(before, now).get(0).in("result").name()).isEqualTo("result.gone");
  }
}
