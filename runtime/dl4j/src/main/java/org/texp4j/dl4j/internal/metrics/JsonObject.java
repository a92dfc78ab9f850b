package org.texp4j.dl4j.internal.metrics;

import org.nd4j.shade.jackson.core.io.JsonStringEncoder;

/** A JSON object in the making. */
final class JsonObject {

  private final StringBuilder text = new StringBuilder("{");

  JsonObject put(String name, long value) {
    name(name).append(value);
    return this;
  }

  JsonObject put(String name, double value) {
    name(name);
    if (Double.isFinite(value)) {
      text.append(value);
    } else {
      text.append('"').append(value).append('"');
    }
    return this;
  }

  JsonObject put(String name, String value) {
    name(name).append('"').append(JsonStringEncoder.getInstance().quoteAsString(value)).append('"');
    return this;
  }

  private StringBuilder name(String name) {
    return text.append(text.length() == 1 ? "\"" : ",\"").append(name).append("\":");
  }

  @Override
  public String toString() {
    return text + "}";
  }
}
