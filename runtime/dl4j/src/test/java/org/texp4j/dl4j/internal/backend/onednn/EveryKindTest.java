package org.texp4j.dl4j.internal.backend.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.texp4j.dl4j.internal.backend.onednn.Comparison.Result.DIFFERENT;
import static org.texp4j.dl4j.internal.backend.onednn.Comparison.Result.EQUAL;
import static org.texp4j.dl4j.internal.backend.onednn.Comparison.Result.IMPOSSIBLE;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.graph.AttentionVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.texp4j.dl4j.Thorough;
import org.texp4j.dl4j.internal.backend.onednn.Comparison.Result;
import org.texp4j.dl4j.internal.network.NetworkModel;
import org.texp4j.dl4j.train.Backend;

/**
 * Programs against Deeplearning4j's own computation, on networks of every kind of layer and vertex:
 * 2,000 networks with {@code -Dtexp4j.thorough}.
 */
class EveryKindTest {

  private static final int NETWORKS = Thorough.orUsual(2000, 15);

  @BeforeAll
  static void start() {
    Backend.start();
  }

  @Test
  void noKindIsMissing() throws Exception {
    List<Class<?>> missing = new ArrayList<>();
    Path jar = Path.of(Layer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    for (Class<?> type : classes(jar)) {
      boolean known =
          Kinds.ELSEWHERE.containsKey(type)
              || Kinds.tables().stream().anyMatch(table -> table.containsKey(type));
      if (Kinds.isKind(type) && !known && !isBase(type)) {
        missing.add(type);
      }
    }
    assertThat(missing).isEmpty();
  }

  /** Whether only its subclasses appear in networks. */
  private static boolean isBase(Class<?> type) {
    return Modifier.isAbstract(type.getModifiers());
  }

  private static List<Class<?>> classes(Path jar) throws IOException, ClassNotFoundException {
    List<Class<?>> classes = new ArrayList<>();
    try (JarFile file = new JarFile(jar.toFile())) {
      for (Enumeration<JarEntry> entries = file.entries(); entries.hasMoreElements(); ) {
        String name = entries.nextElement().getName();
        if (name.startsWith("org/deeplearning4j/nn/conf/") && name.endsWith(".class")) {
          String type = name.substring(0, name.length() - 6).replace('/', '.');
          classes.add(Class.forName(type, false, EveryKindTest.class.getClassLoader()));
        }
      }
    }
    return classes;
  }

  static Stream<Class<?>> kinds() {
    return Kinds.tables().stream().map(Map::keySet).flatMap(Collection::stream);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void agreesWithDeeplearning4j(Class<?> kind) {
    List<Comparison> comparisons = new ArrayList<>();
    for (long seed = 2; seed < Thorough.orUsual(10, 3); seed++) {
      comparisons.add(Comparison.of(Drawing.with(kind, seed)));
    }
    assertThat(comparisons).extracting(Comparison::result).doesNotContain(DIFFERENT);
    assertThat(comparisons)
        .as("computed by Deeplearning4j")
        .anyMatch(each -> each.result() != IMPOSSIBLE);
  }

  /** Deeplearning4j gives an attention vertex no updater. */
  static Stream<Class<?>> kindsWithUpdater() {
    return kinds().filter(kind -> kind != AttentionVertex.class);
  }

  @ParameterizedTest
  @MethodSource("kindsWithUpdater")
  void tensorsAreWhereTheUpdaterLooks(Class<?> kind) {
    NetworkModel network = NetworkModel.of(Drawing.with(kind, 2).network());
    for (UpdaterBlock block : network.updater().getUpdaterBlocks()) {
      for (UpdaterBlock.ParamState tensor : block.getLayersAndVariablesInBlock()) {
        assertThat(tensor.getLayer().paramTable(false).get(tensor.getParamName()).offset())
            .as(tensor.getParamName())
            .isEqualTo(tensor.getParamView().offset());
      }
    }
  }

  @Test
  void randomNetworksAgreeWithDeeplearning4j() {
    Map<Result, Long> counts = new EnumMap<>(Result.class);
    for (long seed = 0; seed < NETWORKS; seed++) {
      Comparison comparison = Comparison.of(Drawing.of(seed));
      assertThat(comparison.result()).as(comparison.text()).isNotEqualTo(DIFFERENT);
      counts.merge(comparison.result(), 1L, Long::sum);
    }
    assertThat(counts.get(EQUAL)).as("%s", counts).isGreaterThan(NETWORKS / 3);
  }
}
