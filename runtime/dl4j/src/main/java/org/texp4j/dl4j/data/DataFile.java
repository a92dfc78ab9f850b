package org.texp4j.dl4j.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A data file, on disk or on the class path, that reports every failure as a {@link DataException}.
 *
 * @param name the name in messages
 * @param opener opens the file
 */
record DataFile(String name, Opener opener) {

  /** Opens a file. */
  @FunctionalInterface
  interface Opener {
    InputStream open() throws IOException;
  }

  /** Reads a value from the bytes of a file. */
  @FunctionalInterface
  interface Parser<T> {
    T parse(ByteReader bytes) throws IOException;
  }

  private static final int GZIP_MAGIC_1 = 0x1f;
  private static final int GZIP_MAGIC_2 = 0x8b;
  private static final int NAMES_SHOWN = 12;

  /**
   * Returns the first of some files that exists in a directory.
   *
   * @throws DataException if none does, or the directory cannot be read
   */
  static DataFile in(Path directory, String... names) {
    List<String> present = list(directory);
    for (String name : names) {
      if (present.contains(name)) {
        Path path = directory.resolve(name);
        if (!Files.isRegularFile(path)) {
          throw new DataException(
              path
                  + " is no file but a pipe, a device or a broken link: put the data file itself"
                  + " there");
        }
        return new DataFile(path.toString(), () -> Files.newInputStream(path));
      }
    }
    if (Arrays.stream(names).anyMatch(name -> present.contains(name + "/"))) {
      throw new DataException(
          directory.resolve(names[0])
              + " is a directory, but the data file of this name is needed");
    }
    throw missing(directory, String.join(" or ", names));
  }

  /**
   * Returns a file.
   *
   * @throws DataException if it does not exist or is none
   */
  static DataFile at(Path path) {
    if (!Files.exists(path)) {
      throw new DataException(path + " does not exist; check its name");
    } else if (!Files.isRegularFile(path)) {
      throw new DataException(path + " is not a file; name the data file itself");
    }
    return new DataFile(path.toString(), () -> Files.newInputStream(path));
  }

  /**
   * Returns the first of some files that exists in a folder of the class path.
   *
   * @param anchor the class to whose package the folder is relative
   * @throws DataException if none does
   */
  static DataFile onClassPath(Class<?> anchor, String folder, String... names) {
    for (String name : names) {
      String resource = folder + "/" + name;
      if (anchor.getResource(resource) != null) {
        return new DataFile("class path " + resource, () -> anchor.getResourceAsStream(resource));
      }
    }
    throw new DataException(
        "the class path has no %s in %s, relative to %s; check the folder"
            .formatted(String.join(" or ", names), folder, anchor.getName()));
  }

  /** Returns the exception for a directory that lacks a file. */
  static DataException missing(Path directory, String needed) {
    List<String> present = list(directory);
    String shown = String.join(", ", present.subList(0, Math.min(present.size(), NAMES_SHOWN)));
    int more = present.size() - NAMES_SHOWN;
    String contents =
        present.isEmpty()
            ? "is empty"
            : "has " + shown + (more > 0 ? " and " + more + " more" : "");
    return new DataException(
        "directory %s has no %s; it %s. Name the directory that holds the data files themselves"
            .formatted(directory, needed, contents));
  }

  /** Returns the sorted names in a directory, with a slash after those of directories. */
  static List<String> list(Path directory) {
    if (!Files.exists(directory)) {
      throw new DataException("directory " + directory + " does not exist; check its name");
    }
    if (!Files.isDirectory(directory)) {
      throw new DataException(
          directory + " is not a directory; name the directory that holds the data files");
    }
    try (Stream<Path> paths = Files.list(directory)) {
      return paths
          .map(path -> path.getFileName() + (Files.isDirectory(path) ? "/" : ""))
          .sorted()
          .toList();
    } catch (AccessDeniedException e) {
      throw new DataException("directory " + directory + " may not be read: permission denied", e);
    } catch (IOException e) {
      throw new DataException("directory " + directory + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Reads the file, decompressed if its first bytes are those of gzip. */
  <T> T read(Parser<T> parser) {
    try (InputStream raw = new BufferedInputStream(opener.open(), 1 << 16);
        InputStream in = isGzip(raw) ? new GZIPInputStream(raw, 1 << 16) : raw) {
      return parser.parse(new ByteReader(in, name));
    } catch (ZipException e) {
      throw new DataException(
          name + " is a corrupt gzip file (" + e.getMessage() + "); fetch it again", e);
    } catch (EOFException e) {
      throw new DataException(
          name + " is truncated: its gzip data ends before the checksum; fetch it again", e);
    } catch (OutOfMemoryError e) {
      throw new DataException(
          "%s does not fit into the memory of Java, %s MiB: give it more with -Xmx; of one file, at most 2 GiB can be read"
              .formatted(name, Runtime.getRuntime().maxMemory() >> 20),
          e);
    } catch (AccessDeniedException e) {
      throw new DataException(name + " may not be read: permission denied", e);
    } catch (IOException e) {
      throw new DataException(name + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static boolean isGzip(InputStream in) throws IOException {
    in.mark(2);
    boolean gzip = in.read() == GZIP_MAGIC_1 && in.read() == GZIP_MAGIC_2;
    in.reset();
    return gzip;
  }
}
