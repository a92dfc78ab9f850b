package org.texp4j.processor.write;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import java.util.ArrayList;
import java.util.List;
import org.texp4j.processor.model.Length;
import org.texp4j.processor.model.Term;
import org.texp4j.processor.model.Unit;

/**
 * An expression of the model as code, with as few pieces as it has: JavaPoet takes its time for
 * each.
 *
 * <p>What most recipes have is asked for first: asking for a kind of expression loads its class.
 */
final class TermCode {

  /** In JavaPoet's terms. Numbers and names of ours have no {@code $}. */
  private final StringBuilder format = new StringBuilder();

  private final List<ClassName> types = new ArrayList<>();

  private TermCode() {}

  static CodeBlock of(Term term) {
    TermCode all = new TermCode();
    all.add(term);
    return CodeBlock.of(all.format.toString(), all.types.toArray());
  }

  private void add(Term term) {
    if (term instanceof Term.Real real) {
      format.append(Literals.real(real.value()));
    } else if (term instanceof Term.Steps steps) {
      addSteps(steps.length(), steps.whole());
    } else if (term instanceof Term.Variable variable) {
      format.append(variable.name());
    } else if (term instanceof Term.Type type) {
      add(Names.schedule(type.name()));
    } else if (term instanceof Term.Call call) {
      add(call.on());
      format.append('.').append(call.method()).append('(');
      addRow(call.arguments());
      format.append(")");
    } else {
      addRare(term);
    }
  }

  private void addRare(Term term) {
    if (term instanceof Term.New created) {
      format.append("new ");
      add(Names.schedule(created.type()));
      format.append('(');
      addRow(created.arguments());
      format.append(")");
    } else if (term instanceof Term.Constant constant) {
      add(Names.schedule(constant.type()));
      format.append('.').append(constant.name());
    } else if (term instanceof Term.Flag flag) {
      format.append(flag.value());
    } else if (term instanceof Term.Difference difference) {
      add(difference.whole());
      format.append(" - ");
      addFactor(difference.taken());
    } else if (term instanceof Term.Quotient quotient) {
      format.append(Literals.real(quotient.dividend())).append(" / ");
      addFactor(quotient.divisor());
    } else if (term instanceof Term.Values values) {
      add(ClassName.get(List.class));
      format.append(".of(");
      addRow(values.elements());
      format.append(")");
    } else {
      format.append("new ");
      add(Names.factory(((Term.NewFactory) term).type()));
      format.append("()");
    }
  }

  private void add(ClassName type) {
    format.append("$T");
    types.add(type);
  }

  private void addSteps(Length length, Term whole) {
    long count = (long) length.count();
    if (length.unit() == Unit.FRACTION) {
      add(ClassName.get(Math.class));
      format.append(".round(").append(Literals.real(length.count())).append(" * ");
      addFactor(whole);
      format.append(")");
    } else if (length.unit() == Unit.STEPS) {
      format.append(Literals.whole(count));
    } else {
      if (count != 1) {
        format.append(Literals.whole(count)).append(" * ");
      }
      format.append("stepsPerEpoch");
    }
  }

  private void addFactor(Term term) {
    if (term instanceof Term.Difference) {
      format.append("(");
      add(term);
      format.append(")");
    } else {
      add(term);
    }
  }

  private void addRow(List<Term> terms) {
    for (int i = 0; i < terms.size(); i++) {
      if (i > 0) {
        format.append(",$W");
      }
      add(terms.get(i));
    }
  }
}
