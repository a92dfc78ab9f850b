package org.texp4j.processor.write;

import com.palantir.javapoet.CodeBlock;
import java.util.List;
import org.texp4j.processor.model.value.Expression;
import org.texp4j.processor.model.value.Length;

/** Expressions of the model as code. */
final class ExpressionCode {

  private final AuthorNames names;

  ExpressionCode(AuthorNames names) {
    this.names = names;
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
      return CodeBlock.of("$T.of($L)", List.class, list(values.elements()));
    }
    if (expression instanceof Expression.Call call) {
      return CodeBlock.of("$L.$L($L)", of(call.on()), call.method(), list(call.arguments()));
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

  /** An expression as the operand of an operator. */
  private CodeBlock operand(Expression expression) {
    return CodeBlock.of(
        expression instanceof Expression.Difference ? "($L)" : "$L", of(expression));
  }

  private CodeBlock list(List<Expression> expressions) {
    return CodeBlock.join(expressions.stream().map(this::of).toList(), ",$W");
  }
}
