package org.texp4j.processor.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.texp4j.processor.model.DeclaredMethod.Role;
import org.texp4j.processor.model.shape.Kind;

/**
 * One recipe of a class with {@code @Schedule} as its author wrote it, right or wrong.
 *
 * <p>Constants of enums are held by name: a declaration may use one that this compiler does not
 * know.
 *
 * @param type the class, with this recipe
 * @param repeated annotations that the recipe has already, of which it can have one
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
    List<Shape> shapes,
    List<Warmup> warmups,
    List<DeclaredMethod> methods,
    List<Use> repeated,
    List<Use> unknown) {

  /** {@code @Experiment}, or its defaults. */
  public record Experiment(
      Given<String> name,
      Given<Long> seed,
      Given<Long> batchSize,
      Given<Long> trainingExamples,
      Position position) {}

  /** {@code @Schedule}. */
  public record Schedule(
      Given<String> name,
      Given<String> type,
      Given<Double> learningRate,
      InUnits<Length> length,
      Given<Boolean> momentumCorrections) {

    /** The annotation. */
    public Position position() {
      return length.position();
    }
  }

  /**
   * {@code @Normalized}.
   *
   * @param asserted a text for each group of tensors that are asserted to be scale invariant
   */
  public record Normalized(
      Given<String> value, Given<Boolean> onlyInvariant, Given<List<Given<String>>> asserted) {

    /** The names of the tensors in the text of a group, empty ones included. */
    public static List<String> names(String group) {
      return Stream.of(group.split(",", -1)).map(String::strip).toList();
    }

    /** The names of the tensors in each group, in a declaration without mistakes. */
    public List<List<String>> groups() {
      List<List<String>> groups = new ArrayList<>();
      for (Given<String> group : asserted.value()) {
        groups.add(names(group.value()));
      }
      return groups;
    }
  }

  /** {@code @WeightDecay}. */
  public record WeightDecay(Given<Double> value, Given<String> coupling) {

    /** How its author would write it with another value. */
    public String with(String value) {
      return rewritten("WeightDecay", value, assigned("coupling", coupling));
    }
  }

  /** {@code @Momentum}. */
  public record Momentum(
      Given<Double> value, Given<String> rule, Given<Double> dampening, Position position) {

    /** How its author would write it with another value. */
    public String with(String value) {
      return rewritten(
          "Momentum",
          value,
          assigned("rule", rule),
          assigned("dampening", dampening.map(Figures::shown)));
    }
  }

  /** {@code @AdamW}. */
  public record AdamW(
      Given<Double> beta1, Given<Double> beta2, Given<Double> epsilon, Position position) {}

  /** An annotation that gives a hyperparameter its shape. */
  public record Shape(Kind kind, Written written) {

    /** The hyperparameter. */
    public Given<String> of() {
      return written.text("of");
    }

    /** The annotation. */
    public Position position() {
      return written.position();
    }

    /** Whether it has a warm-up of its own. */
    public boolean rises() {
      return kind.rises().test(written);
    }

    /** Whether it is a {@code @OneCycle} that cycles the momentum, too. */
    public boolean cyclesMomentum() {
      return kind.name().equals("OneCycle") && written.flag("momentum").value();
    }

    /** The shape itself, in a declaration without mistakes. */
    public org.texp4j.processor.model.shape.Shape sound() {
      return kind.reading().apply(written);
    }
  }

  /** {@code @Warmup}. */
  public record Warmup(
      Given<String> of,
      InUnits<Length> length,
      Given<Double> from,
      Given<String> shape,
      Given<String> placement) {

    /** The annotation. */
    public Position position() {
      return length.position();
    }
  }

  /** An annotation of the language, by its simple name. */
  public record Use(String annotation, Position position) {}

  /** Creates a declaration. */
  public Declaration {
    shapes = List.copyOf(shapes);
    warmups = List.copyOf(warmups);
    methods = List.copyOf(methods);
    repeated = List.copyOf(repeated);
    unknown = List.copyOf(unknown);
  }

  /** The name of the experiment, as declared or made from the class name, and of its recipe. */
  public String experimentName() {
    String name = experiment.name.written() ? experiment.name.value() : type.experimentName();
    return type.recipe().isEmpty() ? name : name + "-" + type.recipe();
  }

  /** The number of steps in an epoch, for a batch size and a number of examples in range. */
  public long stepsPerEpoch() {
    long batchSize = experiment.batchSize.value();
    return (experiment.trainingExamples.value() + batchSize - 1) / batchSize;
  }

  /** The initial value of a hyperparameter; 0 where none is declared. */
  public Given<Double> initial(Hyperparameter hyperparameter) {
    Given<Double> none = new Given<>(0.0, false, type.position());
    return switch (hyperparameter) {
      case LEARNING_RATE -> schedule.learningRate;
      case WEIGHT_DECAY -> weightDecay.isPresent() ? weightDecay.get().value() : none;
      case MOMENTUM ->
          momentum.isPresent()
              ? momentum.get().value()
              : adamW.isPresent() ? adamW.get().beta1() : none;
    };
  }

  /** How the author would write another initial value of a hyperparameter that is declared. */
  public String with(Hyperparameter hyperparameter, String value) {
    return switch (hyperparameter) {
      case LEARNING_RATE -> "learningRate = " + value;
      case WEIGHT_DECAY -> weightDecay.orElseThrow().with(value);
      case MOMENTUM ->
          shapes(Hyperparameter.LEARNING_RATE).stream().anyMatch(Shape::cyclesMomentum)
              ? "momentumMaximum = " + value
              : momentum.map(of -> of.with(value)).orElse("beta1 = " + value);
    };
  }

  /** The shapes declared for a hyperparameter. */
  public List<Shape> shapes(Hyperparameter hyperparameter) {
    List<Shape> found = new ArrayList<>();
    for (Shape shape : shapes) {
      if (is(shape.of(), hyperparameter)) {
        found.add(shape);
      }
    }
    return found;
  }

  /** The warm-ups declared for a hyperparameter. */
  public List<Warmup> warmups(Hyperparameter hyperparameter) {
    List<Warmup> found = new ArrayList<>();
    for (Warmup warmup : warmups) {
      if (is(warmup.of, hyperparameter)) {
        found.add(warmup);
      }
    }
    return found;
  }

  /** The methods with a role, in the order of the class. */
  public List<DeclaredMethod> methods(Role role) {
    List<DeclaredMethod> found = new ArrayList<>();
    for (DeclaredMethod method : methods) {
      if (method.role() == role) {
        found.add(method);
      }
    }
    return found;
  }

  private static String assigned(String attribute, Given<String> given) {
    return given.written() ? ", " + attribute + " = " + given.value() : "";
  }

  private static String rewritten(String annotation, String value, String... others) {
    String kept = String.join("", others);
    return "@" + annotation + (kept.isEmpty() ? "(" : "(value = ") + value + kept + ")";
  }

  private static boolean is(Given<String> name, Hyperparameter hyperparameter) {
    return name.value().equals(hyperparameter.name());
  }
}
