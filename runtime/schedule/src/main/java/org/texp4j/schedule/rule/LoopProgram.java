package org.texp4j.schedule.rule;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One step of a rule on one tensor, as loops over its elements: what the writer of Java and the
 * interpreter execute alike. Immutable.
 *
 * <p>All stages but the last compute sums over the tensor; each stage runs over all elements before
 * the next begins. The arrays of a loop are the weights, the gradient, the states in order, and
 * then those that are kept from one stage to later ones.
 *
 * @param states the names of the states
 * @param kept the names of the arrays that are kept between stages
 * @param tensorNumbers the numbers of the tensor, in the order in which they become known
 * @param stages the loops, at least one
 */
public record LoopProgram(
    List<String> states, List<String> kept, List<TensorNumber> tensorNumbers, List<Stage> stages) {

  /** The array of the weights, which the last stage writes. */
  public static final String WEIGHTS = "w";

  /**
   * The array of the gradient of the loss per example; the last stage replaces it by the update,
   * which it has subtracted from the weights.
   */
  public static final String GRADIENT = "g";

  /** Creates a program. */
  public LoopProgram {
    states = List.copyOf(states);
    kept = List.copyOf(kept);
    tensorNumbers = List.copyOf(tensorNumbers);
    stages = List.copyOf(stages);
  }

  /** The names of all arrays, in the order in which a loop gets them. */
  public List<String> arrays() {
    List<String> arrays = new ArrayList<>(List.of(WEIGHTS, GRADIENT));
    arrays.addAll(states);
    arrays.addAll(kept);
    return arrays;
  }

  /** The number of sums over the tensor. */
  public int sums() {
    return stages.stream().mapToInt(stage -> stage.sums().size()).sum();
  }

  /**
   * A loop over the elements.
   *
   * @param assignments local variables, in order
   * @param sums the variables whose sums over the tensor are computed, by the index of the sum
   * @param stores what is written to arrays after that
   * @param orthogonalizations matrices that are orthogonalized after the loop
   */
  public record Stage(
      List<Assignment> assignments,
      List<Sum> sums,
      List<Store> stores,
      List<Orthogonalization> orthogonalizations) {

    /** The names of the variables that the loop reads. */
    public Set<String> reads() {
      Set<String> names = new LinkedHashSet<>();
      assignments.forEach(each -> LoopBuilder.forEachVariable(each.value(), names::add));
      sums.forEach(each -> LoopBuilder.forEachVariable(each.summand(), names::add));
      stores.forEach(each -> LoopBuilder.forEachVariable(each.value(), names::add));
      assignments.forEach(each -> names.remove(each.name()));
      return names;
    }

    /** The names of the arrays that the loop writes. */
    public Set<String> writes() {
      Set<String> names = new LinkedHashSet<>();
      stores.forEach(each -> names.add(each.array()));
      return names;
    }

    /** Creates a stage. */
    public Stage {
      assignments = List.copyOf(assignments);
      sums = List.copyOf(sums);
      stores = List.copyOf(stores);
      orthogonalizations = List.copyOf(orthogonalizations);
    }
  }

  /** A local variable of a loop. */
  public record Assignment(String name, Term value) {}

  /** A sum over all elements of a tensor, added up in double. */
  public record Sum(int index, Term summand) {}

  /** An element of an array that is written. */
  public record Store(String array, Term value) {}

  /**
   * A matrix that is replaced by a nearly orthogonal one.
   *
   * @param array the name of the kept array that holds it
   * @param epsilon the slot of the number that is added to its norm
   */
  public record Orthogonalization(String array, int epsilon) {}

  /**
   * A number of the tensor.
   *
   * @param name its variable
   * @param kind how it is computed
   * @param sum the index of the sum it is computed from; −1 if from none
   */
  public record TensorNumber(String name, Kind kind, int sum) {
    /** How a number of a tensor is computed. */
    public enum Kind {
      /** The sum. */
      SUM,
      /** The root of the sum. */
      ROOT,
      /** The sum divided by the number of elements. */
      MEAN,
      /** The root of the mean. */
      ROOT_OF_MEAN,
      /** The number of rows of a matrix. */
      ROWS,
      /** The number of columns of a matrix. */
      COLUMNS
    }
  }
}
