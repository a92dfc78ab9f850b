package org.texp4j.dl4j.chart;

import static org.texp4j.dl4j.internal.markup.Markup.escaped;

import java.util.Arrays;
import java.util.List;
import org.texp4j.dl4j.internal.markup.Markup;

/**
 * Charts, tables and notes below each other as one SVG document, light or dark according to the
 * reader's preference. Not safe for use by several threads.
 */
public final class SvgFigure {

  private static final int WIDTH = ChartPainter.Size.WIDE.width;
  private static final int MARGIN = 16;
  private static final int ROW = 19;

  /** The space between two columns, in letters. */
  private static final int GAP = 2;

  private final Markup body = new Markup();
  private int height;

  /** Creates an empty figure. */
  public SvgFigure() {}

  /** Adds a chart. */
  public SvgFigure chart(LineChart chart) {
    body.line("<g transform=\"translate(0 %d)\">", height)
        .add(ChartPainter.paint(chart, ChartPainter.Size.WIDE))
        .line("</g>");
    height += ChartPainter.Size.WIDE.height;
    return this;
  }

  /** Adds a line of text. */
  public SvgFigure note(String text) {
    height += ROW;
    text(MARGIN, text);
    return this;
  }

  /**
   * Adds a table; the widths of its columns are proportional to their contents.
   *
   * @param rows the rows, the first of which is the heading, with equally many cells
   */
  public SvgFigure table(List<List<String>> rows) {
    double[] widths = new double[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length() + GAP);
      }
    }
    double unit = (WIDTH - 2 * MARGIN) / Arrays.stream(widths).sum();
    for (List<String> row : rows) {
      height += ROW;
      double at = MARGIN;
      for (int column = 0; column < widths.length; column++) {
        text(at, row.get(column));
        at += widths[column] * unit;
      }
      if (row == rows.get(0)) {
        height += 7;
        body.line(
            "<path class=\"axis\" d=\"M%d %dH%d\" stroke=\"%s\"/>",
            MARGIN, height, WIDTH - MARGIN, ChartPainter.GRID);
      }
    }
    return this;
  }

  /** Adds empty space. */
  public SvgFigure space() {
    height += ROW / 2;
    return this;
  }

  private void text(double at, String content) {
    body.line(
        "<text x=\"%.1f\" y=\"%d\" font-size=\"11\" fill=\"%s\">%s</text>",
        at, height, ChartPainter.INK, escaped(content));
  }

  /** Returns the document. */
  public String toSvg(String title) {
    return new Markup()
        .line(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" width=\"%d\" height=\"%d\""
                + " viewBox=\"0 0 %d %d\" role=\"img\" font-family=\"sans-serif\""
                + " font-size=\"12\">",
            WIDTH, height, WIDTH, height)
        .line("<title>%s</title>", escaped(title))
        .line("<style>")
        .add(LineChart.styleSheet())
        .line("</style>")
        .line("<rect class=\"paper\" width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", WIDTH, height)
        .add(body.toString())
        .line("</svg>")
        .toString();
  }
}
