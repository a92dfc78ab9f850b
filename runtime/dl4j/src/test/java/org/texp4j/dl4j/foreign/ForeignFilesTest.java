package org.texp4j.dl4j.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.texp4j.dl4j.Thorough;

/**
 * Mutated files, sealed again where they have a seal: checkpoints, models, models saved by
 * Deeplearning4j, manifests, metrics, options of commands, idx and CIFAR files.
 *
 * <p>Each is accepted, or refused with a message by one of the documented exceptions. No process
 * dies, no class that only a file names is loaded, nothing is written outside of the directory, and
 * memory stays bounded. What is accepted means what it says: the run restored from a checkpoint
 * writes the same numbers and arrays again, a manifest and a line of metrics likewise; a network
 * has the parameters of its file; images are the bytes of theirs. That a parameter was changed
 * before the file was sealed cannot be seen, and is no failure.
 *
 * <p>There are 10,000 with {@code -Dtexp4j.thorough}, and 400 without; the seed of each is its
 * number.
 */
class ForeignFilesTest {

  private static final int ALWAYS = 400;
  private static final int THOROUGH = 10_000;
  private static final int MOST_MEGABYTES = 1_000;

  @TempDir private Path directory;

  @Test
  void areReadAsTheySayOrRefused() throws Exception {
    Path work = Files.createDirectory(directory.resolve("work"));
    Path classes = directory.resolve("classes");
    Path output = directory.resolve("output");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-Dorg.bytedeco.javacpp.maxbytes=512m",
                "-Dorg.bytedeco.javacpp.maxphysicalbytes=2g",
                "-Xlog:class+load:file=" + classes,
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                ForeignFiles.class.getName(),
                work.toString(),
                "1",
                String.valueOf(Thorough.orUsual(THOROUGH, ALWAYS)))
            .directory(work.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = process.waitFor(Thorough.orUsual(60, 4), TimeUnit.MINUTES);
    process.destroyForcibly();
    String text = Files.readString(output);

    assertThat(ended).as("the process ends: %s", text).isTrue();
    assertThat(process.exitValue())
        .as("at seed %s: %s", Files.readString(work.resolve("seed")), text)
        .isZero();
    for (ForeignFiles.Kind kind : ForeignFiles.Kind.values()) {
      assertThat(text).containsPattern(kind + ": [1-9]\\d* accepted, [1-9]\\d* refused");
    }
    try (Stream<String> lines = Files.lines(classes)) {
      assertThat(lines.filter(line -> line.contains("planted."))).isEmpty();
    }
    assertThat(names(directory)).containsExactly("classes", "output", "work");
    assertThat(megabytes(text)).isLessThan(MOST_MEGABYTES);
    if (Thorough.ASKED) {
      System.out.println(text);
    }
  }

  private static long megabytes(String text) {
    Matcher peak = Pattern.compile("peak memory: (\\d+) MB").matcher(text);
    assertThat(peak.find()).as(text).isTrue();
    return Long.parseLong(peak.group(1));
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
