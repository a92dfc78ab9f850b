package org.texp4j.processor.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.texp4j.processor.model.DeclaredMethod.Role;
import org.texp4j.processor.model.annotation.AnnotationValues;
import org.texp4j.processor.model.annotation.AttributeValue;
import org.texp4j.processor.model.annotation.Position;
import org.texp4j.processor.model.annotation.UnitChoice;
import org.texp4j.processor.model.shape.Shape;
import org.texp4j.processor.model.shape.ShapeKind;
import org.texp4j.processor.model.value.Decimals;
import org.texp4j.processor.model.value.Hyperparameter;
import org.texp4j.processor.model.value.Length;
import org.texp4j.schedule.Coupling;
import org.texp4j.schedule.RecipeForm;
import org.texp4j.schedule.Velocity;

/**
 * One recipe of a class with {@code @Schedule} as its author wrote it, right or wrong.
 *
 * <p>Constants of enums are held by name: a declaration may use one that this compiler does not
 * know.
 *
 * @param type the class, with this recipe
 * @param rules the update rules that are written as text, of which a recipe has at most one
 * @param repeated annotations that the recipe already has and may have only once
 * @param unknown annotations of the language that this compiler does not know
 */
public record Declaration(
    DeclaredClass type,
    Experiment experiment,
    Schedule schedule,
    Optional<Normalized> normalized,
    Optional<WeightDecay> weightDecay,
    Optional<Momentum> momentum,
    Optional<AdamW> adamW,
    List<DeclaredRule> rules,
    List<ShapeAnnotation> shapes,
    List<Warmup> warmups,
    List<RateFactor> rateFactors,
    List<DeclaredMethod> methods,
    List<Use> repeated,
    List<Use> unknown) {

  /** {@code @Experiment}, or its defaults. */
  public record Experiment(
      AttributeValue<String> name,
      AttributeValue<Long> seed,
      AttributeValue<Long> batchSize,
      AttributeValue<Long> trainingExamples,
      Position position) {}

  /** {@code @Schedule}. */
  public record Schedule(
      AttributeValue<String> name,
      AttributeValue<String> type,
      AttributeValue<Double> learningRate,
      UnitChoice<Length> length,
      AttributeValue<Boolean> momentumCorrections) {

    /** The annotation. */
    public Position position() {
      return length.position();
    }

    /** The form the recipe is run in; empty for one that this compiler does not know. */
    public Optional<RecipeForm> form() {
      return constant(RecipeForm.values(), type);
    }
  }

  /**
   * {@code @Normalized}.
   *
   * @param asserted a string for each group of tensors that are asserted to be scale invariant
   */
  public record Normalized(
      AttributeValue<String> value,
      AttributeValue<Boolean> onlyInvariant,
      AttributeValue<Boolean> unbiasedVariance,
      AttributeValue<List<AttributeValue<String>>> asserted) {

    /** The names of the tensors in the string of a group, empty ones included. */
    public static List<String> names(String group) {
      return Stream.of(group.split(",", -1)).map(String::strip).toList();
    }

    /** The names of the tensors in each group, in a declaration without mistakes. */
    public List<List<String>> groups() {
      return asserted.value().stream().map(group -> names(group.value())).toList();
    }
  }

  /** {@code @WeightDecay}. */
  public record WeightDecay(AttributeValue<Double> value, AttributeValue<String> coupling) {

    /** Where decay enters the update; empty for a constant that this compiler does not know. */
    public Optional<Coupling> knownCoupling() {
      return constant(Coupling.values(), coupling);
    }

    /** The annotation with another value, as its author would write it. */
    public String codeWith(String value) {
      return rewritten("WeightDecay", value, assigned("coupling", coupling));
    }
  }

  /** {@code @Momentum}. */
  public record Momentum(
      AttributeValue<Double> value,
      AttributeValue<String> rule,
      AttributeValue<Double> dampening,
      Position position) {

    /** How the velocity enters the update; empty for a constant this compiler does not know. */
    public Optional<Velocity> velocity() {
      return constant(Velocity.values(), rule);
    }

    /** The annotation with another value, as its author would write it. */
    public String codeWith(String value) {
      return rewritten(
          "Momentum",
          value,
          assigned("rule", rule),
          assigned("dampening", dampening.map(Decimals::shown)));
    }
  }

  /** {@code @AdamW}. */
  public record AdamW(
      AttributeValue<Double> beta1,
      AttributeValue<Double> beta2,
      AttributeValue<Double> epsilon,
      Position position) {}

  /** An annotation that gives a hyperparameter its shape. */
  public record ShapeAnnotation(ShapeKind kind, AnnotationValues values) {

    /** The hyperparameter. */
    public AttributeValue<String> of() {
      return values.text("of");
    }

    /** The annotation. */
    public Position position() {
      return values.position();
    }

    /** Whether its shape has a warm-up of its own. */
    public boolean hasWarmup() {
      return kind.hasWarmup().test(values);
    }

    /** Whether it is a {@code @OneCycle} that cycles the momentum, too. */
    public boolean cyclesMomentum() {
      return kind.name().equals("OneCycle") && values.flag("momentum").value();
    }

    /** The shape, in a declaration without mistakes. */
    public Shape shape() {
      return kind.reader().apply(values);
    }
  }

  /** {@code @Warmup}. */
  public record Warmup(
      AttributeValue<String> of,
      UnitChoice<Length> length,
      AttributeValue<Double> from,
      AttributeValue<String> shape,
      AttributeValue<String> placement) {

    /** The annotation. */
    public Position position() {
      return length.position();
    }
  }

  /** {@code @LearningRateFactor}. */
  public record RateFactor(
      AttributeValue<Double> value, AttributeValue<List<AttributeValue<String>>> layers) {

    /** The names of the layers. */
    public List<String> names() {
      return layers.value().stream().map(AttributeValue::value).toList();
    }
  }

  /** An annotation of the language, by its simple name. */
  public record Use(String annotation, Position position) {}

  /** Creates a declaration. */
  public Declaration {
    rules = List.copyOf(rules);
    shapes = List.copyOf(shapes);
    warmups = List.copyOf(warmups);
    rateFactors = List.copyOf(rateFactors);
    methods = List.copyOf(methods);
    repeated = List.copyOf(repeated);
    unknown = List.copyOf(unknown);
  }

  /** The name of the experiment, declared or derived from the class name, and of its recipe. */
  public String experimentName() {
    String name = experiment.name.isExplicit() ? experiment.name.value() : type.experimentName();
    return type.recipe().isEmpty() ? name : name + "-" + type.recipe();
  }

  /** The number of steps in an epoch, for a batch size and a number of examples in range. */
  public long stepsPerEpoch() {
    long batchSize = experiment.batchSize.value();
    return (experiment.trainingExamples.value() + batchSize - 1) / batchSize;
  }

  /** The initial value of a hyperparameter; 0 if none is declared. */
  public AttributeValue<Double> initial(Hyperparameter hyperparameter) {
    Optional<AttributeValue<Double>> declared =
        switch (hyperparameter) {
          case LEARNING_RATE -> Optional.of(schedule.learningRate);
          case WEIGHT_DECAY -> weightDecay.map(WeightDecay::value);
          case MOMENTUM ->
              momentum
                  .map(Momentum::value)
                  .or(() -> adamW.map(AdamW::beta1))
                  .or(() -> rule().flatMap(DeclaredRule::momentum));
        };
    return declared.orElseGet(() -> new AttributeValue<>(0.0, false, type.position()));
  }

  /** Another initial value of a declared hyperparameter, as the author would write it. */
  public String codeWith(Hyperparameter hyperparameter, String value) {
    return switch (hyperparameter) {
      case LEARNING_RATE -> "learningRate = " + value;
      case WEIGHT_DECAY -> weightDecay.orElseThrow().codeWith(value);
      case MOMENTUM ->
          shapes(Hyperparameter.LEARNING_RATE).stream().anyMatch(ShapeAnnotation::cyclesMomentum)
              ? "momentumMaximum = " + value
              : momentum
                  .map(of -> of.codeWith(value))
                  .orElseGet(() -> momentumAttribute() + " = " + value);
    };
  }

  private String momentumAttribute() {
    return rule().map(written -> written.definition().momentum().value()).orElse("beta1");
  }

  /** The update rule that is written as text, if the recipe has one. */
  public Optional<DeclaredRule> rule() {
    return rules.stream().findFirst();
  }

  /** Whether the update rule has a momentum, whose curve may vary. */
  public boolean hasMomentum() {
    return momentum.isPresent()
        || adamW.isPresent()
        || rule().flatMap(DeclaredRule::momentum).isPresent();
  }

  /**
   * Where weight decay enters: as {@code @WeightDecay} says, or else the update rule; empty if the
   * recipe has none.
   */
  public Optional<Coupling> coupling() {
    return weightDecay.flatMap(
        decay ->
            decay.coupling().isExplicit()
                ? decay.knownCoupling()
                : rule()
                    .map(written -> written.definition().knownCoupling())
                    .orElseGet(decay::knownCoupling));
  }

  /** The shapes declared for a hyperparameter. */
  public List<ShapeAnnotation> shapes(Hyperparameter hyperparameter) {
    return shapes.stream().filter(shape -> names(shape.of(), hyperparameter)).toList();
  }

  /** The warm-ups declared for a hyperparameter. */
  public List<Warmup> warmups(Hyperparameter hyperparameter) {
    return warmups.stream().filter(warmup -> names(warmup.of, hyperparameter)).toList();
  }

  /** The methods with a role, in the order of the class. */
  public List<DeclaredMethod> methods(Role role) {
    return methods.stream().filter(method -> method.role() == role).toList();
  }

  private static String assigned(String attribute, AttributeValue<String> given) {
    return given.isExplicit() ? ", " + attribute + " = " + given.value() : "";
  }

  private static String rewritten(String annotation, String value, String... others) {
    String kept = String.join("", others);
    return "@" + annotation + (kept.isEmpty() ? "(" : "(value = ") + value + kept + ")";
  }

  private static <E extends Enum<E>> Optional<E> constant(E[] all, AttributeValue<String> given) {
    return Stream.of(all).filter(one -> one.name().equals(given.value())).findFirst();
  }

  private static boolean names(AttributeValue<String> name, Hyperparameter hyperparameter) {
    return name.value().equals(hyperparameter.name());
  }
}
