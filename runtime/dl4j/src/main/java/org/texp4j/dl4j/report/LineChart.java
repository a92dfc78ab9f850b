package org.texp4j.dl4j.report;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A chart of lines over one horizontal axis, written as SVG that needs nothing else.
 *
 * @param title the heading
 * @param horizontal the name of the horizontal axis
 * @param vertical the name of the vertical axis
 * @param scale how vertical values are to be read
 * @param series the lines; points that are not finite interrupt a line
 * @param markers places on the horizontal axis to point at
 */
public record LineChart(
    String title,
    String horizontal,
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

  /** A point of a line. */
  public record Point(double x, double y) {
    boolean isFinite() {
      return Double.isFinite(x) && Double.isFinite(y);
    }
  }

  /**
   * A line.
   *
   * @param name what the legend calls it; empty for a line that the legend leaves out
   * @param colour which colour and dash pattern it has, from 0
   * @param faint whether it is the background to another line
   * @param points what it runs through
   */
  public record Series(String name, int colour, boolean faint, List<Point> points) {
    /** Creates a line. */
    public Series {
      points = List.copyOf(points);
    }

    /** A line with a name. */
    public static Series of(String name, int colour, List<Point> points) {
      return new Series(name, colour, false, points);
    }

    /** The unsmoothed background to the line of the same colour. */
    static Series background(int colour, List<Point> points) {
      return new Series("", colour, true, points);
    }
  }

  /** A place on the horizontal axis and what is there. */
  public record Marker(double x, String label) {}

  /** Creates a chart. */
  public LineChart {
    series = List.copyOf(series);
    markers = List.copyOf(markers);
  }

  /** Creates a chart without markers. */
  public LineChart(
      String title, String horizontal, String vertical, Scale scale, List<Series> series) {
    this(title, horizontal, vertical, scale, series, List.of());
  }

  /** Returns the chart as an SVG document, light or dark as its reader prefers. */
  public String toSvg() {
    return new SvgFigure().chart(this).toSvg(title);
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
