package org.texp4j.processor.write;

import java.util.List;
import org.texp4j.processor.model.Length;
import org.texp4j.processor.model.Term;
import org.texp4j.processor.model.Unit;

/** Expressions of the model as code. */
final class TermCode {

  private final Imports imports;

  TermCode(Imports imports) {
    this.imports = imports;
  }

  Expression of(Term term) {
    if (term instanceof Term.Values values) {
      return new Expression.Call(imports.name(TypeName.LIST) + ".of", arguments(values.elements()));
    }
    if (term instanceof Term.New created) {
      return new Expression.Call("new " + schedule(created.type()), arguments(created.arguments()));
    }
    if (term instanceof Term.Call call) {
      return new Expression.Call(
          flat(call.on()) + "." + call.method(), arguments(call.arguments()));
    }
    return new Expression.Text(flat(term));
  }

  private String flat(Term term) {
    if (term instanceof Term.Real real) {
      return Literals.real(real.value());
    }
    if (term instanceof Term.Flag flag) {
      return String.valueOf(flag.value());
    }
    if (term instanceof Term.Steps steps) {
      return steps(steps.length(), steps.whole());
    }
    if (term instanceof Term.Variable variable) {
      return variable.name();
    }
    if (term instanceof Term.Difference difference) {
      return flat(difference.whole()) + " - " + factor(difference.taken());
    }
    if (term instanceof Term.Quotient quotient) {
      return Literals.real(quotient.dividend()) + " / " + factor(quotient.divisor());
    }
    if (term instanceof Term.Type type) {
      return schedule(type.name());
    }
    if (term instanceof Term.Constant constant) {
      return schedule(constant.type()) + "." + constant.name();
    }
    if (term instanceof Term.NewFactory created) {
      return "new "
          + imports.name(new TypeName(created.type().packageName(), created.type().name()))
          + "()";
    }
    return of(term).flat();
  }

  private String schedule(String name) {
    return imports.name(TypeName.schedule(name));
  }

  private String steps(Length length, Term whole) {
    if (length.unit() == Unit.FRACTION) {
      return "Math.round(" + Literals.real(length.count()) + " * " + factor(whole) + ")";
    }
    long count = (long) length.count();
    if (length.unit() == Unit.STEPS) {
      return Literals.whole(count);
    }
    return count == 1 ? "stepsPerEpoch" : Literals.whole(count) + " * stepsPerEpoch";
  }

  private String factor(Term term) {
    return term instanceof Term.Difference ? "(" + flat(term) + ")" : flat(term);
  }

  private List<Expression> arguments(List<Term> arguments) {
    return arguments.stream().map(this::of).toList();
  }
}
