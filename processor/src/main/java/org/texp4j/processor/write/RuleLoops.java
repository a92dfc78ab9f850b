package org.texp4j.processor.write;

import com.palantir.javapoet.TypeSpec;
import java.util.List;
import org.texp4j.processor.model.Training;
import org.texp4j.schedule.WrittenRule;

/** The classes inside a training class with the loops of its update rule. */
record RuleLoops(Training training, AuthorNames names) {

  /**
   * The classes, for matrices and for all other tensors; none if the rule is not written as text.
   */
  List<TypeSpec> classes() {
    if (!(training.recipe().rule() instanceof WrittenRule rule)) {
      return List.of();
    }
    String name = rule.text().name();
    if (rule.text().otherwise().isEmpty()) {
      return List.of(
          LoopClass.of(names.inner(name + "Loop"), name, rule.text().step(), rule.compiled(true)));
    }
    return List.of(
        LoopClass.of(
            names.inner(name + "Loop"),
            name + " on matrices",
            rule.text().step(),
            rule.compiled(true)),
        LoopClass.of(
            names.inner(name + "LoopOfOthers"),
            name + " on tensors that are not matrices",
            rule.text().otherwise(),
            rule.compiled(false)));
  }
}
