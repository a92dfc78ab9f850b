package org.texp4j.dl4j.chart;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.texp4j.dl4j.internal.markup.Resource;

/**
 * A chart of lines over one horizontal axis, written as SVG that needs nothing else.
 *
 * @param title the heading
 * @param horizontal the name of the horizontal axis
 * @param range what the horizontal axis shows; empty for as much as the lines need
 * @param vertical the name of the vertical axis
 * @param scale how vertical values are to be read
 * @param series the lines; points that are not finite interrupt a line
 * @param markers places on the horizontal axis to point at
 */
public record LineChart(
    String title,
    String horizontal,
    Optional<Range> range,
    String vertical,
    Scale scale,
    List<Series> series,
    List<Marker> markers) {

  /** How vertical values are to be read. */
  public enum Scale {
    /** As they are. */
    LINEAR,
    /** As logarithms to the base 10, so that they may leave the range of a double. */
    LOG10
  }

  /** How a line is drawn. */
  public enum Look {
    /** As a line. */
    LINE,
    /** As a line with a dot at each point. */
    MARKED,
    /** Faint, behind the others. */
    BACKGROUND
  }

  /** A stretch of an axis; {@code to} is greater than {@code from}. */
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
   * @param name what the legend calls it; empty for a line that the legend leaves out
   * @param colour which colour and dash pattern it has, from 0
   * @param look how it is drawn
   * @param points what it runs through
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

  /** A place on the horizontal axis and what is there. */
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

  /** Returns the chart as an SVG document, light or dark as its reader prefers. */
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

  /** The values along an axis at which lines have points. */
  double[] values(ToDoubleFunction<Point> coordinate) {
    return series.stream()
        .flatMap(line -> line.points().stream())
        .filter(Point::isFinite)
        .mapToDouble(coordinate)
        .toArray();
  }
}
