package org.texp4j.processor.write;

import com.palantir.javapoet.CodeBlock;
import java.util.List;
import org.texp4j.processor.model.Length;
import org.texp4j.processor.model.Term;
import org.texp4j.processor.model.Unit;

/**
 * An expression of the model as code.
 *
 * <p>What most recipes have is asked for first: asking for a kind of expression loads its class.
 */
final class TermCode {

  private final CodeBlock.Builder code = CodeBlock.builder();

  private TermCode() {}

  static CodeBlock of(Term term) {
    TermCode all = new TermCode();
    all.add(term);
    return all.code.build();
  }

  private void add(Term term) {
    if (term instanceof Term.Real real) {
      code.add("$L", Literals.real(real.value()));
    } else if (term instanceof Term.Steps steps) {
      addSteps(steps.length(), steps.whole());
    } else if (term instanceof Term.Variable variable) {
      code.add("$L", variable.name());
    } else if (term instanceof Term.Type type) {
      code.add("$T", Names.schedule(type.name()));
    } else if (term instanceof Term.Call call) {
      add(call.on());
      code.add(".$L(", call.method());
      addRow(call.arguments());
      code.add(")");
    } else {
      addRare(term);
    }
  }

  private void addRare(Term term) {
    if (term instanceof Term.New created) {
      code.add("new $T(", Names.schedule(created.type()));
      addRow(created.arguments());
      code.add(")");
    } else if (term instanceof Term.Constant constant) {
      code.add("$T.$L", Names.schedule(constant.type()), constant.name());
    } else if (term instanceof Term.Flag flag) {
      code.add("$L", flag.value());
    } else if (term instanceof Term.Difference difference) {
      add(difference.whole());
      code.add(" - ");
      addFactor(difference.taken());
    } else if (term instanceof Term.Quotient quotient) {
      code.add("$L / ", Literals.real(quotient.dividend()));
      addFactor(quotient.divisor());
    } else if (term instanceof Term.Values values) {
      code.add("$T.of(", List.class);
      addRow(values.elements());
      code.add(")");
    } else {
      code.add("new $T()", Names.factory(((Term.NewFactory) term).type()));
    }
  }

  private void addSteps(Length length, Term whole) {
    long count = (long) length.count();
    if (length.unit() == Unit.FRACTION) {
      code.add("$T.round($L * ", Math.class, Literals.real(length.count()));
      addFactor(whole);
      code.add(")");
    } else if (length.unit() == Unit.STEPS) {
      code.add("$L", Literals.whole(count));
    } else {
      if (count != 1) {
        code.add("$L * ", Literals.whole(count));
      }
      code.add("stepsPerEpoch");
    }
  }

  private void addFactor(Term term) {
    if (term instanceof Term.Difference) {
      code.add("(");
      add(term);
      code.add(")");
    } else {
      add(term);
    }
  }

  private void addRow(List<Term> terms) {
    for (int i = 0; i < terms.size(); i++) {
      if (i > 0) {
        code.add(",$W");
      }
      add(terms.get(i));
    }
  }
}
