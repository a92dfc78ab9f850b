package org.texp4j.dl4j.internal.checkpoint;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** Failures to read or write a file, with the name of the file and the reason. */
public final class FileErrors {

  private FileErrors() {}

  /** The file, as far as it is known, and the reason: {@code runs/a/model.zip: disk full}. */
  public static String describe(IOException e) {
    if (!(e instanceof FileSystemException failure) || failure.getFile() == null) {
      return e.getMessage() == null ? e.toString() : e.getMessage();
    }
    return failure.getFile() + ": " + reason(failure);
  }

  private static String reason(FileSystemException e) {
    if (e instanceof NoSuchFileException) {
      return "no such file or directory";
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof NotDirectoryException) {
      return "not a directory";
    }
    if (e instanceof DirectoryNotEmptyException) {
      return "a directory that is not empty";
    }
    return e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
  }

  /** The failure with the name of its file, which a failure to write or read bytes lacks. */
  public static FileSystemException in(Path file, IOException e) {
    return e instanceof FileSystemException known && known.getFile() != null
        ? known
        : (FileSystemException)
            new FileSystemException(file.toString(), null, e.getMessage()).initCause(e);
  }
}
