package org.texp4j.processor.write;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;
import org.texp4j.schedule.rule.CompiledRule;
import org.texp4j.schedule.rule.LoopProgram;
import org.texp4j.schedule.rule.LoopProgram.Stage;

/** The loops of an update rule as a class inside a training class. */
final class LoopClass {

  private final CompiledRule rule;
  private boolean usesSign;

  private LoopClass(CompiledRule rule) {
    this.rule = rule;
  }

  /**
   * Returns the class.
   *
   * @param about what it is the arithmetic of: "Muon on matrices"
   * @param statements the statements
   */
  static TypeSpec of(String name, String about, List<String> statements, CompiledRule rule) {
    return new LoopClass(rule).type(name, about, statements);
  }

  private TypeSpec type(String name, String about, List<String> statements) {
    TypeSpec.Builder type =
        TypeSpec.classBuilder(name)
            .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
            .addSuperinterface(ClassNames.UPDATE_LOOP)
            .addJavadoc(
                Javadoc.ofMember()
                    .paragraph("The arithmetic of " + about + ":")
                    .formula(String.join("\n", statements))
                    .paragraph(
                        "It runs the declared steps and the equivalent ones, which differ in their"
                            + " numbers: P and P' are the scales before and after the step, 1 in"
                            + " the declared run, and α = P/P'. After the step g is what was"
                            + " subtracted from w.")
                    .code())
            .addMethod(
                override("checksum")
                    .returns(TypeName.INT)
                    .addStatement("return 0x$L", Integer.toHexString(rule.checksum()))
                    .build());
    for (TypeName number : List.of(TypeName.FLOAT, TypeName.DOUBLE)) {
      type.addMethod(run(number));
      for (int program = 0; program < rule.variants(); program++) {
        for (int stage = 0; stage < stages(program); stage++) {
          type.addMethod(loop(number, program, stage));
        }
      }
    }
    if (usesSign) {
      type.addMethod(sign(TypeName.FLOAT, "f", "0x1p100f"));
      type.addMethod(sign(TypeName.DOUBLE, ".0", "0x1p700"));
    }
    return type.build();
  }

  private int stages(int program) {
    return rule.program(program).stages().size();
  }

  private static MethodSpec.Builder override(String name) {
    return MethodSpec.methodBuilder(name)
        .addAnnotation(Override.class)
        .addModifiers(Modifier.PUBLIC);
  }

  private MethodSpec run(TypeName number) {
    CodeBlock.Builder code = CodeBlock.builder();
    if (rule.variants() == 1) {
      addStages(code, 0);
    } else {
      code.beginControlFlow("switch (program)");
      for (int program = 0; program < rule.variants(); program++) {
        code.beginControlFlow(
            program < rule.variants() - 1 ? "case " + program + " ->" : "default ->");
        addStages(code, program);
        code.endControlFlow();
      }
      code.endControlFlow();
    }
    return override("run")
        .addParameter(TypeName.INT, "program")
        .addParameter(TypeName.INT, "stage")
        .addParameters(parameters(number))
        .addCode(code.build())
        .build();
  }

  private void addStages(CodeBlock.Builder code, int program) {
    if (stages(program) == 1) {
      code.addStatement(call(program, 0));
      return;
    }
    code.beginControlFlow("switch (stage)");
    for (int stage = 0; stage < stages(program); stage++) {
      code.add(
          "$L -> $L;\n",
          stage < stages(program) - 1 ? "case " + stage : "default",
          call(program, stage));
    }
    code.endControlFlow();
  }

  private CodeBlock call(int program, int stage) {
    String arguments =
        String.join(
            ", ",
            parameters(TypeName.DOUBLE, program, stage).stream().map(ParameterSpec::name).toList());
    return CodeBlock.of("$L($L)", methodName(program, stage), arguments);
  }

  private String methodName(int program, int stage) {
    String variant = rule.variants() == 1 ? "step" : "variant" + program;
    return stages(program) == 1 ? variant : variant + "Stage" + stage;
  }

  /** The parameters that a stage needs. */
  private List<ParameterSpec> parameters(TypeName number, int program, int stage) {
    LoopProgram loops = rule.program(program);
    Stage of = loops.stages().get(stage);
    boolean isOfTensor =
        loops.tensorNumbers().stream().anyMatch(each -> of.reads().contains(each.name()));
    List<ParameterSpec> parameters = parameters(number);
    if (of.sums().isEmpty()) {
      parameters.remove(4);
    }
    if (!isOfTensor) {
      parameters.remove(2);
    }
    return parameters;
  }

  private static List<ParameterSpec> parameters(TypeName number) {
    List<ParameterSpec> parameters = new ArrayList<>();
    parameters.add(ParameterSpec.builder(TypeName.INT, "count").build());
    parameters.add(ParameterSpec.builder(double[].class, "numbers").build());
    parameters.add(ParameterSpec.builder(double[].class, "tensorNumbers").build());
    parameters.add(
        ParameterSpec.builder(
                number.equals(TypeName.FLOAT) ? float[][].class : double[][].class, "arrays")
            .build());
    parameters.add(ParameterSpec.builder(double[][].class, "sums").build());
    return parameters;
  }

  private MethodSpec loop(TypeName number, int program, int stage) {
    LoopProgram loops = rule.program(program);
    LoopCode code = new LoopCode(number, loops, rule.formulas(program));
    MethodSpec.Builder method =
        MethodSpec.methodBuilder(methodName(program, stage))
            .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
            .addParameters(parameters(number, program, stage))
            .addCode(code.of(loops.stages().get(stage)));
    String about = about(program, stage);
    if (!about.isEmpty()) {
      method.addJavadoc(Javadoc.ofInnerMember().paragraph(about).code());
    }
    usesSign |= code.usesSign();
    return method.build();
  }

  private String about(int program, int stage) {
    String condition =
        rule.variants() == 1
            ? ""
            : "Steps with " + Javadoc.escaped(rule.conditions(program)) + ". ";
    Stage of = rule.program(program).stages().get(stage);
    String purpose =
        !of.orthogonalizations().isEmpty()
            ? "What is orthogonalized next."
            : !of.sums().isEmpty() ? "What is summed over the tensor next." : "";
    return (condition + purpose).strip();
  }

  private static MethodSpec sign(TypeName number, String suffix, String power) {
    return MethodSpec.methodBuilder("sign")
        .addJavadoc(
            Javadoc.ofInnerMember()
                .paragraph(
                    "The sign of a number, and 0 and NaN as they are; unlike {@code Math.signum} it"
                        + " is vectorized by every Java from 17 on.")
                .code())
        .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
        .addParameter(number, "x")
        .returns(number)
        .addStatement(
            "return $1T.max(-1$2L, $1T.min(1$2L, x * $3L * $3L))", Math.class, suffix, power)
        .build();
  }
}
