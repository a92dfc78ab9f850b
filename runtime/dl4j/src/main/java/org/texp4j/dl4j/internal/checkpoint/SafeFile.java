package org.texp4j.dl4j.internal.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writing a file so that, whatever interrupts it, there is the old file or the new one, whole.
 *
 * <p>The content is written beside the file under another name, forced to the disk, and renamed;
 * then the directory is forced to the disk. The file beside it is created anew, so a link of that
 * name is not followed; one of the name of the file is replaced.
 */
public final class SafeFile {

  private static final String ASIDE = ".writing";
  private static final int LONGEST_TEXT = 1 << 24;
  private static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");

  private SafeFile() {}

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface Content {
    /** Writes to a path of an empty file. */
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
      create(aside);
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

  /** Creates an empty file in place of what an interrupted attempt left, or of a link. */
  private static void create(Path aside) throws IOException {
    if (Files.isDirectory(aside, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileSystemException(aside.toString(), null, "it is a directory");
    }
    Files.deleteIfExists(aside);
    Files.createFile(aside);
  }

  /** Writes a text in UTF-8. */
  public static void write(Path file, String text) throws FileSystemException {
    write(file, path -> Files.writeString(path, text, StandardCharsets.UTF_8));
  }

  /**
   * Copies a file.
   *
   * @throws FileSystemException if it cannot be copied, or is a link
   */
  public static void copy(Path source, Path file) throws FileSystemException {
    copyFrom(requireNoLink(source), file);
  }

  /**
   * Copies a file of the user, which may be a link.
   *
   * @throws FileSystemException as for {@link #copy}
   */
  public static void copyFrom(Path source, Path file) throws FileSystemException {
    write(file, path -> Files.copy(source, path, StandardCopyOption.REPLACE_EXISTING));
  }

  /**
   * Returns a path inside the directory of a run, unless it is a link: whoever made the directory
   * could use it to have another file read or overwritten.
   *
   * @throws FileSystemException if it is a link
   */
  public static Path requireNoLink(Path path) throws FileSystemException {
    if (Files.isSymbolicLink(path)) {
      throw new FileSystemException(
          path.toString(),
          null,
          "it is a symbolic link, which is not followed inside the directory of a run; put what it"
              + " points to in its place");
    }
    return path;
  }

  /**
   * Reads a short text in UTF-8.
   *
   * @throws FileSystemException if it is longer than any such file
   */
  public static String readText(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LONGEST_TEXT + 1);
      if (bytes.length > LONGEST_TEXT) {
        throw new FileSystemException(
            file.toString(), null, "it has more than " + LONGEST_TEXT + " bytes");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
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
