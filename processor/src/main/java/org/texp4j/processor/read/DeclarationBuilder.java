package org.texp4j.processor.read;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.texp4j.processor.model.Declaration;
import org.texp4j.processor.model.Declaration.AdamW;
import org.texp4j.processor.model.Declaration.Experiment;
import org.texp4j.processor.model.Declaration.Momentum;
import org.texp4j.processor.model.Declaration.Normalized;
import org.texp4j.processor.model.Declaration.RateFactor;
import org.texp4j.processor.model.Declaration.Schedule;
import org.texp4j.processor.model.Declaration.ShapeAnnotation;
import org.texp4j.processor.model.Declaration.Use;
import org.texp4j.processor.model.Declaration.Warmup;
import org.texp4j.processor.model.Declaration.WeightDecay;
import org.texp4j.processor.model.DeclaredClass;
import org.texp4j.processor.model.DeclaredMethod;
import org.texp4j.processor.model.DeclaredRule;
import org.texp4j.processor.model.annotation.AnnotationValues;
import org.texp4j.processor.model.shape.ShapeKind;
import org.texp4j.processor.model.shape.ShapeKinds;

/** Collects the annotations of one recipe into a declaration. */
final class DeclarationBuilder {

  private final Map<String, AnnotationValues> single = new HashMap<>();
  private final List<DeclaredRule> rules = new ArrayList<>();
  private final List<ShapeAnnotation> shapes = new ArrayList<>();
  private final List<Warmup> warmups = new ArrayList<>();
  private final List<RateFactor> rateFactors = new ArrayList<>();
  private final List<Use> repeated = new ArrayList<>();
  private final List<Use> unknown = new ArrayList<>();

  /** Adds an annotation that this compiler does not know. */
  void addUnknown(Use use) {
    unknown.add(use);
  }

  /** Adds an update rule. */
  void add(DeclaredRule rule) {
    if (rules.stream().anyMatch(other -> other.qualifiedName().equals(rule.qualifiedName()))) {
      repeated.add(new Use(rule.name(), rule.position()));
    } else {
      rules.add(rule);
    }
  }

  /** Adds an annotation. */
  void add(AnnotationValues written) {
    String name = written.name();
    Optional<ShapeKind> kind = ShapeKinds.named(name);
    if (kind.isPresent()) {
      shapes.add(new ShapeAnnotation(kind.get(), written));
    } else if (name.equals("Warmup")) {
      warmups.add(warmup(written));
    } else if (name.equals("LearningRateFactor")) {
      rateFactors.add(new RateFactor(written.real("value"), written.texts("layers")));
    } else if (single.putIfAbsent(name, written) != null) {
      repeated.add(new Use(name, written.position()));
    }
  }

  /** Whether an annotation of this name was added that is neither a shape nor a warm-up. */
  boolean has(String name) {
    return single.containsKey(name);
  }

  /** The declaration, which has {@code @Schedule} and {@code @Experiment}. */
  Declaration declaration(DeclaredClass type, List<DeclaredMethod> methods) {
    return new Declaration(
        type,
        experiment(single.get("Experiment")),
        schedule(single.get("Schedule")),
        has("Normalized") ? Optional.of(normalized(single.get("Normalized"))) : Optional.empty(),
        has("WeightDecay") ? Optional.of(weightDecay(single.get("WeightDecay"))) : Optional.empty(),
        has("Momentum") ? Optional.of(momentum(single.get("Momentum"))) : Optional.empty(),
        has("AdamW") ? Optional.of(adamW(single.get("AdamW"))) : Optional.empty(),
        rules,
        shapes,
        warmups,
        rateFactors,
        methods,
        repeated,
        unknown);
  }

  private static Experiment experiment(AnnotationValues of) {
    return new Experiment(
        of.text("name"),
        of.whole("seed"),
        of.whole("batchSize"),
        of.whole("trainingExamples"),
        of.position());
  }

  private static Schedule schedule(AnnotationValues of) {
    return new Schedule(
        of.text("name"),
        of.text("type"),
        of.real("learningRate"),
        of.length(),
        of.flag("momentumCorrections"));
  }

  private static Normalized normalized(AnnotationValues of) {
    return new Normalized(
        of.text("value"),
        of.flag("onlyInvariant"),
        of.flag("unbiasedVariance"),
        of.texts("asserted"));
  }

  private static WeightDecay weightDecay(AnnotationValues of) {
    return new WeightDecay(of.real("value"), of.text("coupling"));
  }

  private static Momentum momentum(AnnotationValues of) {
    return new Momentum(of.real("value"), of.text("rule"), of.real("dampening"), of.position());
  }

  private static AdamW adamW(AnnotationValues of) {
    return new AdamW(of.real("beta1"), of.real("beta2"), of.real("epsilon"), of.position());
  }

  private static Warmup warmup(AnnotationValues of) {
    return new Warmup(
        of.text("of"), of.length(), of.real("from"), of.text("shape"), of.text("placement"));
  }
}
