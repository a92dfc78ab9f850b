package org.texp4j.dl4j.internal.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a manifest and writes it again. */
public final class ManifestText {

  private ManifestText() {}

  /** Reads the manifest of one directory and writes it to another; returns its text there. */
  public static String rewritten(Path from, Path to) throws IOException {
    RunDirectory target = new RunDirectory(to);
    ManifestFile.write(target, ManifestFile.read(new RunDirectory(from)));
    return Files.readString(target.manifest());
  }
}
