package org.texp4j.dl4j.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of a data set: one or several of a directory, or of the class path. None is missing,
 * empty or unreadable.
 *
 * <p>They have the order of their names, in which directories are listed on no file system for
 * sure; {@link #shuffled} is a function of a seed. Readers of DataVec take them as {@code new
 * CollectionInputSplit(files.uris())}. Immutable and safe for use by several threads.
 *
 * @param paths the files; at least one
 */
public record DataFiles(List<Path> paths) {

  /**
   * Takes files as given.
   *
   * @throws DataException if there are none, or one is missing, empty or not readable
   */
  public DataFiles {
    paths = List.copyOf(paths);
    if (paths.isEmpty()) {
      throw new DataException("there are no data files; name at least one");
    }
    paths.forEach(DataFiles::requireReadable);
  }

  /**
   * Returns the files in a directory and the directories in it whose names match a pattern.
   *
   * @param pattern what the name of a file is like, such as {@code "*.csv"} or {@code
   *     "*.{png,jpg}"}, with the syntax of {@link java.nio.file.FileSystem#getPathMatcher}
   * @throws DataException if there are none, or one is empty or not readable
   */
  public static DataFiles in(Path directory, String pattern) {
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    // Refuses what is not a directory.
    List<String> present = DataFile.list(directory);
    List<Path> files;
    try (Stream<Path> all = Files.walk(directory, FileVisitOption.FOLLOW_LINKS)) {
      files =
          all.filter(path -> !Files.isDirectory(path) && matcher.matches(path.getFileName()))
              .sorted(DataFiles::compareNames)
              .toList();
    } catch (IOException | UncheckedIOException e) {
      throw new DataException("directory " + directory + " cannot be read: " + e.getMessage(), e);
    }
    if (files.isEmpty()) {
      throw DataFile.missing(directory, pattern + ", nor has a directory in it");
    }
    return new DataFiles(files);
  }

  /**
   * Returns files of the class path. Those in a jar are copied to temporary files, which are
   * deleted when Java ends.
   *
   * @param anchor the class to whose package the names are relative, as in {@link
   *     Class#getResource}
   * @throws DataException if one is missing or empty
   */
  public static DataFiles onClassPath(Class<?> anchor, String... names) {
    List<Path> paths = new ArrayList<>();
    for (String name : names) {
      URL resource = anchor.getResource(name);
      if (resource == null) {
        throw new DataException(
            "the class path has no %s, relative to %s; check the name"
                .formatted(name, anchor.getName()));
      }
      paths.add(path(resource));
    }
    return new DataFiles(paths);
  }

  private static Path path(URL resource) {
    try {
      if (resource.getProtocol().equals("file")) {
        return Path.of(resource.toURI());
      }
      String name = resource.getPath();
      Path copy = Files.createTempFile("texp4j-", "-" + name.substring(name.lastIndexOf('/') + 1));
      copy.toFile().deleteOnExit();
      try (InputStream in = resource.openStream()) {
        Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
      }
      return copy;
    } catch (IOException | URISyntaxException e) {
      throw new DataException("class path " + resource + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static void requireReadable(Path file) {
    try {
      if (!Files.exists(file)) {
        throw new DataException(file + " does not exist; check its name");
      } else if (!Files.isRegularFile(file)) {
        throw new DataException(file + " is not a file; name the data files themselves");
      } else if (Files.size(file) == 0) {
        throw new DataException(file + " is empty; fetch it again, or leave it out");
      } else if (!Files.isReadable(file)) {
        throw new DataException(file + " may not be read: permission denied");
      }
    } catch (AccessDeniedException e) {
      throw new DataException(file + " may not be read: permission denied", e);
    } catch (IOException e) {
      throw new DataException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Name by name from the root, each as text, and so alike on every operating system. */
  private static int compareNames(Path a, Path b) {
    for (int i = 0; i < Math.min(a.getNameCount(), b.getNameCount()); i++) {
      int order = a.getName(i).toString().compareTo(b.getName(i).toString());
      if (order != 0) {
        return order;
      }
    }
    return a.getNameCount() - b.getNameCount();
  }

  /** The number of files. */
  public int count() {
    return paths.size();
  }

  /** The files in order. */
  public List<URI> uris() {
    return paths.stream().map(Path::toUri).toList();
  }

  /** The files in an order that is a pure function of their number and a seed. */
  public List<URI> shuffled(long seed) {
    List<URI> uris = uris();
    List<URI> shuffled = new ArrayList<>();
    for (int file : new RandomStream(seed).permutation(uris.size())) {
      shuffled.add(uris.get(file));
    }
    return shuffled;
  }
}
