package org.texp4j.processor.write;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import java.util.List;
import org.texp4j.processor.model.DeclaredCurve;
import org.texp4j.processor.model.DeclaredCurve.Warmup;
import org.texp4j.processor.model.DeclaredRecipe;
import org.texp4j.processor.model.RuleCode;
import org.texp4j.processor.model.value.Expression;
import org.texp4j.processor.model.value.Hyperparameter;
import org.texp4j.schedule.Sgd;

/** A declared recipe as code: the expressions that {@link DeclaredRecipe#inSteps} computes. */
final class RecipeCode {

  private final DeclaredRecipe recipe;
  private final List<String> loops;
  private final AuthorNames names;
  private final NumberTables tables = new NumberTables();
  private final CodeBlock.Builder code = CodeBlock.builder();

  /**
   * Creates the code of a recipe.
   *
   * @param loops the names of the classes of the loops of its update rule, if that is written
   */
  RecipeCode(DeclaredRecipe recipe, List<String> loops, AuthorNames names) {
    this.recipe = recipe;
    this.loops = loops;
    this.names = names;
  }

  /** The body of a method that takes {@code stepsPerEpoch} and returns the recipe. */
  CodeBlock body() {
    variable(TypeName.LONG, "steps", Expression.of(recipe.length(), Expression.STEPS));
    curve(Hyperparameter.LEARNING_RATE, "learningRate", "warmup", "rise", "main");
    curve(Hyperparameter.WEIGHT_DECAY, "weightDecay", "decayWarmup", "decayRise", "mainDecay");
    curve(Hyperparameter.MOMENTUM, "momentum", "momentumWarmup", "momentumRise", "mainMomentum");
    String rule = "";
    if (!recipe.rule().equals(Sgd.HEAVY_BALL)) {
      variable(ClassNames.schedule("Rule"), "rule", RuleCode.of(recipe.rule(), loops));
      rule = ", rule";
    }
    return code.addStatement(
            "return new $T(steps, learningRate, weightDecay, momentum$L)", ClassNames.RECIPE, rule)
        .build();
  }

  /** The methods that {@link #body} calls, once it has been made. */
  List<MethodSpec> tables() {
    return tables.methods();
  }

  private void curve(Hyperparameter of, String name, String warmup, String options, String main) {
    DeclaredCurve curve = recipe.of(of);
    if (curve.warmup().isEmpty()) {
      variable(ClassNames.CURVE, name, shape(curve, Expression.STEPS));
      return;
    }
    Warmup rise = curve.warmup().get();
    Expression taken = new Expression.Variable(warmup);
    Expression left =
        rise.isBefore() ? new Expression.Difference(Expression.STEPS, taken) : Expression.STEPS;
    variable(TypeName.LONG, warmup, Expression.of(rise.length(), Expression.STEPS));
    variable(ClassNames.CURVE, main, shape(curve, left));
    Expression risen = new Expression.Variable(main);
    if (rise.isPlain()) {
      variable(
          ClassNames.CURVE,
          name,
          Expression.curve("linearWarmup", Expression.of(rise.from()), taken, risen));
    } else {
      variable(ClassNames.schedule("Warmup"), options, options(rise, taken));
      variable(
          ClassNames.CURVE,
          name,
          Expression.curve("warmup", new Expression.Variable(options), risen));
    }
  }

  private void variable(TypeName type, String name, Expression value) {
    CodeBlock made = new ExpressionCode(names, tables, name).of(value);
    code.addStatement("$T $L = $L", type, name, made);
  }

  private static Expression shape(DeclaredCurve curve, Expression steps) {
    return curve.shape().code(curve.initial(), steps);
  }

  private static Expression options(Warmup rise, Expression taken) {
    return Expression.created(
        "Warmup",
        taken,
        Expression.of(rise.from()),
        Expression.of(rise.shape()),
        Expression.of(rise.placement()));
  }
}
