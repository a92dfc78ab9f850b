package org.texp4j.processor.model.value;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An expression in the code that makes a recipe, as a value that can be written and digested.
 *
 * <p>Its text is that of the expression, with numbers in hexadecimal, so they are exact.
 */
public sealed interface Expression {

  /** The variable with the number of steps per epoch. */
  Expression STEPS_PER_EPOCH = new Variable("stepsPerEpoch");

  /** The variable with the number of steps of a run. */
  Expression STEPS = new Variable("steps");

  /** A number. */
  record Real(double value) implements Expression {
    @Override
    public String toString() {
      return Double.toHexString(value);
    }
  }

  /** A string. */
  record Text(String value) implements Expression {
    @Override
    public String toString() {
      return "\"" + value + "\"";
    }
  }

  /** A boolean. */
  record Flag(boolean value) implements Expression {
    @Override
    public String toString() {
      return String.valueOf(value);
    }
  }

  /** A length in steps; a fraction is a fraction of {@code whole}. */
  record Steps(Length length, Expression whole) implements Expression {
    @Override
    public String toString() {
      String text = Double.toHexString(length.count()) + " " + length.unit();
      return length.unit() == Unit.FRACTION ? text + " of " + whole : text;
    }
  }

  /** A variable. */
  record Variable(String name) implements Expression {
    @Override
    public String toString() {
      return name;
    }
  }

  /** A number of steps minus another. */
  record Difference(Expression whole, Expression taken) implements Expression {
    @Override
    public String toString() {
      return "(" + whole + " - " + taken + ")";
    }
  }

  /** A quotient of a number and a number of steps. */
  record Quotient(double dividend, Expression divisor) implements Expression {
    @Override
    public String toString() {
      return Double.toHexString(dividend) + " / " + divisor;
    }
  }

  /** A class of the schedule room. */
  record Type(String name) implements Expression {
    @Override
    public String toString() {
      return name;
    }
  }

  /** A constant of such a class. */
  record Constant(String type, String name) implements Expression {
    @Override
    public String toString() {
      return type + "." + name;
    }
  }

  /** A list. */
  record Values(List<Expression> elements) implements Expression {
    /** Creates a list. */
    public Values {
      elements = List.copyOf(elements);
    }

    @Override
    public String toString() {
      return elements.toString();
    }
  }

  /** A method called on a class or a value. */
  record Call(Expression on, String method, List<Expression> arguments) implements Expression {
    /** Creates a call. */
    public Call {
      arguments = List.copyOf(arguments);
    }

    @Override
    public String toString() {
      return on + "." + method + arguments;
    }
  }

  /** Methods called one after the other, each on the result of the one before. */
  record Chain(Expression on, List<Link> links) implements Expression {
    /** A method and its arguments. */
    public record Link(String method, List<Expression> arguments) {
      /** Creates a link. */
      public Link {
        arguments = List.copyOf(arguments);
      }

      @Override
      public String toString() {
        return "." + method + arguments;
      }
    }

    /** Creates a chain. */
    public Chain {
      links = List.copyOf(links);
    }

    @Override
    public String toString() {
      return on + links.stream().map(Link::toString).collect(Collectors.joining());
    }
  }

  /** A new instance of a class of the schedule room. */
  record New(String type, List<Expression> arguments) implements Expression {
    /** Creates an instance. */
    public New {
      arguments = List.copyOf(arguments);
    }

    @Override
    public String toString() {
      return "new " + type + arguments;
    }
  }

  /** A new instance of the author's class. */
  record NewFactory(FactoryClass type) implements Expression {
    @Override
    public String toString() {
      return "new " + type.qualifiedName();
    }
  }

  /** A new instance of a class inside the training class. */
  record NewInner(String type) implements Expression {
    @Override
    public String toString() {
      return "new " + type;
    }
  }

  /** A new instance of a class of the schedule room. */
  static Expression created(String type, Expression... arguments) {
    return new New(type, List.of(arguments));
  }

  /** A curve from one of the factory methods of {@code Curve}. */
  static Expression curve(String method, Expression... arguments) {
    return new Call(new Type("Curve"), method, List.of(arguments));
  }

  /** A curve from a factory method whose last arguments are boundaries. */
  static Expression curve(
      String method, List<Expression> first, List<Length> boundaries, Expression whole) {
    Stream<Expression> last = boundaries.stream().map(boundary -> of(boundary, whole));
    return new Call(new Type("Curve"), method, Stream.concat(first.stream(), last).toList());
  }

  /** A number. */
  static Expression of(double value) {
    return new Real(value);
  }

  /** A string. */
  static Expression of(String value) {
    return new Text(value);
  }

  /** A boolean. */
  static Expression of(boolean value) {
    return new Flag(value);
  }

  /**
   * A constant: a double or a constant of an enum.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  static Expression constant(Object value) {
    if (value instanceof Double real) {
      return of(real.doubleValue());
    }
    if (value instanceof Enum<?> constant) {
      return of(constant);
    }
    throw new IllegalArgumentException("neither a double nor a constant of an enum: " + value);
  }

  /** A constant of an enum. */
  static Expression of(Enum<?> constant) {
    return new Constant(constant.getDeclaringClass().getSimpleName(), constant.name());
  }

  /** A length within a whole. */
  static Expression of(Length length, Expression whole) {
    return new Steps(length, whole);
  }

  /** A length; the whole if it is left out. */
  static Expression of(Optional<Length> length, Expression whole) {
    return length.map(given -> of(given, whole)).orElse(whole);
  }

  /** A list of numbers. */
  static Expression of(List<Double> values) {
    return new Values(values.stream().map(Expression::of).toList());
  }
}
