package org.texp4j.dl4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of a data set, and what is said of those that cannot be used. */
class DataFilesTest {

  @TempDir private Path directory;

  private Path write(String name, String content) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  private static void assertRefused(ThrowingCall call, String message) {
    assertThatThrownBy(call::call).isInstanceOf(DataException.class).hasMessage(message);
  }

  private interface ThrowingCall {
    void call() throws Exception;
  }

  @Test
  void filesAreFoundInDirectoriesAndSortedByName() throws IOException {
    Path second = write("cat/2.png", "c2");
    Path tenth = write("cat/10.png", "c10");
    Path other = write("Dog/1.png", "d1");
    Path shard = write("1.png", "1");
    write("cat/readme.txt", "not a picture");

    DataFiles files = DataFiles.in(directory, "*.{png,jpg}");

    assertThat(files.paths()).containsExactly(shard, other, tenth, second);
    assertThat(files.count()).isEqualTo(4);
    assertThat(files.uris()).startsWith(shard.toUri());
  }

  /** A root has no name. */
  @Test
  void filesAreFoundFromARoot() throws IOException {
    Path archive = directory.resolve("data.zip");
    try (FileSystem zip = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
      Path root = zip.getPath("/");
      Files.writeString(root.resolve("a.csv"), "1");

      assertThat(DataFiles.in(root, "*.csv").paths()).containsExactly(root.resolve("a.csv"));
    }
  }

  @Test
  void theShuffledOrderIsAFunctionOfTheSeed() throws IOException {
    for (int i = 0; i < 20; i++) {
      write(i + ".csv", "1");
    }
    DataFiles files = DataFiles.in(directory, "*.csv");
    List<URI> shuffled = files.shuffled(5);

    assertThat(shuffled)
        .isEqualTo(DataFiles.in(directory, "*.csv").shuffled(5))
        .isNotEqualTo(files.shuffled(6))
        .isNotEqualTo(files.uris())
        .containsExactlyInAnyOrderElementsOf(files.uris());
  }

  @Test
  void aDirectoryWithoutSuchFilesIsNamedWithWhatItHas() throws IOException {
    write("a.txt", "1");
    Files.createDirectory(directory.resolve("empty"));

    assertRefused(
        () -> DataFiles.in(directory, "*.csv"),
        "directory "
            + directory
            + " has no *.csv, nor has a directory in it; it has a.txt, empty/. Name the directory"
            + " that holds the data files themselves");
    assertRefused(
        () -> DataFiles.in(directory.resolve("none"), "*.csv"),
        "directory " + directory.resolve("none") + " does not exist; check its name");
    assertRefused(
        () -> DataFiles.in(directory.resolve("a.txt"), "*.csv"),
        directory.resolve("a.txt")
            + " is not a directory; name the directory that holds the data files");
  }

  @Test
  void aFileThatCannotBeReadIsNamed() throws IOException {
    Path sound = write("1.csv", "1");
    Path empty = write("2.csv", "");
    Path missing = directory.resolve("3.csv");

    assertRefused(
        () -> DataFiles.in(directory, "*.csv"),
        empty + " is empty; fetch it again, or leave it out");
    assertRefused(
        () -> new DataFiles(List.of(sound, missing)), missing + " does not exist; check its name");
    assertRefused(
        () -> new DataFiles(List.of(directory)),
        directory + " is not a file; name the data files themselves");
    assertRefused(() -> new DataFiles(List.of()), "there are no data files; name at least one");
  }

  @Test
  void filesOfTheClassPathAreReadFromDirectoriesAndJars() throws Exception {
    Path jar = directory.resolve("data.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry(DataFilesTest.class.getName().replace('.', '/') + ".class"));
      try (var own = DataFilesTest.class.getResourceAsStream("DataFilesTest.class")) {
        own.transferTo(zip);
      }
      zip.putNextEntry(new ZipEntry("tables/iris.csv"));
      zip.write("5.1,3.5".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
      Class<?> inJar = loader.loadClass(DataFilesTest.class.getName());

      Path copy = DataFiles.onClassPath(inJar, "/tables/iris.csv").paths().get(0);

      assertThat(copy).hasContent("5.1,3.5");
      assertThat(copy.toString()).endsWith("-iris.csv");
    }
    assertThat(DataFiles.onClassPath(DataFilesTest.class, "DataFilesTest.class").paths().get(0))
        .exists();
    assertRefused(
        () -> DataFiles.onClassPath(DataFilesTest.class, "iris.csv"),
        "the class path has no iris.csv, relative to org.texp4j.dl4j.data.DataFilesTest; check the"
            + " name");
  }
}
