package org.texp4j.processor.write;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import javax.lang.model.element.Modifier;

/**
 * Lists of numbers that are too long for an expression, as streams from methods of their own.
 *
 * <p>A method holds at most 64 KiB of code, so each returns a part of the list, and the rest from
 * the next one.
 */
final class NumberTables {

  /**
   * With six such lists, two for each hyperparameter, at up to 20 bytes per number, a method is
   * still small enough.
   */
  static final int LONGEST_EXPRESSION = 500;

  /** A number takes 8 bytes of code. */
  private static final int LONGEST_PART = 5_000;

  private final List<MethodSpec> methods = new ArrayList<>();

  /** The methods. */
  List<MethodSpec> methods() {
    return methods;
  }

  /** A stream of whole numbers. */
  CodeBlock wholes(String name, List<Long> numbers) {
    return table(LongStream.class, name, numbers.stream().map(Literals::whole).toList());
  }

  /** A stream of reals. */
  CodeBlock reals(String name, List<Double> numbers) {
    return table(DoubleStream.class, name, numbers.stream().map(Literals::real).toList());
  }

  private CodeBlock table(Class<?> stream, String name, List<String> numbers) {
    int parts = (numbers.size() + LONGEST_PART - 1) / LONGEST_PART;
    for (int part = 1; part <= parts; part++) {
      int end = Math.min(part * LONGEST_PART, numbers.size());
      CodeBlock own =
          CodeBlock.of(
              "$T.of($L)",
              stream,
              CodeBlock.join(
                  numbers.subList((part - 1) * LONGEST_PART, end).stream()
                      .map(number -> CodeBlock.of("$L", number))
                      .toList(),
                  ",$W"));
      methods.add(
          MethodSpec.methodBuilder(name + part)
              .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
              .returns(ClassName.get(stream))
              .addStatement(
                  "return $L",
                  part == parts
                      ? own
                      : CodeBlock.of("$T.concat($L, $L$L())", stream, own, name, part + 1))
              .build());
    }
    return CodeBlock.of("$L1()", name);
  }
}
