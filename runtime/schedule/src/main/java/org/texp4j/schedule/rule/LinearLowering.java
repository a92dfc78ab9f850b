package org.texp4j.schedule.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.texp4j.schedule.rule.LoopNumber.Linear;
import org.texp4j.schedule.rule.LoopNumber.Linear.Role;
import org.texp4j.schedule.rule.Term.Variable;

/**
 * Writes one variant of a rule as loops by its {@link LinearMap}: declared and converted steps
 * differ in the numbers by which weights, states and inputs are multiplied.
 */
final class LinearLowering {

  private final LinearMap map;
  private final Set<Integer> holding;
  private final Variable gradient;
  private final DegreeLowering ofInputs;
  private final LoopBuilder builder;
  private final List<Variable> inputs = new ArrayList<>();

  /**
   * Creates the lowering.
   *
   * @param holding the indices of the states that {@linkplain LinearMap#holdingWeights hold
   *     weights}
   * @param gradient the gradient, with the decay in it
   * @param ofInputs what writes the part that decay does not reach
   */
  LinearLowering(
      LinearMap map,
      Set<Integer> holding,
      Variable gradient,
      DegreeLowering ofInputs,
      LoopBuilder builder) {
    this.map = map;
    this.holding = holding;
    this.gradient = gradient;
    this.ofInputs = ofInputs;
    this.builder = builder;
  }

  /**
   * Writes all statements, and stores states and weights.
   *
   * @param decouples whether decoupled decay takes a part of the weights
   */
  void write(boolean decouples) {
    map.rest().forEach(ofInputs::write);
    for (Expression input : map.inputs()) {
      inputs.add(
          input.equals(LinearMap.GRADIENT)
              ? gradient
              : builder.assign("input", ofInputs.before(input)));
    }
    builder.subtract(update(decouples));
    for (int i = 0; i < map.states().size(); i++) {
      String state = map.states().get(i);
      builder.store(state, builder.assign(state + "New", newState(i)));
    }
  }

  private Term update(boolean decouples) {
    Map<Object, Expression> ofWeights = map.weights();
    Term update = null;
    for (int k = 0; k < map.states().size(); k++) {
      if (ofWeights.containsKey(map.state(k))) {
        update = plus(update, new Linear(Role.STATE_TO_WEIGHTS, 0, k), map.states().get(k));
      }
    }
    for (int j = 0; j < inputs.size(); j++) {
      if (ofWeights.containsKey(map.inputs().get(j))) {
        update = plus(update, new Linear(Role.INPUT_TO_WEIGHTS, 0, j), inputs.get(j).name());
      }
    }
    if (decouples || !LinearMap.ONE.equals(ofWeights.get(LinearMap.WEIGHTS))) {
      Term lost = plus(null, new Linear(Role.WEIGHTS_TO_WEIGHTS, 0, 0), LoopProgram.WEIGHTS);
      return update == null ? lost : new Term.Binary(Term.Binary.Operation.PLUS, lost, update);
    }
    return orZero(update);
  }

  /** Without decay, a state that held weights depends on all that the new weights depend on. */
  private Term newState(int row) {
    Map<Object, Expression> own = map.rows().get(row);
    Map<Object, Expression> ofWeights = holding.contains(row) ? map.weights() : Map.of();
    Term state = null;
    for (int k = 0; k < map.states().size(); k++) {
      if (own.containsKey(map.state(k)) || ofWeights.containsKey(map.state(k))) {
        state = plus(state, new Linear(Role.STATE_TO_STATE, row, k), map.states().get(k));
      }
    }
    for (int j = 0; j < inputs.size(); j++) {
      Expression input = map.inputs().get(j);
      if (own.containsKey(input) || ofWeights.containsKey(input)) {
        state = plus(state, new Linear(Role.INPUT_TO_STATE, row, j), inputs.get(j).name());
      }
    }
    if (own.containsKey(LinearMap.WEIGHTS)) {
      state = plus(state, new Linear(Role.WEIGHTS_TO_STATE, row, 0), LoopProgram.WEIGHTS);
    }
    return orZero(state);
  }

  private Term orZero(Term sum) {
    return sum == null ? builder.slot(new LoopNumber.Product(Coefficient.of(LinearMap.ZERO))) : sum;
  }

  private Term plus(Term sum, Linear number, String factor) {
    Term product =
        new Term.Binary(Term.Binary.Operation.TIMES, builder.slot(number), new Variable(factor));
    return sum == null ? product : new Term.Binary(Term.Binary.Operation.PLUS, sum, product);
  }
}
