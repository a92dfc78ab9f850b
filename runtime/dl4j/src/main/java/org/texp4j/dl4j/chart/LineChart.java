package org.texp4j.dl4j.chart;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.texp4j.dl4j.internal.markup.Resource;

/**
 * A chart of lines over one horizontal axis, written as self-contained SVG.
 *
 * @param title the heading
 * @param horizontal the name of the horizontal axis
 * @param range the range of the horizontal axis; empty for the range of the lines
 * @param vertical the name of the vertical axis
 * @param scale the scale of the vertical axis
 * @param series the lines; points that are not finite interrupt a line
 * @param markers marked positions on the horizontal axis
 */
public record LineChart(
    String title,
    String horizontal,
    Optional<Range> range,
    String vertical,
    Scale scale,
    List<Series> series,
    List<Marker> markers) {

  /** A scale of the vertical axis. */
  public enum Scale {
    /** Values are drawn as they are. */
    LINEAR,
    /** Values are base-10 logarithms, so numbers may leave the range of a double. */
    LOG10
  }

  /** The look of a line. */
  public enum Look {
    /** A plain line. */
    LINE,
    /** A line with a dot at each point. */
    MARKED,
    /** A faint line behind the others. */
    BACKGROUND
  }

  /** A range of an axis; {@code to} is greater than {@code from}. */
  public record Range(double from, double to) {}

  /** A point of a line. */
  public record Point(double x, double y) {
    /** Whether both coordinates are finite. */
    public boolean isFinite() {
      return Double.isFinite(x) && Double.isFinite(y);
    }
  }

  /**
   * A line.
   *
   * @param name its name in the legend; empty for a line that the legend omits
   * @param colour the index of its colour and dash pattern, from 0
   * @param look its look
   * @param points its points, in order
   */
  public record Series(String name, int colour, Look look, List<Point> points) {
    /** Creates a line. */
    public Series {
      points = List.copyOf(points);
    }

    /** A line with a name. */
    public static Series of(String name, int colour, List<Point> points) {
      return new Series(name, colour, Look.LINE, points);
    }

    /** A line with a name whose points are marked. */
    public static Series marked(String name, int colour, List<Point> points) {
      return new Series(name, colour, Look.MARKED, points);
    }

    /** The unsmoothed background to the line of the same colour. */
    public static Series background(int colour, List<Point> points) {
      return new Series("", colour, Look.BACKGROUND, points);
    }
  }

  /** A position on the horizontal axis and its label. */
  public record Marker(double x, String label) {}

  /** Creates a chart. */
  public LineChart {
    series = List.copyOf(series);
    markers = List.copyOf(markers);
  }

  /** Creates a chart of whole lines without markers. */
  public LineChart(
      String title, String horizontal, String vertical, Scale scale, List<Series> series) {
    this(title, horizontal, Optional.empty(), vertical, scale, series, List.of());
  }

  /** Returns the chart as an SVG document, light or dark according to the reader's preference. */
  public String toSvg() {
    return new SvgFigure().chart(this).toSvg(title);
  }

  /** Returns the chart as an SVG element for an HTML page that has the {@link #styleSheet}. */
  public String toSvgElement() {
    return ChartPainter.inline(this);
  }

  /** Returns the style sheet of charts within a page. */
  public static String styleSheet() {
    return Resource.text(LineChart.class, "chart.css");
  }

  /** The coordinates of all points along an axis. */
  double[] values(ToDoubleFunction<Point> coordinate) {
    return series.stream()
        .flatMap(line -> line.points().stream())
        .filter(Point::isFinite)
        .mapToDouble(coordinate)
        .toArray();
  }
}
