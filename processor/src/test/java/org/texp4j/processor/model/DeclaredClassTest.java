package org.texp4j.processor.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.texp4j.processor.model.annotation.Position;

final class DeclaredClassTest {

  @ParameterizedTest
  @CsvSource({
    "FashionCnn, fashion-cnn",
    "PreResNet20, pre-res-net-20",
    "ResNet50V2, res-net-50-v2",
    "HTTPServer, http-server",
    "CNN, cnn",
    "Fashion_CNN, fashion-cnn",
    "$Net_, net",
    "Größe, gr-u00f6-u00df-e",
    "Grüße, gr-u00fc-u00df-e",
    "СетьA, u0421-u0435-u0442-u044c-a",
    "网, u7f51",
    "Net€2, net-u20ac-2",
    "𝛼Net, u1d6fc-net",
    "ÄB, u00c4-b",
  })
  void theExperimentIsNamedAfterTheWordsOfTheClass(String name, String experiment) {
    assertThat(type("demo", name).experimentName()).isEqualTo(experiment);
  }

  @Test
  void nestedClassesAreJoinedInTheNameOfTheTrainingClass() {
    DeclaredClass nested = type("demo", "Outer", "Inner");

    assertThat(nested.sourceName()).isEqualTo("Outer.Inner");
    assertThat(nested.qualifiedTrainingName()).isEqualTo("demo.Outer_InnerTraining");
    assertThat(type("", "Outer").qualifiedTrainingName()).isEqualTo("OuterTraining");
  }

  @ParameterizedTest
  @CsvSource({
    "'', NetTraining",
    "large-batch, NetLargeBatchTraining",
    "texp-plus-plus, NetTexpPlusPlusTraining",
    "8-bit, Net8BitTraining",
    "My Recipe!, NetMyRecipeTraining",
    "Größe – 2, NetGrU00f6U00dfE2Training",
  })
  void aRecipeIsPartOfTheNameOfItsTrainingClass(String recipe, String training) {
    assertThat(withRecipe("demo", recipe, "Net").trainingName()).isEqualTo(training);
  }

  private static DeclaredClass type(String packageName, String... names) {
    return withRecipe(packageName, "", names);
  }

  private static DeclaredClass withRecipe(String packageName, String recipe, String... names) {
    return new DeclaredClass(
        packageName, List.of(names), recipe, false, true, false, Position.of(null));
  }
}
