package org.texp4j.dl4j.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.texp4j.dl4j.chart.LineChart.Point;
import org.texp4j.dl4j.chart.LineChart.Scale;
import org.texp4j.dl4j.chart.LineChart.Series;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** Whatever is plotted, the chart is well-formed and its lines lie within it. */
class LineChartTest {

  private static final List<String> COORDINATES =
      List.of("x", "y", "x1", "y1", "x2", "y2", "width", "height");

  static Stream<Arguments> lines() {
    return Stream.of(
        Arguments.of("none", Scale.LINEAR, List.of()),
        Arguments.of("empty", Scale.LINEAR, List.of(Series.of("empty", 0, List.of()))),
        Arguments.of("one point", Scale.LOG10, List.of(series(5))),
        Arguments.of("constant", Scale.LINEAR, List.of(series(3, 3, 3))),
        Arguments.of("constant and huge", Scale.LINEAR, List.of(series(1e300, 1e300))),
        Arguments.of("constant and tiny", Scale.LINEAR, List.of(series(1e-300, 1e-300))),
        Arguments.of("no finite point", Scale.LOG10, List.of(series(Double.NEGATIVE_INFINITY))),
        Arguments.of("past the range of a double", Scale.LOG10, List.of(series(-1, 400, 5000))),
        Arguments.of("interrupted", Scale.LINEAR, List.of(series(1, Double.NaN, 2), series(0, 9))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lines")
  void isWellFormedAndInsideItsFrame(String name, Scale scale, List<Series> series)
      throws Exception {
    Document svg = parsed(new LineChart("title", "x", "y", scale, series));

    NodeList elements = svg.getElementsByTagName("*");
    for (int i = 0; i < elements.getLength(); i++) {
      Element element = (Element) elements.item(i);
      for (String coordinate : COORDINATES) {
        if (element.hasAttribute(coordinate)) {
          assertThat(Double.parseDouble(element.getAttribute(coordinate))).isBetween(0.0, 720.0);
        }
      }
    }
    for (double[] point : points(svg)) {
      assertThat(point[0]).isBetween(76.0, 704.0);
      assertThat(point[1]).isBetween(56.0, 296.0);
    }
    assertThat(points(svg))
        .hasSize(
            (int)
                series.stream()
                    .flatMap(s -> s.points().stream())
                    .filter(p -> Double.isFinite(p.y()))
                    .count());
  }

  @Test
  void namesAreText() throws Exception {
    String name = "a < b & \"c\" > 'd' — η";

    Document svg =
        parsed(
            new LineChart(name, name, name, Scale.LINEAR, List.of(Series.of(name, 0, List.of()))));

    List<String> contents = new ArrayList<>();
    for (String tag : List.of("title", "text")) {
      NodeList texts = svg.getElementsByTagName(tag);
      for (int i = 0; i < texts.getLength(); i++) {
        contents.add(texts.item(i).getTextContent());
      }
    }
    assertThat(contents).filteredOn(name::equals).hasSize(5);
  }

  @Test
  void aLogarithmicAxisIsLabelledWithPowersOfTen() throws Exception {
    Document svg =
        parsed(new LineChart("", "", "", Scale.LOG10, List.of(series(0, 100, 400, 1200))));

    NodeList exponents = svg.getElementsByTagName("tspan");
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < exponents.getLength(); i++) {
      labels.add(exponents.item(i).getTextContent());
    }
    assertThat(labels).containsExactly("0", "200", "400", "600", "800", "1000", "1200");
    // 10^0 on the lower edge, 10^1200 on the upper, and what is a third of that a third up.
    assertThat(points(svg)).extracting(point -> point[1]).startsWith(296.0).endsWith(56.0);
    assertThat(points(svg).get(2)[1]).isCloseTo(296 - 240 / 3.0, WRITTEN_TO_A_TENTH);
  }

  private static final Offset<Double> WRITTEN_TO_A_TENTH = offset(0.1);

  @Test
  void aPointThatIsNotFiniteInterruptsTheLine() throws Exception {
    Document svg =
        parsed(
            new LineChart(
                "", "", "", Scale.LINEAR, List.of(series(1, 2, Double.NEGATIVE_INFINITY, 3, 4))));

    String path = lines(svg).get(0).getAttribute("d");
    assertThat(path.replaceAll("[^ML]", "")).isEqualTo("MLML");
  }

  private static Series series(double... values) {
    return Series.of(
        "line",
        0,
        LongStream.range(0, values.length).mapToObj(i -> new Point(i, values[(int) i])).toList());
  }

  private static Document parsed(LineChart chart) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(chart.toSvg())));
  }

  private static List<Element> lines(Document svg) {
    NodeList paths = svg.getElementsByTagName("path");
    return IntStream.range(0, paths.getLength())
        .mapToObj(i -> (Element) paths.item(i))
        .filter(path -> path.getAttribute("stroke-linejoin").equals("round"))
        .toList();
  }

  private static List<double[]> points(Document svg) {
    List<double[]> points = new ArrayList<>();
    for (Element path : lines(svg)) {
      Matcher matcher = Pattern.compile("[ML](\\S+) ([^ML ]+)").matcher(path.getAttribute("d"));
      while (matcher.find()) {
        points.add(
            new double[] {
              Double.parseDouble(matcher.group(1)), Double.parseDouble(matcher.group(2))
            });
      }
    }
    return points;
  }

  @Test
  void zeroHasNoSignOnAnAxisBelowIt() {
    LineChart chart =
        new LineChart(
            "rate",
            "epoch",
            "rate",
            LineChart.Scale.LOG10,
            List.of(
                Series.of(
                    "declared",
                    0,
                    List.of(new LineChart.Point(0, -0.3), new LineChart.Point(1, -9)))));

    assertThat(chart.toSvg()).contains(">0</tspan>").doesNotContain(">-0</tspan>");
  }
}
