package org.texp4j.schedule.rule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.texp4j.schedule.rule.LoopProgram.Assignment;
import org.texp4j.schedule.rule.LoopProgram.Stage;
import org.texp4j.schedule.rule.LoopProgram.Store;
import org.texp4j.schedule.rule.LoopProgram.Sum;
import org.texp4j.schedule.rule.Term.Binary;
import org.texp4j.schedule.rule.Term.Choice;
import org.texp4j.schedule.rule.Term.Slot;
import org.texp4j.schedule.rule.Term.Unary;
import org.texp4j.schedule.rule.Term.Variable;

/**
 * The loops of a rule, interpreted one operation after the other: with the same bits as written
 * loops, several times slower.
 *
 * <p>Floats are computed in double and rounded after each operation, which for sums, products,
 * quotients and roots is the same as arithmetic in float: double has more than twice as many digits
 * (S. Figueroa, "When is double rounding innocuous?", 1995).
 */
public final class InterpretedLoop implements UpdateLoop {

  private final List<LoopProgram> programs = new ArrayList<>();

  private final int checksum;

  /** Creates the loops of a rule. */
  public InterpretedLoop(CompiledRule rule) {
    checksum = rule.checksum();
    for (int i = 0; i < rule.variants(); i++) {
      programs.add(rule.program(i));
    }
  }

  @Override
  public int checksum() {
    return checksum;
  }

  @Override
  public void run(
      int program,
      int stage,
      int count,
      double[] numbers,
      double[] tensorNumbers,
      double[][] arrays,
      double[][] sums) {
    new Run(programs.get(program), count, numbers, tensorNumbers, arrays, sums, false).run(stage);
  }

  @Override
  public void run(
      int program,
      int stage,
      int count,
      double[] numbers,
      double[] tensorNumbers,
      float[][] arrays,
      double[][] sums) {
    double[][] wide = new double[arrays.length][count];
    for (int a = 0; a < arrays.length; a++) {
      for (int i = 0; i < count; i++) {
        wide[a][i] = arrays[a][i];
      }
    }
    new Run(programs.get(program), count, numbers, tensorNumbers, wide, sums, true).run(stage);
    for (int a = 0; a < arrays.length; a++) {
      for (int i = 0; i < count; i++) {
        arrays[a][i] = (float) wide[a][i];
      }
    }
  }

  /** One stage on one piece. */
  private static final class Run {

    private final LoopProgram program;
    private final int count;
    private final double[] numbers;
    private final Map<String, double[]> arrays = new HashMap<>();
    private final Map<String, double[]> variables = new HashMap<>();
    private final double[][] sums;
    private final boolean floats;

    Run(
        LoopProgram program,
        int count,
        double[] numbers,
        double[] tensorNumbers,
        double[][] pieces,
        double[][] sums,
        boolean floats) {
      this.program = program;
      this.count = count;
      this.numbers = numbers;
      this.sums = sums;
      this.floats = floats;
      int next = 0;
      for (String name : program.arrays()) {
        arrays.put(name, pieces[next++]);
      }
      for (int i = 0; i < program.tensorNumbers().size(); i++) {
        variables.put(program.tensorNumbers().get(i).name(), constant(tensorNumbers[i]));
      }
    }

    void run(int index) {
      Stage stage = program.stages().get(index);
      for (Assignment assignment : stage.assignments()) {
        variables.put(assignment.name(), value(assignment.value()));
      }
      for (Sum sum : stage.sums()) {
        double[] summand = value(sum.summand());
        for (int i = 0; i < count; i++) {
          sums[sum.index()][i] += summand[i];
        }
      }
      List<double[]> stored = new ArrayList<>();
      for (Store store : stage.stores()) {
        stored.add(value(store.value()).clone());
      }
      for (int i = 0; i < stored.size(); i++) {
        System.arraycopy(stored.get(i), 0, arrays.get(stage.stores().get(i).array()), 0, count);
      }
    }

    private double[] constant(double number) {
      double[] constant = new double[count];
      java.util.Arrays.fill(constant, floats ? (float) number : number);
      return constant;
    }

    private double[] value(Term term) {
      if (term instanceof Slot slot) {
        return constant(numbers[slot.index()]);
      } else if (term instanceof Variable variable) {
        double[] local = variables.get(variable.name());
        return local == null ? arrays.get(variable.name()) : local;
      } else if (term instanceof Unary unary) {
        return unary(unary.operation(), value(unary.operand()));
      } else if (term instanceof Binary binary) {
        return binary(binary.operation(), value(binary.left()), value(binary.right()));
      }
      Choice choice = (Choice) term;
      double[] left = value(choice.left());
      double[] right = value(choice.right());
      double[] then = value(choice.then());
      double[] otherwise = value(choice.otherwise());
      double[] result = new double[count];
      for (int i = 0; i < count; i++) {
        result[i] = choice.relation().holds(left[i], right[i]) ? then[i] : otherwise[i];
      }
      return result;
    }

    private double[] unary(Unary.Operation operation, double[] operand) {
      double[] result = new double[count];
      for (int i = 0; i < count; i++) {
        double x = operand[i];
        result[i] =
            rounded(
                switch (operation) {
                  case NEGATIVE -> -x;
                  case ABS -> Math.abs(x);
                  case SIGN -> Math.signum(x);
                  case SQRT -> Math.sqrt(x);
                });
      }
      return result;
    }

    private double[] binary(Binary.Operation operation, double[] left, double[] right) {
      double[] result = new double[count];
      for (int i = 0; i < count; i++) {
        double x = left[i];
        double y = right[i];
        result[i] =
            rounded(
                switch (operation) {
                  case PLUS -> x + y;
                  case MINUS -> x - y;
                  case TIMES -> x * y;
                  case DIVIDE -> x / y;
                  case MIN -> Math.min(x, y);
                  case MAX -> Math.max(x, y);
                  case POWER -> Math.pow(x, y);
                });
      }
      return result;
    }

    private double rounded(double value) {
      return floats ? (float) value : value;
    }
  }
}
