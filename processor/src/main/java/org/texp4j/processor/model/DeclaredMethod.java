package org.texp4j.processor.model;

import java.util.List;
import java.util.Optional;
import org.texp4j.processor.model.annotation.AttributeValue;
import org.texp4j.processor.model.annotation.Position;

/**
 * A method that builds the network, opens data or computes a metric.
 *
 * @param hidden why the training class cannot see it, if it cannot: "is private"
 * @param parameters the types of its parameters
 * @param result what it returns, as far as the language cares
 * @param resultType the type it returns
 * @param throwsTooMuch whether it declares a throwable that is not an {@link Exception}
 * @param metric what is declared of the metric that it computes; empty if it has another role
 * @param position the method
 */
public record DeclaredMethod(
    Role role,
    String name,
    boolean isStatic,
    Optional<String> hidden,
    List<String> parameters,
    Result result,
    String resultType,
    boolean throwsTooMuch,
    Optional<Metric> metric,
    Position position) {

  /**
   * What is declared of a metric.
   *
   * @param better which of two values is better, the name of a constant of {@code Better}
   * @param primary whether the best model follows it
   */
  public record Metric(AttributeValue<String> better, AttributeValue<Boolean> primary) {

    /** Whether the higher of two values is better. */
    public boolean isHigherBetter() {
      return better.value().equals("HIGHER");
    }
  }

  /** What a method is for. */
  public enum Role {
    /** Builds the network. */
    NETWORK("Network"),
    /** Opens the training data. */
    TRAINING_DATA("TrainingData"),
    /** Opens the evaluation data. */
    EVALUATION_DATA("EvaluationData"),
    /** Computes a metric; there may be several. */
    METRIC("Metric");

    private final String annotation;

    Role(String annotation) {
      this.annotation = annotation;
    }

    /** The role that an annotation gives a method, by the annotation's simple name. */
    public static Optional<Role> of(String annotation) {
      for (Role role : values()) {
        if (role.annotation.equals(annotation)) {
          return Optional.of(role);
        }
      }
      return Optional.empty();
    }

    /** The simple name of the annotation that gives a method this role. */
    public String annotation() {
      return annotation;
    }
  }

  /** What a method returns. */
  public enum Result {
    /** The configuration of a network of layers in a row. */
    MULTI_LAYER,
    /** The configuration of a network of vertices in a graph. */
    GRAPH,
    /** A network with its initial weights. */
    INITIALIZED,
    /** An iterator over data with one array of features and one of labels. */
    DATA,
    /** An iterator over data with any number of arrays. */
    MULTI_DATA,
    /** A {@code double}. */
    NUMBER,
    /** Any other type. */
    OTHER
  }

  /** Creates a method. */
  public DeclaredMethod {
    parameters = List.copyOf(parameters);
  }
}
