package org.texp4j.dl4j.internal.network;

import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.JavaType;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ObjectNode;
import org.nd4j.shade.jackson.databind.type.TypeFactory;
import org.nd4j.shade.jackson.databind.util.LRUMap;
import org.nd4j.shade.jackson.databind.util.LookupCache;
import org.texp4j.dl4j.internal.json.JsonText;

/**
 * A network's configuration as Deeplearning4j writes it in JSON, which names the classes that read
 * it.
 *
 * <p>Names are checked twice: in the parsed text, before Deeplearning4j sees it, and wherever
 * Jackson looks up a class by its name. Deeplearning4j reads what is written again from the parsed
 * text, so that both see the same. Forms of versions before 1.0.0 are refused: Deeplearning4j reads
 * them by ways that cannot be guarded.
 */
final class ConfigurationJson {

  /** Where Deeplearning4j names the class of an object; distributions use the second. */
  private static final Set<String> CLASS_MEMBERS = Set.of("@class", "type");

  /** The sizes of windows, which native code uses without checking all of them. */
  private static final Set<String> WINDOWS = Set.of("kernelSize", "stride", "dilation", "size");

  private static final Set<String> MARGINS = Set.of("padding", "cropping");
  private static final int LARGEST_WINDOW = 1 << 16;

  private ConfigurationJson() {}

  /**
   * Reads a configuration.
   *
   * @throws IllegalArgumentException if it is none, or names a class that is not allowed
   */
  static NetworkDescription read(String text, ClassAllowlist allowed) {
    ObjectNode configuration = JsonText.parse(text);
    forEachObject(configuration, ConfigurationJson::requireCurrentForm);
    forEachObject(configuration, ConfigurationJson::requirePlausibleWindows);
    forEachClassName(configuration, name -> requireAllowed(name, allowed));
    if (!configuration.has("dataType")) {
      throw oldForm("it has no dataType");
    }
    ObjectMapper mapper = NeuralNetConfiguration.mapper().copy();
    mapper.setTypeFactory(new AllowedTypes(allowed));
    try {
      // Only a graph's configuration lists its vertices.
      return configuration.has("vertexInputs")
          ? new NetworkDescription.Graph(
              mapper.readValue(configuration.toString(), ComputationGraphConfiguration.class))
          : new NetworkDescription.Layers(
              mapper.readValue(configuration.toString(), MultiLayerConfiguration.class));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    }
  }

  /** The names of all classes in a configuration. */
  static Set<String> classNames(String text) {
    Set<String> names = new HashSet<>();
    forEachClassName(JsonText.parse(text), names::add);
    return names;
  }

  private static void forEachClassName(JsonNode node, Consumer<String> action) {
    forEachObject(
        node,
        object -> {
          for (String member : CLASS_MEMBERS) {
            JsonNode name = object.path(member);
            // Without a dot it is a constant, or a class that Jackson's lookup refuses.
            if (name.isTextual() && (member.equals("@class") || name.textValue().contains("."))) {
              action.accept(name.textValue());
            }
          }
        });
  }

  private static void forEachObject(JsonNode node, Consumer<ObjectNode> action) {
    if (node instanceof ObjectNode object) {
      action.accept(object);
    }
    for (Iterator<JsonNode> children = node.elements(); children.hasNext(); ) {
      forEachObject(children.next(), action);
    }
  }

  private static void requireCurrentForm(ObjectNode object) {
    if (object.has("dist") && object.path("weightInit").isTextual()) {
      throw oldForm("it has a weightInit with a dist");
    }
    if (object.path("boundingBoxes").has("dataBuffer")) {
      throw oldForm("its boundingBoxes have a dataBuffer");
    }
  }

  private static void requirePlausibleWindows(ObjectNode object) {
    WINDOWS.forEach(member -> requireSizes(object, member, 1));
    MARGINS.forEach(member -> requireSizes(object, member, 0));
  }

  private static void requireSizes(ObjectNode object, String member, int least) {
    JsonNode sizes = object.path(member);
    for (JsonNode size : sizes.isArray() ? sizes : List.of(sizes)) {
      if (size.isNumber() && !(size.asDouble() >= least && size.asDouble() <= LARGEST_WINDOW)) {
        throw new IllegalArgumentException(
            "the configuration has the " + member + " " + sizes + ", which no layer has");
      }
    }
  }

  private static IllegalArgumentException oldForm(String sign) {
    return new IllegalArgumentException(
        "the configuration has the form of an old version of Deeplearning4j ("
            + sign
            + "): save the model again with 1.0.0-M2.1");
  }

  private static void requireAllowed(String name, ClassAllowlist allowed) {
    if (!allowed.allows(name)) {
      throw new IllegalArgumentException(
          "the configuration names the class "
              + name
              + ", which is not loaded: it is neither of Deeplearning4j nor of this library. If you"
              + " trust the model, allow the class by -D"
              + ClassAllowlist.PROPERTY
              + "="
              + name);
    }
  }

  /** Finds classes for Jackson: the one place where it loads a class by its name. */
  private static final class AllowedTypes extends TypeFactory {

    private static final long serialVersionUID = 1;
    private static final int CACHED_TYPES = 200;

    private final transient ClassAllowlist allowed;

    AllowedTypes(ClassAllowlist allowed) {
      super((LookupCache<Object, JavaType>) new LRUMap<Object, JavaType>(16, CACHED_TYPES));
      this.allowed = allowed;
    }

    @Override
    public Class<?> findClass(String name) throws ClassNotFoundException {
      requireAllowed(name, allowed);
      // Not initialized before it is known to be of the kind that is wanted.
      return Class.forName(name, false, loader());
    }

    private static ClassLoader loader() {
      ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
      return ofThread == null ? ConfigurationJson.class.getClassLoader() : ofThread;
    }
  }
}
