package org.texp4j.processor.write;

import com.palantir.javapoet.CodeBlock;
import java.util.ArrayList;
import java.util.List;
import org.texp4j.processor.model.Length;
import org.texp4j.processor.model.Term;
import org.texp4j.processor.model.Unit;

/** Expressions of the model as code. */
final class TermCode {

  private TermCode() {}

  static CodeBlock of(Term term) {
    if (term instanceof Term.Real real) {
      return CodeBlock.of("$L", Literals.real(real.value()));
    }
    if (term instanceof Term.Flag flag) {
      return CodeBlock.of("$L", flag.value());
    }
    if (term instanceof Term.Steps steps) {
      return steps(steps.length(), steps.whole());
    }
    if (term instanceof Term.Variable variable) {
      return CodeBlock.of("$L", variable.name());
    }
    if (term instanceof Term.Difference difference) {
      return CodeBlock.of("$L - $L", of(difference.whole()), factor(difference.taken()));
    }
    if (term instanceof Term.Quotient quotient) {
      return CodeBlock.of(
          "$L / $L", Literals.real(quotient.dividend()), factor(quotient.divisor()));
    }
    if (term instanceof Term.Type type) {
      return CodeBlock.of("$T", Names.schedule(type.name()));
    }
    if (term instanceof Term.Constant constant) {
      return CodeBlock.of("$T.$L", Names.schedule(constant.type()), constant.name());
    }
    if (term instanceof Term.Values values) {
      return CodeBlock.of("$T.of($L)", List.class, arguments(values.elements()));
    }
    if (term instanceof Term.New created) {
      return CodeBlock.of(
          "new $T($L)", Names.schedule(created.type()), arguments(created.arguments()));
    }
    if (term instanceof Term.NewFactory created) {
      return CodeBlock.of("new $T()", Names.factory(created.type()));
    }
    Term.Call call = (Term.Call) term;
    return CodeBlock.of("$L.$L($L)", of(call.on()), call.method(), arguments(call.arguments()));
  }

  private static CodeBlock steps(Length length, Term whole) {
    if (length.unit() == Unit.FRACTION) {
      return CodeBlock.of(
          "$T.round($L * $L)", Math.class, Literals.real(length.count()), factor(whole));
    }
    long count = (long) length.count();
    if (length.unit() == Unit.STEPS) {
      return CodeBlock.of("$L", Literals.whole(count));
    }
    return count == 1
        ? CodeBlock.of("stepsPerEpoch")
        : CodeBlock.of("$L * stepsPerEpoch", Literals.whole(count));
  }

  private static CodeBlock factor(Term term) {
    return term instanceof Term.Difference ? CodeBlock.of("($L)", of(term)) : of(term);
  }

  private static CodeBlock arguments(List<Term> arguments) {
    List<CodeBlock> codes = new ArrayList<>();
    for (Term argument : arguments) {
      codes.add(of(argument));
    }
    return row(codes);
  }

  /** Expressions with commas between them. */
  static CodeBlock row(List<CodeBlock> expressions) {
    CodeBlock.Builder row = CodeBlock.builder();
    for (CodeBlock expression : expressions) {
      row.add(row.isEmpty() ? "$L" : ",$W$L", expression);
    }
    return row.build();
  }
}
