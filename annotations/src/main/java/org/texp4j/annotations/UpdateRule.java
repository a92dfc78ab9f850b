package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The definition of an update rule: the statements by which one step changes weights and states.
 *
 * <p>An annotation type that carries it is a rule, which a recipe names in place of {@link
 * Momentum}. The type's attributes of type {@code double}, {@code int} and {@code long} are the
 * numbers of the rule. This one is all there is to Lion:
 *
 * <pre>{@code
 * @UpdateRule(
 *     states = "m",
 *     step = {
 *       "u = sign(beta1 * m + (1 - beta1) * g)",
 *       "m = beta2 * m + (1 - beta2) * g",
 *       "w = w - rate * u"
 *     })
 * public @interface Lion {
 *   double beta1() default 0.9;
 *
 *   double beta2() default 0.99;
 * }
 * }</pre>
 *
 * <p>The compiler writes the loop of the rule. It also derives the equivalent rule without weight
 * decay, from the degrees below, or reports the term that rules it out. A rule without such an
 * equivalent can still be trained as {@link ScheduleType#WEIGHT_DECAY}.
 *
 * <h2>Statements</h2>
 *
 * <p>Statements are assignments, executed in order for each tensor, which is one parameter array of
 * a layer. A statement assigns to {@code w}, to a state or to a new name, and later statements read
 * the new value. The last value of {@code w} is the result. A name or state that does not
 * contribute to {@code w}, or to the tensor of {@link #evaluate}, is an error. States are tensors
 * that start at 0; a number assigned to a state fills it.
 *
 * <table>
 *   <caption>Names</caption>
 *   <tr><td>{@code w}</td><td>the weights</td></tr>
 *   <tr><td>{@code g}</td><td>the gradient of the loss, plus λw if weight decay is {@link
 *       Coupling#IN_GRADIENT}</td></tr>
 *   <tr><td>{@code rate}, {@code decay}, {@code momentum}</td><td>learning rate η, weight decay λ
 *       and momentum of this step; an attribute named by {@link #momentum} is the same as {@code
 *       momentum}</td></tr>
 *   <tr><td>{@code t}</td><td>the number of this step, from 1</td></tr>
 *   <tr><td>attributes</td><td>their values in the declaration</td></tr>
 * </table>
 *
 * <table>
 *   <caption>Operators and functions</caption>
 *   <tr><td>{@code + - * / ^} and parentheses</td><td>{@code ^} associates to the right and binds
 *       more strongly than unary minus</td></tr>
 *   <tr><td>{@code sign abs sqrt min(a, b) max(a, b)}</td><td>elementwise</td></tr>
 *   <tr><td>{@code where(a > b, x, y)}</td><td>elementwise: x where the comparison holds, y
 *       elsewhere; the value not selected has no influence, even if it is not a number</td></tr>
 *   <tr><td>{@code norm(x) rms(x) mean(x) dot(x, y)}</td><td>one number per tensor: Euclidean norm,
 *       root mean square, mean, inner product</td></tr>
 *   <tr><td>{@code rows(x) columns(x)}</td><td>the shape of a matrix: outputs, and all other
 *       dimensions together</td></tr>
 *   <tr><td>{@code project(x, w)}</td><td>x − w⟨x, w⟩/⟨w, w⟩</td></tr>
 *   <tr><td>{@code orthogonalize(x)}</td><td>five Newton–Schulz steps from x/(‖x‖ + 1e-7), with the
 *       coefficients of Jordan et al. 2024; matrices only</td></tr>
 * </table>
 *
 * <h2>Weight decay</h2>
 *
 * <p>With {@link Coupling#IN_GRADIENT} decay is part of {@code g}. With {@link Coupling#DECOUPLED}
 * all statements read the weights at which the gradient was taken, and the term {@code w} to which
 * the step is added is multiplied by 1 − ηλ. A rule may name {@code decay} to place it by hand,
 * which needs {@link Coupling#DECOUPLED}; nothing is multiplied then. A rule whose result is not
 * {@code w} plus a step must do so.
 *
 * <h2>Degrees</h2>
 *
 * <p>If the loss does not depend on the scale of w, then multiplying w by c divides g by c. An
 * expression has the degree d if it is multiplied by c^d. {@code w} has degree 1 and {@code g} −1;
 * numbers, attributes, {@code t} and {@code momentum} have 0. The degrees of the states and of
 * {@code rate} are solved for. Products add degrees, quotients subtract them, {@code sqrt} halves,
 * powers multiply. {@code abs}, {@code norm}, {@code rms} and {@code mean} keep the degree, {@code
 * dot} adds, and {@code sign}, {@code orthogonalize}, {@code rows} and {@code columns} have 0. An
 * exponent is made of numbers and attributes, or base and exponent have degree 0.
 *
 * <p>The operands of {@code + - min max}, of comparisons and the branches of {@code where} need one
 * common degree. The exception is a <em>constant</em>: an expression of numbers, attributes, {@code
 * t} and {@code momentum}. Added to, or compared with, something of degree e, it is multiplied by
 * c^e in the equivalent rule, as ε is in that of Adam. A constant factor is not. So {@code
 * where(norm(g) > C, g * C / norm(g), g)} has no degree, and {@code g * min(1, C / norm(g))}, which
 * has the same value, has one. If a condition is made of numbers, only the branch that holds in a
 * step counts in this step.
 *
 * <p>Terms without a common degree are reported as {@code TexpRuleDegree}, decay that reaches
 * something nonlinear as {@code TexpRuleDecay}, and a text that cannot be read as {@code
 * TexpRuleSyntax}.
 */
@Documented
@Target({ElementType.ANNOTATION_TYPE, ElementType.FIELD})
@Retention(RetentionPolicy.CLASS)
public @interface UpdateRule {

  /** The names of the states. */
  String[] states() default {};

  /**
   * The statements of one step, in order. Left out only where an attribute of the rule chooses
   * them: one whose type is an enum with this annotation on its constants.
   */
  String[] step() default {};

  /**
   * The statements of one step for tensors that are not matrices: biases, scales and shifts. If
   * empty, {@link #step} is for all tensors. A rule that uses {@code orthogonalize}, {@code rows}
   * or {@code columns} needs them. They share attributes and states with {@link #step}; each state
   * must contribute to {@code w} in one of the two.
   */
  String[] otherwise() default {};

  /**
   * The attribute that is the momentum of the recipe: a shape {@code of} {@link
   * Hyperparameter#MOMENTUM} starts from it and replaces it. Empty if the rule has none.
   */
  String momentum() default "";

  /** Where decay enters, unless {@link WeightDecay#coupling} says otherwise. */
  Coupling coupling() default Coupling.IN_GRADIENT;

  /** The tensor with which the network is evaluated: {@code w} or a state. */
  String evaluate() default "w";

  /**
   * Conditions on the attributes, each a comparison such as {@code beta2 < 1}. A declaration that
   * violates one is an error.
   */
  String[] requires() default {};
}
