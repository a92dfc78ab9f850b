package org.texp4j.dl4j.internal.markup;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Text files beside classes, such as style sheets and scripts. */
public final class Resource {

  private Resource() {}

  /** Returns the text of a file that lies beside a class. */
  public static String text(Class<?> type, String name) {
    try (InputStream in = type.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
