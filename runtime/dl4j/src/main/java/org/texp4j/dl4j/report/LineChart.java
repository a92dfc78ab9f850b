package org.texp4j.dl4j.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * A chart of lines over one horizontal axis, written as SVG that needs nothing else.
 *
 * @param title the heading
 * @param horizontal the name of the horizontal axis
 * @param vertical the name of the vertical axis
 * @param scale how vertical values are to be read
 * @param series the lines; points that are not finite interrupt a line
 */
public record LineChart(
    String title, String horizontal, String vertical, Scale scale, List<Series> series) {

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

  /** A named line. */
  public record Series(String name, List<Point> points) {
    /** Creates a line. */
    public Series {
      points = List.copyOf(points);
    }
  }

  private static final int WIDTH = 720;
  private static final int HEIGHT = 360;
  private static final int LEFT = 72;
  private static final int RIGHT = 20;
  private static final int TOP = 56;
  private static final int BOTTOM = 48;
  private static final int TICKS = 6;

  /** Distinguishable in print and for colour-blind readers (Okabe and Ito 2008). */
  private static final List<String> COLOURS = List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7");

  /** Creates a chart. */
  public LineChart {
    series = List.copyOf(series);
  }

  /** Returns the chart as an SVG document. */
  public String toSvg() {
    Axis x = Axis.along(values(Point::x));
    Axis y = Axis.around(values(Point::y), scale == Scale.LOG10);
    StringBuilder svg = new StringBuilder();
    line(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
            + " font-family=\"sans-serif\" font-size=\"12\">",
        WIDTH,
        HEIGHT,
        WIDTH,
        HEIGHT);
    line(svg, "<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", WIDTH, HEIGHT);
    line(svg, "<text x=\"%d\" y=\"22\" font-size=\"15\">%s</text>", LEFT, escaped(title));
    for (double tick : x.ticks()) {
      double at = horizontal(x, tick);
      line(
          svg,
          "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#e4e4e4\"/>",
          at,
          TOP,
          at,
          HEIGHT - BOTTOM);
      line(
          svg,
          "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
          at,
          HEIGHT - BOTTOM + 18,
          plain(tick));
    }
    for (double tick : y.ticks()) {
      double at = vertical(y, tick);
      line(
          svg,
          "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#e4e4e4\"/>",
          LEFT,
          at,
          WIDTH - RIGHT,
          at);
      line(
          svg,
          "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
          LEFT - 8,
          at + 4,
          scale == Scale.LOG10 ? power(tick) : plain(tick));
    }
    line(
        svg,
        "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>",
        (LEFT + WIDTH - RIGHT) / 2,
        HEIGHT - 10,
        escaped(horizontal));
    line(
        svg,
        "<text x=\"16\" y=\"%d\" text-anchor=\"middle\" transform=\"rotate(-90 16 %d)\">%s</text>",
        (TOP + HEIGHT - BOTTOM) / 2,
        (TOP + HEIGHT - BOTTOM) / 2,
        escaped(vertical));
    for (int i = 0; i < series.size(); i++) {
      appendSeries(svg, i, x, y);
    }
    return svg.append("</svg>\n").toString();
  }

  private void appendSeries(StringBuilder svg, int index, Axis x, Axis y) {
    String colour = COLOURS.get(index % COLOURS.size());
    // Later lines are dashed, so that lines on top of each other are both seen.
    String dash = index == 0 ? "" : " stroke-dasharray=\"7 5\"";
    StringBuilder path = new StringBuilder();
    boolean pen = false;
    for (Point point : series.get(index).points()) {
      if (point.isFinite()) {
        path.append(pen ? 'L' : 'M')
            .append(
                String.format(
                    Locale.ROOT, "%.2f %.2f", horizontal(x, point.x()), vertical(y, point.y())));
      }
      pen = point.isFinite();
    }
    line(
        svg,
        "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"%s/>",
        path,
        colour,
        dash);
    int at = LEFT + index * 300;
    line(
        svg,
        "<line x1=\"%d\" y1=\"38\" x2=\"%d\" y2=\"38\" stroke=\"%s\" stroke-width=\"2\"%s/>",
        at,
        at + 28,
        colour,
        dash);
    line(svg, "<text x=\"%d\" y=\"42\">%s</text>", at + 34, escaped(series.get(index).name()));
  }

  private double[] values(ToDoubleFunction<Point> coordinate) {
    return series.stream()
        .flatMap(line -> line.points().stream())
        .filter(Point::isFinite)
        .mapToDouble(coordinate)
        .toArray();
  }

  private static double horizontal(Axis axis, double value) {
    return LEFT + axis.fraction(value) * (WIDTH - LEFT - RIGHT);
  }

  private static double vertical(Axis axis, double value) {
    return HEIGHT - BOTTOM - axis.fraction(value) * (HEIGHT - TOP - BOTTOM);
  }

  private static void line(StringBuilder svg, String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private static String plain(double value) {
    String text = String.format(Locale.ROOT, "%.6g", value);
    return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
  }

  private static String power(double log10) {
    return "10<tspan dy=\"-5\" font-size=\"9\">" + plain(log10) + "</tspan>";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /** An axis from one number to another, with ticks at round numbers from the first on. */
  private record Axis(double from, double to, double first, double step) {

    /** An axis that ends where the values end. */
    static Axis along(double[] values) {
      double[] range = range(values);
      double step = roundStep((range[1] - range[0]) / TICKS);
      return new Axis(range[0], range[1], Math.ceil(range[0] / step) * step, step);
    }

    /** An axis that ends at round numbers around the values. */
    static Axis around(double[] values, boolean wholeSteps) {
      double[] range = range(values);
      double step = roundStep((range[1] - range[0]) / TICKS);
      if (wholeSteps) {
        step = Math.max(1, Math.ceil(step));
      }
      double from = Math.floor(range[0] / step) * step;
      return new Axis(from, Math.ceil(range[1] / step) * step, from, step);
    }

    private static double[] range(double[] values) {
      double low = Double.POSITIVE_INFINITY;
      double high = Double.NEGATIVE_INFINITY;
      for (double value : values) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
      if (low < high) {
        return new double[] {low, high};
      }
      double middle = values.length == 0 ? 0 : low;
      double margin = Math.max(1, Math.abs(middle)); // One more would not be seen in 1e300.
      return new double[] {middle - margin, middle + margin};
    }

    /** The smallest of 1, 2 and 5 times a power of ten that is not smaller. */
    private static double roundStep(double least) {
      double power = Math.pow(10, Math.floor(Math.log10(least)));
      for (double digit : new double[] {1, 2, 5}) {
        if (digit * power >= least) {
          return digit * power;
        }
      }
      return 10 * power;
    }

    double fraction(double value) {
      return (value - from) / (to - from);
    }

    List<Double> ticks() {
      List<Double> ticks = new ArrayList<>();
      // A tick that rounding puts a little past the end is at the end.
      for (int i = 0; first + i * step <= to + step * 1e-6; i++) {
        ticks.add(Math.min(to, first + i * step) + 0.0); // never −0, which would show its sign
      }
      return ticks;
    }
  }
}
