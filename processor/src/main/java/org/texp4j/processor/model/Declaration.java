package org.texp4j.processor.model;

import java.util.List;
import java.util.Optional;
import org.texp4j.processor.model.DeclaredMethod.Role;

/**
 * A class with {@code @Schedule} as its author wrote it, right or wrong.
 *
 * <p>Constants of enums are held by name: a declaration may use one that this compiler does not
 * know.
 *
 * @param type the class
 * @param unknown annotations of the language that this compiler does not know
 */
public record Declaration(
    DeclaredClass type,
    Experiment experiment,
    Schedule schedule,
    Optional<Given<String>> normalization,
    Optional<WeightDecay> weightDecay,
    Optional<Momentum> momentum,
    List<Shape> shapes,
    Optional<Warmup> warmup,
    List<DeclaredMethod> methods,
    List<Use> unknown) {

  /** {@code @Experiment}, or its defaults. */
  public record Experiment(
      Given<String> name,
      Given<Long> seed,
      Given<Long> batchSize,
      Given<Long> trainingExamples,
      Position position) {}

  /** {@code @Schedule}. */
  public record Schedule(Given<String> type, Given<Double> learningRate, InUnits<Long> length) {}

  /** {@code @WeightDecay}. */
  public record WeightDecay(Given<Double> value, Given<String> coupling) {}

  /** {@code @Momentum}. */
  public record Momentum(Given<Double> value, Given<String> rule) {}

  /** An annotation that gives the learning rate its shape. */
  public sealed interface Shape {
    /** The annotation. */
    Position position();
  }

  /** {@code @StepDecay}. */
  public record StepDecay(InUnits<List<Given<Long>>> boundaries, Given<Double> factor)
      implements Shape {
    @Override
    public Position position() {
      return boundaries.position();
    }
  }

  /** {@code @CosineDecay}. */
  public record CosineDecay(Given<Double> minimum, Position position) implements Shape {}

  /** {@code @Warmup}. */
  public record Warmup(InUnits<Long> length, Given<Double> from) {}

  /** An annotation of the language, by its simple name. */
  public record Use(String annotation, Position position) {}

  /** Creates a declaration. */
  public Declaration {
    shapes = List.copyOf(shapes);
    methods = List.copyOf(methods);
    unknown = List.copyOf(unknown);
  }

  /** The name of the experiment: as declared, or made from the class name. */
  public String experimentName() {
    return experiment.name.written() ? experiment.name.value() : type.experimentName();
  }

  /** The number of steps in an epoch, for a batch size and a number of examples in range. */
  public long stepsPerEpoch() {
    long batchSize = experiment.batchSize.value();
    return (experiment.trainingExamples.value() + batchSize - 1) / batchSize;
  }

  /** The methods with a role, in the order of the class. */
  public List<DeclaredMethod> methods(Role role) {
    return methods.stream().filter(method -> method.role() == role).toList();
  }
}
