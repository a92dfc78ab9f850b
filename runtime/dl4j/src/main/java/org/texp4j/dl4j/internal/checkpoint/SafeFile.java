package org.texp4j.dl4j.internal.checkpoint;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writing a file so that, whatever interrupts it, there is the old file or the new one, whole.
 *
 * <p>The content is written beside the file under another name, forced to the disk, and renamed;
 * then the directory is forced to the disk.
 */
public final class SafeFile {

  private static final String ASIDE = ".writing";
  private static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");

  private SafeFile() {}

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface Content {
    /** Writes to a path that may hold what an interrupted attempt left. */
    void writeTo(Path path) throws IOException;
  }

  /**
   * Writes a file, replacing the one of that name.
   *
   * @throws FileSystemException if it cannot be written; the old file is then as it was
   */
  public static void write(Path file, Content content) throws FileSystemException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new FileSystemException(
          file.toString(), null, Files.isDirectory(file) ? "it is a directory" : "it is no file");
    }
    if (!Files.exists(file.toAbsolutePath().getParent())) {
      throw new NoSuchFileException(file.toString());
    }
    Path aside = file.resolveSibling(file.getFileName() + ASIDE);
    try {
      content.writeTo(aside);
      force(aside, StandardOpenOption.WRITE);
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      forceDirectory(file.toAbsolutePath().getParent());
    } catch (RuntimeException | Error e) {
      remove(aside, e);
      throw e;
    } catch (IOException e) {
      remove(aside, e);
      throw FileErrors.in(file, e);
    }
  }

  /** Writes a text in UTF-8. */
  public static void write(Path file, String text) throws FileSystemException {
    write(file, path -> Files.writeString(path, text, StandardCharsets.UTF_8));
  }

  /** Copies a file. */
  public static void copy(Path source, Path file) throws FileSystemException {
    write(file, path -> Files.copy(source, path, StandardCopyOption.REPLACE_EXISTING));
  }

  /** Gives a file another name, its own with a suffix; a file of that name is replaced. */
  public static void putAside(Path file, String suffix) throws IOException {
    Files.move(
        file,
        file.resolveSibling(file.getFileName() + suffix),
        StandardCopyOption.REPLACE_EXISTING);
    forceDirectory(file.toAbsolutePath().getParent());
  }

  /** Forces the names in a directory to the disk; Windows offers no way to, and needs none. */
  private static void forceDirectory(Path directory) throws IOException {
    if (!WINDOWS) {
      force(directory, StandardOpenOption.READ);
    }
  }

  private static void force(Path path, StandardOpenOption access) throws IOException {
    try (FileChannel channel = FileChannel.open(path, access)) {
      channel.force(true);
    }
  }

  private static void remove(Path aside, Throwable cause) {
    try {
      Files.deleteIfExists(aside);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }
}
