package org.texp4j.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.texp4j.dl4j.chart.LineChart;
import org.texp4j.dl4j.chart.SvgFigure;

/** Charts of runs, written as SVG. */
final class Charts {

  private Charts() {}

  /** A chart with epochs on its horizontal axis. */
  static LineChart overEpochs(
      String title, String vertical, LineChart.Scale scale, List<LineChart.Series> lines) {
    return new LineChart(title, "epoch", vertical, scale, lines);
  }

  /**
   * Writes charts, one below the other, to an SVG file, and prints its path.
   *
   * @param charts at least one
   */
  static void write(Path directory, String name, LineChart... charts) throws IOException {
    SvgFigure figure = new SvgFigure();
    for (LineChart chart : charts) {
      figure.chart(chart);
    }
    Path file = Files.createDirectories(directory).resolve(name);
    Files.writeString(file, figure.toSvg(charts[0].title()));
    System.out.println("wrote " + file);
  }
}
