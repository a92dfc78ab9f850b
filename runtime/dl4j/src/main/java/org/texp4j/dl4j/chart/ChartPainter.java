package org.texp4j.dl4j.chart;

import static org.texp4j.dl4j.internal.markup.Markup.escaped;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.texp4j.dl4j.chart.LineChart.Look;
import org.texp4j.dl4j.chart.LineChart.Marker;
import org.texp4j.dl4j.chart.LineChart.Point;
import org.texp4j.dl4j.chart.LineChart.Scale;
import org.texp4j.dl4j.chart.LineChart.Series;
import org.texp4j.dl4j.internal.markup.Markup;

/**
 * Draws one chart into a rectangle.
 *
 * <p>Colours are attributes, for SVG viewers without style sheets; {@code chart.css} overrides them
 * on a dark screen. In a report, values are {@code data-} attributes for the script that shows them
 * under the pointer.
 */
final class ChartPainter {

  /** The size of a chart in units of SVG, and whether its title is drawn in it. */
  enum Size {
    /** Alone on a page. */
    WIDE(720, 340, true),
    /** Side by side in a report, readable on a phone; the report writes the title itself. */
    COMPACT(460, 280, false);

    final int width;
    final int height;
    final boolean titled;

    Size(int width, int height, boolean titled) {
      this.width = width;
      this.height = height;
      this.titled = titled;
    }
  }

  static final String INK = "#1f2933";
  static final String GRID = "#e3e7ec";
  private static final String AXIS = "#9aa5b1";

  /** Distinguishable in print and for colour-blind readers (Okabe and Ito 2008). */
  private static final List<String> COLOURS = List.of("#0072b2", "#d55e00", "#009e73", "#b8508f");

  /** Dash patterns, so that overlapping lines are both visible, and lines differ in print. */
  private static final List<String> DASHES = List.of("", "7 4", "2 3", "9 3 2 3");

  private static final int LEFT = 76;
  private static final int RIGHT = 16;
  private static final int BOTTOM = 44;
  private static final int TITLE = 28;
  private static final int LEGEND_ROW = 20;
  private static final int SWATCH = 26;

  /** The mean width of a letter at the size of the text, 12, in a sans-serif face, rounded up. */
  private static final double LETTER = 7.4;

  private final Markup svg = new Markup();
  private final LineChart chart;
  private final Size size;
  private final Axis x;
  private final Axis y;
  private final int top;
  private final int right;
  private final int bottom;

  private ChartPainter(LineChart chart, Size size) {
    this.chart = chart;
    this.size = size;
    x =
        Axis.along(
            chart
                .range()
                .map(range -> new double[] {range.from(), range.to()})
                .orElseGet(() -> chart.values(Point::x)));
    double[] values = chart.values(Point::y);
    y = chart.scale() == Scale.LOG10 ? Axis.aroundLogarithms(values) : Axis.around(values);
    right = size.width - RIGHT;
    bottom = size.height - BOTTOM;
    top = (size.titled ? TITLE : 0) + legend() + 8;
  }

  /** Returns the chart as the content of an SVG element, with its corner at the origin. */
  static String paint(LineChart chart, Size size) {
    return new ChartPainter(chart, size).paint();
  }

  /** Returns the chart as an SVG element for an HTML page. */
  static String inline(LineChart chart) {
    Size size = Size.COMPACT;
    ChartPainter painter = new ChartPainter(chart, size);
    return new Markup()
        .line(
            "<svg class=\"chart\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\""
                + " data-x=\"%s %s %d %d\" data-unit=\"%s\" data-log=\"%s\""
                + " data-y=\"%s %s %d %d\" font-size=\"12\">",
            size.width,
            size.height,
            escaped(painter.description()),
            painter.x.from(),
            painter.x.to(),
            LEFT,
            painter.right,
            escaped(chart.horizontal()),
            chart.scale() == Scale.LOG10,
            painter.y.from(),
            painter.y.to(),
            painter.bottom,
            painter.top)
        .add(painter.paint())
        .line("</svg>")
        .toString();
  }

  private String description() {
    return chart.title()
        + ": "
        + chart.vertical()
        + " over "
        + chart.horizontal()
        + named().stream().map(Series::name).collect(Collectors.joining(", ", ", of ", ""));
  }

  private String paint() {
    if (size.titled) {
      svg.line(
          "<text x=\"%d\" y=\"20\" font-size=\"15\" fill=\"%s\">%s</text>",
          LEFT, INK, escaped(chart.title()));
    }
    paintAxes();
    chart.markers().forEach(this::paintMarker);
    chart.series().stream().filter(ChartPainter::isBackground).forEach(this::paintSeries);
    chart.series().stream().filter(line -> !isBackground(line)).forEach(this::paintSeries);
    return svg.toString();
  }

  private void paintAxes() {
    for (Axis.Tick tick : x.ticks()) {
      double at = across(tick.at());
      svg.line("<path class=\"grid\" d=\"M%.1f %dV%d\" stroke=\"%s\"/>", at, top, bottom, GRID);
      double half = tick.label().length() * LETTER / 2;
      label("middle", Math.min(at, size.width - half), bottom + 17, tick);
    }
    for (Axis.Tick tick : y.ticks()) {
      double at = up(tick.at());
      svg.line("<path class=\"grid\" d=\"M%d %.1fH%d\" stroke=\"%s\"/>", LEFT, at, right, GRID);
      label("end", LEFT - 8, at + 4, tick);
    }
    svg.line(
        "<path class=\"axis\" d=\"M%d %dV%dH%d\" fill=\"none\" stroke=\"%s\"/>",
        LEFT, top, bottom, right, AXIS);
    svg.line(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\" fill=\"%s\">%s</text>",
        (LEFT + right) / 2, size.height - 8, INK, named(chart.horizontal(), x));
    svg.line(
        "<text x=\"15\" y=\"%d\" text-anchor=\"middle\" fill=\"%s\" transform=\"rotate(-90 15"
            + " %d)\">%s</text>",
        (top + bottom) / 2, INK, (top + bottom) / 2, named(chart.vertical(), y));
  }

  private static String named(String axis, Axis values) {
    return escaped(axis)
        + (values.exponent() == 0
            ? ""
            : " in 10" + raised(String.valueOf(values.exponent()).replace('-', '−')));
  }

  private void label(String anchor, double x, double y, Axis.Tick tick) {
    svg.line(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\">%s%s</text>",
        x, y, anchor, INK, tick.label(), tick.power().isEmpty() ? "" : raised(tick.power()));
  }

  private static String raised(String power) {
    return "<tspan dy=\"-5\" font-size=\"9\">" + power + "</tspan>";
  }

  private void paintMarker(Marker marker) {
    double at = across(marker.x());
    boolean leftHalf = at < (LEFT + right) / 2.0;
    svg.line(
        "<path class=\"axis\" d=\"M%.1f %dV%d\" stroke=\"%s\" stroke-dasharray=\"3 3\"/>",
        at, top, bottom, AXIS);
    svg.line(
        "<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\" font-size=\"11\" fill=\"%s\">%s</text>",
        at + (leftHalf ? 5 : -5),
        leftHalf ? bottom - 8 : top + 13,
        leftHalf ? "start" : "end",
        INK,
        escaped(marker.label()));
  }

  private void paintSeries(Series line) {
    int colour = line.colour() % COLOURS.size();
    StringBuilder path = new StringBuilder();
    boolean pen = false;
    for (Point point : line.points()) {
      if (point.isFinite()) {
        path.append(pen ? 'L' : 'M')
            .append(tenths(across(point.x())))
            .append(' ')
            .append(tenths(up(point.y())));
      }
      pen = point.isFinite();
    }
    if (isBackground(line)) {
      svg.line(
          "<path class=\"s%d faint\" d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-opacity=\"0.3\""
              + " stroke-linejoin=\"round\"/>",
          colour, path, COLOURS.get(colour));
      return;
    }
    svg.line(
        "<path class=\"s%d\"%s d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.8\""
            + " stroke-linejoin=\"round\"%s/>",
        colour, size == Size.COMPACT ? data(line) : "", path, COLOURS.get(colour), dash(colour));
    if (line.look() == Look.MARKED) {
      line.points().stream()
          .filter(Point::isFinite)
          .forEach(
              point ->
                  svg.line(
                      "<circle class=\"d%d\" cx=\"%.1f\" cy=\"%.1f\" r=\"2.6\" fill=\"%s\"/>",
                      colour, across(point.x()), up(point.y()), COLOURS.get(colour)));
    }
  }

  /** Name and values of a line for the script of a report. */
  private String data(Series line) {
    return " data-name=\""
        + escaped(line.name())
        + "\" data-values=\""
        + line.points().stream()
            .filter(Point::isFinite)
            .map(point -> exact(point.y()))
            .collect(Collectors.joining(" "))
        + "\"";
  }

  private static boolean isBackground(Series line) {
    return line.look() == Look.BACKGROUND;
  }

  /** Draws the legend and returns its height. */
  private int legend() {
    double at = LEFT;
    int row = 0;
    int base = (size.titled ? TITLE : 0) + 14;
    for (Series line : named()) {
      double width = SWATCH + 6 + line.name().length() * LETTER;
      if (at > LEFT && at + width > right) {
        at = LEFT;
        row++;
      }
      int middle = base + row * LEGEND_ROW;
      int colour = line.colour() % COLOURS.size();
      svg.line(
          "<path class=\"s%d\" d=\"M%.1f %dh%d\" stroke=\"%s\" stroke-width=\"1.8\"%s/>",
          colour, at, middle - 4, SWATCH, COLOURS.get(colour), dash(colour));
      svg.line(
          "<text x=\"%.1f\" y=\"%d\" fill=\"%s\">%s</text>",
          at + SWATCH + 6, middle, INK, escaped(line.name()));
      at += width + 14;
    }
    return named().isEmpty() ? 0 : (row + 1) * LEGEND_ROW;
  }

  private List<Series> named() {
    return chart.series().stream().filter(line -> !line.name().isEmpty()).toList();
  }

  private static String dash(int colour) {
    String dash = DASHES.get(colour % DASHES.size());
    return dash.isEmpty() ? "" : " stroke-dasharray=\"" + dash + "\"";
  }

  private double across(double value) {
    return LEFT + x.fraction(value) * (right - LEFT);
  }

  private double up(double value) {
    return bottom - y.fraction(value) * (bottom - top);
  }

  /** A coordinate to a tenth of a unit, finer than any screen shows. */
  private static String tenths(double coordinate) {
    return String.valueOf(Math.round(coordinate * 10) / 10.0);
  }

  /** A value to as many digits as are shown under the pointer. */
  private String exact(double value) {
    return chart.scale() == Scale.LOG10
        ? String.format(Locale.ROOT, "%.4f", value)
        : Float.toString((float) Double.parseDouble(String.format(Locale.ROOT, "%.4e", value)));
  }
}
