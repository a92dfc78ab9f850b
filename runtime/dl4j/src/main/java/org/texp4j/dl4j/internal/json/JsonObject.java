package org.texp4j.dl4j.internal.json;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.core.util.DefaultIndenter;
import org.nd4j.shade.jackson.core.util.DefaultPrettyPrinter;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ArrayNode;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * A JSON object whose members are written and read by type, in their order.
 *
 * <p>Numbers keep their bits: they are written as {@link Double#toString} does. JSON has no
 * infinity and no NaN; they are the strings {@code "Infinity"}, {@code "-Infinity"} and {@code
 * "NaN"}, as in the JSON mapping of Protocol Buffers. Every reader throws an {@link
 * IllegalArgumentException} that names the member if it is missing or of another type. Not safe for
 * use by several threads.
 */
public final class JsonObject {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final ObjectNode node;

  private JsonObject(ObjectNode node) {
    this.node = node;
  }

  /** Creates an object without members. */
  public JsonObject() {
    this(MAPPER.createObjectNode());
  }

  /**
   * Reads an object.
   *
   * @throws IllegalArgumentException if the text is anything else
   */
  public static JsonObject parse(String text) {
    return new JsonObject(JsonText.parse(text));
  }

  private static JsonObject object(JsonNode node) {
    if (node instanceof ObjectNode object) {
      return new JsonObject(object);
    }
    throw new IllegalArgumentException("it is no JSON object");
  }

  /** Adds a whole number. */
  public JsonObject put(String name, long value) {
    node.put(name, value);
    return this;
  }

  /** Adds a number. */
  public JsonObject put(String name, double value) {
    if (Double.isFinite(value)) {
      node.put(name, value);
    } else {
      node.put(name, Double.toString(value));
    }
    return this;
  }

  /** Adds a truth value. */
  public JsonObject put(String name, boolean value) {
    node.put(name, value);
    return this;
  }

  /** Adds a string. */
  public JsonObject put(String name, String value) {
    node.put(name, value);
    return this;
  }

  /** Adds an object. */
  public JsonObject put(String name, JsonObject value) {
    node.set(name, value.node);
    return this;
  }

  /** Adds an object whose members are numbers. */
  public JsonObject put(String name, Map<String, Double> numbers) {
    JsonObject object = new JsonObject();
    numbers.forEach((each, value) -> object.put(each, value.doubleValue()));
    return put(name, object);
  }

  /** Adds an array of objects. */
  public JsonObject put(String name, List<JsonObject> values) {
    ArrayNode array = node.putArray(name);
    values.forEach(value -> array.add(value.node));
    return this;
  }

  /** Whether there is a member of that name. */
  public boolean has(String name) {
    return node.has(name);
  }

  /** Returns a whole number. */
  public long whole(String name) {
    JsonNode value = member(name);
    require(value.isIntegralNumber() && value.canConvertToLong(), name, "a whole number");
    return value.longValue();
  }

  /** Returns a whole number that is not less than another. */
  public long whole(String name, long least) {
    long value = whole(name);
    require(value >= least, name, "at least " + least);
    return value;
  }

  /** Returns a whole number of 32 bits that is not less than another. */
  public int integer(String name, int least) {
    long value = whole(name, least);
    require(value <= Integer.MAX_VALUE, name, "less than 2^31");
    return (int) value;
  }

  /** Returns the constant of an enum. */
  public <E extends Enum<E>> E constant(String name, Class<E> type) {
    String text = text(name);
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.name().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    name
                        + " is "
                        + member(name)
                        + ", not one of "
                        + Arrays.toString(type.getEnumConstants())));
  }

  /** Returns a number, bit for bit as it was written. */
  public double number(String name) {
    JsonNode value = member(name);
    return switch (value.asText()) {
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      case "NaN" -> Double.NaN;
      default -> {
        require(value.isNumber() && Double.isFinite(value.doubleValue()), name, "a number");
        yield value.doubleValue();
      }
    };
  }

  /** Returns a truth value. */
  public boolean flag(String name) {
    require(member(name).isBoolean(), name, "true or false");
    return member(name).booleanValue();
  }

  /** Returns a string. */
  public String text(String name) {
    require(member(name).isTextual(), name, "a string");
    return member(name).textValue();
  }

  /** Returns an object. */
  public JsonObject object(String name) {
    require(member(name).isObject(), name, "an object");
    return object(member(name));
  }

  /** Returns the members of an object, all of which are numbers, in their order. */
  public Map<String, Double> numbers(String name) {
    JsonObject object = object(name);
    Map<String, Double> numbers = new LinkedHashMap<>();
    object.node.fieldNames().forEachRemaining(each -> numbers.put(each, object.number(each)));
    return numbers;
  }

  /** Returns the names of all members, in their order. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** Returns the objects of an array. */
  public List<JsonObject> objects(String name) {
    require(member(name).isArray(), name, "an array");
    List<JsonObject> objects = new ArrayList<>();
    member(name).forEach(each -> objects.add(object(each)));
    return List.copyOf(objects);
  }

  /** Returns what one of the other readers returns, or nothing if there is no such member. */
  public <T> Optional<T> optional(String name, Function<String, T> reader) {
    return has(name) ? Optional.of(reader.apply(name)) : Optional.empty();
  }

  private JsonNode member(String name) {
    if (!has(name)) {
      throw new IllegalArgumentException("it has no " + name);
    }
    return node.get(name);
  }

  private void require(boolean condition, String name, String kind) {
    if (!condition) {
      throw new IllegalArgumentException(name + " is " + member(name) + ", not " + kind);
    }
  }

  /**
   * Returns all values as texts by path: {@code seeds.order}, {@code forms[0].step}; an array
   * without elements is {@code none}.
   */
  public Map<String, String> flat() {
    Map<String, String> values = new LinkedHashMap<>();
    addFlat("", node, values);
    return values;
  }

  private static void addFlat(String path, JsonNode value, Map<String, String> values) {
    if (value.isObject()) {
      String prefix = path.isEmpty() ? "" : path + ".";
      for (Iterator<String> names = value.fieldNames(); names.hasNext(); ) {
        String name = names.next();
        addFlat(prefix + name, value.get(name), values);
      }
    } else if (value.isArray() && !value.isEmpty()) {
      for (int i = 0; i < value.size(); i++) {
        addFlat(path + "[" + i + "]", value.get(i), values);
      }
    } else {
      values.put(path, value.isArray() ? "none" : value.asText());
    }
  }

  /** Returns the object on several lines, a member a line, to be read by people. */
  public String toLines() {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter lines =
        new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
    try {
      return MAPPER.writer(lines).writeValueAsString(node) + "\n";
    } catch (JsonProcessingException e) {
      throw new AssertionError("a tree is always JSON", e);
    }
  }

  /** Returns the object on one line. */
  @Override
  public String toString() {
    return node.toString();
  }
}
