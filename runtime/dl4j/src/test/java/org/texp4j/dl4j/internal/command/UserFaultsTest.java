package org.texp4j.dl4j.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import demo.Fault;
import demo.Place;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.Thorough;
import org.texp4j.dl4j.train.Backend;

/** Whatever the code of a user throws, and wherever: it is named as theirs, with line and cause. */
class UserFaultsTest {

  @TempDir private Path directory;

  @BeforeAll
  static void letTheBackendSayWhatItSaysWhenItStarts() {
    Backend.start();
  }

  private Invocation train(Experiment experiment) {
    return Invocation.of(experiment, "train", "--out", directory.resolve("run").toString());
  }

  /** Each fault in each place; in every build each of them in one or more. */
  static List<Arguments> faults() {
    List<Arguments> faults = new ArrayList<>();
    for (Place place : Place.values()) {
      for (Fault fault : Fault.values()) {
        faults.add(Arguments.of(place, fault));
      }
    }
    return Thorough.orEvery(Fault.values().length + 1, faults);
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("faults")
  void isNamedAsTheirs(Place place, Fault fault) {
    Invocation trained = train(place.breaking(fault));

    assertThat(trained.code()).isEqualTo(1);
    assertThat(trained.err())
        .as(trained.err())
        .contains(place.label())
        .contains(fault.description())
        .contains(
            fault == Fault.MEMORY ? " ran out of memory at demo.Fault" : " failed at demo.Fault")
        .doesNotContain("nd4j-native")
        .doesNotContain("report it")
        .doesNotContain(": null");
    assertThat(trained.errLines()).hasSize(1);
  }

  @Test
  void withoutFaultsItTrains() {
    Invocation trained = train(Place.sound().build());

    assertThat(trained.err()).isEmpty();
    assertThat(trained.code()).isZero();
  }
}
