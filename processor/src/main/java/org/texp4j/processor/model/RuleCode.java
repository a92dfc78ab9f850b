package org.texp4j.processor.model;

import java.util.ArrayList;
import java.util.List;
import org.texp4j.processor.model.value.Expression;
import org.texp4j.processor.model.value.Expression.Chain.Link;
import org.texp4j.schedule.Rule;
import org.texp4j.schedule.WrittenRule;
import org.texp4j.schedule.rule.CompiledRule;
import org.texp4j.schedule.rule.RuleText;

/** The code that makes an update rule. */
public final class RuleCode {

  /** The methods that set the loops for matrices, or for all tensors, and those for all others. */
  private static final List<String> LOOPS = List.of("loop", "loopOfOthers");

  private RuleCode() {}

  /**
   * The code of a rule.
   *
   * @param loops the names of the classes of its loops inside the training class, for matrices and
   *     for all other tensors; none for a rule that is not written as text
   */
  public static Expression of(Rule rule, List<String> loops) {
    if (!(rule instanceof WrittenRule written)) {
      return new Expression.New(
          rule.getClass().getSimpleName(),
          rule.arguments().stream().map(Expression::constant).toList());
    }
    RuleText text = written.text();
    List<Link> links = new ArrayList<>();
    links.add(link("named", Expression.of(text.name())));
    if (!text.states().isEmpty()) {
      links.add(texts("states", text.states()));
    }
    links.add(texts("step", text.step()));
    if (!text.otherwise().isEmpty()) {
      links.add(texts("otherwise", text.otherwise()));
    }
    text.numbers()
        .forEach(
            (name, value) ->
                links.add(
                    text.momentum().filter(name::equals).isPresent()
                        ? link("momentum", Expression.of(name))
                        : link("number", Expression.of(name), Expression.of(value.doubleValue()))));
    if (!text.evaluated().equals("w")) {
      links.add(link("evaluate", Expression.of(text.evaluated())));
    }
    if (written.compiled(true).decay() != CompiledRule.Decay.NONE) {
      links.add(link("decay", Expression.of(written.coupling())));
    }
    for (int i = 0; i < loops.size(); i++) {
      links.add(link(LOOPS.get(i), new Expression.NewInner(loops.get(i))));
    }
    links.add(link("build"));
    return new Expression.Chain(new Expression.Type("WrittenRule"), links);
  }

  private static Link link(String method, Expression... arguments) {
    return new Link(method, List.of(arguments));
  }

  private static Link texts(String method, List<String> texts) {
    return new Link(method, texts.stream().map(Expression::of).toList());
  }
}
