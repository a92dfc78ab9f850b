package org.texp4j.dl4j.programs;

import java.util.List;
import java.util.stream.Stream;

/** All kinds of programs. */
final class Programs {

  private Programs() {}

  static List<Program> all() {
    return Stream.of(
            TablePrograms.all(), ImagePrograms.all(), GraphPrograms.all(), StartedPrograms.all())
        .flatMap(List::stream)
        .toList();
  }
}
