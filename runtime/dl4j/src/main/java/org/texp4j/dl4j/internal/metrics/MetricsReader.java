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
import org.texp4j.dl4j.TrainingException;
import org.texp4j.dl4j.internal.checkpoint.FileErrors;

/**
 * The lines of a {@code metrics.jsonl}, one after the other, in memory that does not grow with the
 * file.
 *
 * <p>Text after the last line break is ignored: it is what a killed run left of a line. Not safe
 * for use by several threads.
 */
public final class MetricsReader implements Iterator<MetricsLine>, AutoCloseable {

  private final Path path;
  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private int position;
  private int limit;

  private long number;
  private long end;
  private Optional<MetricsLine> next = Optional.empty();

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
    if (next.isEmpty()) {
      next = nextText().map(this::parsed);
    }
    return next.isPresent();
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

  /** The number of bytes up to the end of the last line that was read. */
  long end() {
    return end;
  }

  private MetricsLine parsed(String line) {
    try {
      return MetricsLine.parse(line);
    } catch (IllegalArgumentException e) {
      throw new TrainingException(
          path + ", line " + number + ", is no line of metrics: " + e.getMessage(), e);
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
        line.write(buffer, start, position - start);
      } while (position == limit && fill());
    } catch (IOException e) {
      throw new UncheckedIOException(FileErrors.in(path, e));
    }
    if (position == limit) {
      return Optional.empty();
    }
    position++;
    number++;
    end += line.size() + 1;
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
