package org.texp4j.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A Python interpreter that can import PyTorch.
 *
 * @param python the command that starts it
 */
record PyTorch(String python) {

  /** Debian's packages belong to the second, which may not be the first on the path. */
  private static final List<String> PYTHONS = List.of("python3", "/usr/bin/python3");

  /** Looks for such an interpreter; installs nothing. */
  static Optional<PyTorch> find() throws InterruptedException {
    for (String python : PYTHONS) {
      if (hasTorch(python)) {
        return Optional.of(new PyTorch(python));
      }
    }
    return Optional.empty();
  }

  private static boolean hasTorch(String python) throws InterruptedException {
    try {
      return new ProcessBuilder(python, "-c", "import torch")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** The command line of a process that measures a workload. */
  List<String> command(Workload workload, Variant layout, int blocks) throws IOException {
    return List.of(
        python,
        "-c",
        script("pytorch.py"),
        workload.name(),
        layout.name(),
        Arrays.stream(workload.shape()).mapToObj(Long::toString).collect(Collectors.joining(",")),
        Integer.toString(workload.warmUp()),
        Integer.toString(workload.block()),
        Integer.toString(blocks));
  }

  /** The command line of a process that measures optimizers on dense layers of some sizes. */
  List<String> updates(int[] sizes) throws IOException {
    return List.of(
        python,
        "-c",
        script("pytorch-updates.py"),
        Arrays.stream(sizes).mapToObj(Integer::toString).collect(Collectors.joining(",")));
  }

  private static String script(String name) throws IOException {
    try (InputStream script = PyTorch.class.getResourceAsStream(name)) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
