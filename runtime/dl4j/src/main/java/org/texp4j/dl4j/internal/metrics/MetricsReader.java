package org.texp4j.dl4j.internal.metrics;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;
import org.texp4j.dl4j.TrainingException;
import org.texp4j.dl4j.internal.checkpoint.FileErrors;

/**
 * The lines of a {@code metrics.jsonl}, one after the other, in memory that does not grow with the
 * file or its lines.
 *
 * <p>Text after the last line break is ignored: it is what a killed run left of a line. Not safe
 * for use by several threads.
 */
public final class MetricsReader implements Iterator<MetricsLine>, AutoCloseable {

  private static final int LONGEST = 1 << 20;

  private final Path path;
  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private int position;
  private int limit;

  private long number;
  private String text = "";
  private Optional<MetricsLine> next = Optional.empty();

  /** Gets what is wrong with each damaged line; throws it by default. */
  private Consumer<String> damaged =
      message -> {
        throw new TrainingException(message);
      };

  private MetricsReader(Path path) throws IOException {
    this.path = path;
    in = Files.newInputStream(path);
  }

  /**
   * Opens a file of metrics.
   *
   * @throws TrainingException if there is none
   */
  public static MetricsReader open(Path path) throws IOException {
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new TrainingException(path + " is no file: name the directory of a run");
    }
    try {
      return new MetricsReader(path);
    } catch (NoSuchFileException e) {
      throw new TrainingException("there is no " + path + ": name the directory of a run", e);
    }
  }

  /**
   * Whether there is another line.
   *
   * @throws TrainingException if it is damaged; the message names file and line
   */
  @Override
  public boolean hasNext() {
    while (next.isEmpty()) {
      Optional<String> line = nextText();
      if (line.isEmpty()) {
        return false;
      }
      next = parsed(line.get());
    }
    return true;
  }

  /**
   * Returns the next line.
   *
   * @throws TrainingException if it is damaged; the message names file and line
   */
  @Override
  public MetricsLine next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    MetricsLine line = next.get();
    next = Optional.empty();
    return line;
  }

  /**
   * Skips damaged lines from here on.
   *
   * @param report gets a sentence on each of them, with the file and the line
   */
  void skipDamaged(Consumer<String> report) {
    damaged = report;
  }

  /** The text of the last line that was returned. */
  String text() {
    return text;
  }

  private Optional<MetricsLine> parsed(String line) {
    text = line;
    try {
      return Optional.of(MetricsLine.parse(line));
    } catch (IllegalArgumentException e) {
      damaged.accept(path + ", line " + number + ", is no line of metrics: " + e.getMessage());
      return Optional.empty();
    }
  }

  /** Reads up to the next line break; empty if there is none. */
  private Optional<String> nextText() {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try {
      do {
        int start = position;
        while (position < limit && buffer[position] != '\n') {
          position++;
        }
        // What is longer is no line of metrics: so much of it shows that.
        line.write(buffer, start, Math.min(position - start, LONGEST - line.size()));
      } while (position == limit && fill());
    } catch (IOException e) {
      throw new UncheckedIOException(FileErrors.in(path, e));
    }
    if (position == limit) {
      return Optional.empty();
    }
    position++;
    number++;
    return Optional.of(line.toString(StandardCharsets.UTF_8));
  }

  private boolean fill() throws IOException {
    position = 0;
    limit = Math.max(0, in.read(buffer));
    return limit > 0;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
