package org.texp4j.processor.write;

import com.palantir.javapoet.CodeBlock;
import java.util.ArrayList;
import java.util.List;
import org.texp4j.processor.model.value.Expression;
import org.texp4j.processor.model.value.Length;
import org.texp4j.processor.model.value.Unit;

/** Expressions of the model as code. */
final class ExpressionCode {

  /** With the indentation of a chain, this fits on a line. */
  private static final int LONGEST_TEXT = 80;

  private final AuthorNames names;
  private final NumberTables tables;
  private final String subject;

  /**
   * Creates the code of expressions about one thing.
   *
   * @param tables where long lists of numbers go
   * @param subject what the expressions are about, as the name of a variable
   */
  ExpressionCode(AuthorNames names, NumberTables tables, String subject) {
    this.names = names;
    this.tables = tables;
    this.subject = subject;
  }

  CodeBlock of(Expression expression) {
    if (expression instanceof Expression.Real real) {
      return CodeBlock.of("$L", Literals.real(real.value()));
    }
    if (expression instanceof Expression.Flag flag) {
      return CodeBlock.of("$L", flag.value());
    }
    if (expression instanceof Expression.Steps steps) {
      return steps(steps.length(), steps.whole());
    }
    if (expression instanceof Expression.Variable variable) {
      return CodeBlock.of("$L", variable.name());
    }
    if (expression instanceof Expression.Difference difference) {
      return CodeBlock.of("$L - $L", of(difference.whole()), operand(difference.taken()));
    }
    if (expression instanceof Expression.Quotient quotient) {
      return CodeBlock.of(
          "$L / $L", Literals.real(quotient.dividend()), operand(quotient.divisor()));
    }
    if (expression instanceof Expression.Type type) {
      return CodeBlock.of("$T", ClassNames.schedule(type.name()));
    }
    if (expression instanceof Expression.Constant constant) {
      return CodeBlock.of("$T.$L", ClassNames.schedule(constant.type()), constant.name());
    }
    if (expression instanceof Expression.Values values) {
      return values(values.elements());
    }
    if (expression instanceof Expression.Text text) {
      return text(text.value());
    }
    if (expression instanceof Expression.NewInner created) {
      return CodeBlock.of("new $L()", created.type());
    }
    if (expression instanceof Expression.Chain chain) {
      return chain(chain);
    }
    if (expression instanceof Expression.Call call) {
      return CodeBlock.of("$L.$L($L)", of(call.on()), call.method(), arguments(call.arguments()));
    }
    if (expression instanceof Expression.New created) {
      return CodeBlock.of(
          "new $T($L)", ClassNames.schedule(created.type()), list(created.arguments()));
    }
    if (expression instanceof Expression.NewFactory created) {
      String arguments = created.type().isGeneric() ? "<>" : "";
      return CodeBlock.of("new $L$L()", names.factory(created.type()), arguments);
    }
    throw new IllegalArgumentException("an expression without code: " + expression);
  }

  /** A chain with each call but the first on a line of its own. */
  private CodeBlock chain(Expression.Chain chain) {
    List<CodeBlock> calls = new ArrayList<>();
    for (Expression.Chain.Link link : chain.links()) {
      calls.add(CodeBlock.of(".$L($L)", link.method(), lines(link.arguments())));
    }
    return CodeBlock.of("$L$L", of(chain.on()), CodeBlock.join(calls, "\n"));
  }

  /** Arguments; several texts of more than a word are written below each other. */
  private CodeBlock lines(List<Expression> arguments) {
    boolean isText = arguments.stream().allMatch(Expression.Text.class::isInstance);
    return isText && arguments.size() > 1 && arguments.toString().contains(" = ")
        ? CodeBlock.of(
            "$>$>\n$L$<$<", CodeBlock.join(arguments.stream().map(this::of).toList(), ",\n"))
        : list(arguments);
  }

  /** A string, in pieces if it is long. */
  private static CodeBlock text(String text) {
    List<CodeBlock> pieces = new ArrayList<>();
    String rest = text;
    while (rest.length() > LONGEST_TEXT && rest.lastIndexOf(' ', LONGEST_TEXT) > 0) {
      int end = rest.lastIndexOf(' ', LONGEST_TEXT) + 1;
      pieces.add(CodeBlock.of("$S", rest.substring(0, end)));
      rest = rest.substring(end);
    }
    pieces.add(CodeBlock.of("$S", rest));
    return CodeBlock.of("$>$>$L$<$<", CodeBlock.join(pieces, "\n+ "));
  }

  private CodeBlock steps(Length length, Expression whole) {
    long count = (long) length.count();
    return switch (length.unit()) {
      case FRACTION ->
          CodeBlock.of(
              "$T.round($L * $L)", Math.class, Literals.real(length.count()), operand(whole));
      case STEPS -> CodeBlock.of("$L", Literals.whole(count));
      case EPOCHS ->
          count == 1
              ? CodeBlock.of("stepsPerEpoch")
              : CodeBlock.of("$L * stepsPerEpoch", Literals.whole(count));
    };
  }

  private CodeBlock values(List<Expression> elements) {
    if (elements.size() <= NumberTables.LONGEST_EXPRESSION) {
      return CodeBlock.of("$T.of($L)", List.class, list(elements));
    }
    List<Double> numbers =
        elements.stream().map(element -> ((Expression.Real) element).value()).toList();
    return CodeBlock.of("$L.boxed().toList()", tables.reals(subject + "Values", numbers));
  }

  /** Arguments, of which the last may be many lengths of one unit. */
  private CodeBlock arguments(List<Expression> arguments) {
    if (arguments.size() <= NumberTables.LONGEST_EXPRESSION) {
      return list(arguments);
    }
    int first = 0;
    while (!(arguments.get(first) instanceof Expression.Steps)) {
      first++;
    }
    List<Expression.Steps> lengths =
        arguments.subList(first, arguments.size()).stream()
            .map(Expression.Steps.class::cast)
            .toList();
    return CodeBlock.of("$L,$W$L", list(arguments.subList(0, first)), table(lengths));
  }

  private CodeBlock table(List<Expression.Steps> lengths) {
    List<Double> counts = lengths.stream().map(length -> length.length().count()).toList();
    String name = subject + "Boundaries";
    Expression.Steps any = lengths.get(0);
    CodeBlock steps =
        any.length().unit() == Unit.FRACTION
            ? CodeBlock.of(
                "$L.mapToLong(part -> $T.round(part * $L))",
                tables.reals(name, counts),
                Math.class,
                operand(any.whole()))
            : CodeBlock.of(
                any.length().unit() == Unit.EPOCHS
                    ? "$L.map(epochs -> epochs * stepsPerEpoch)"
                    : "$L",
                tables.wholes(name, counts.stream().map(Double::longValue).toList()));
    return CodeBlock.of("$L.toArray()", steps);
  }

  /** An expression as the operand of an operator. */
  private CodeBlock operand(Expression expression) {
    return CodeBlock.of(
        expression instanceof Expression.Difference ? "($L)" : "$L", of(expression));
  }

  private CodeBlock list(List<Expression> expressions) {
    return CodeBlock.join(expressions.stream().map(this::of).toList(), ",$W");
  }
}
