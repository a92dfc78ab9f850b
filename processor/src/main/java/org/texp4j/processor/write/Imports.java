package org.texp4j.processor.write;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The classes that one source file names, and what it calls them. */
final class Imports {

  private final String packageName;

  /** Packages of the top-level classes named so far, by the simple names they go by. */
  private final Map<String, String> packages = new HashMap<>();

  /** None yet, in a file of a package. */
  Imports(String packageName) {
    this.packageName = packageName;
  }

  /** What the file calls a class: its simple name, unless that means another one here. */
  String name(TypeName type) {
    boolean free =
        packages
            .computeIfAbsent(type.topLevel(), name -> type.packageName())
            .equals(type.packageName());
    return free ? type.name() : type.qualified();
  }

  /** The import statements, sorted, a line each. */
  String statements() {
    return packages.entrySet().stream()
        .filter(named -> !named.getValue().equals(packageName))
        .map(named -> "import " + named.getValue() + "." + named.getKey() + ";\n")
        .sorted()
        .collect(Collectors.joining());
  }
}
