package org.texp4j.processor.write;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import javax.lang.model.element.Modifier;
import org.texp4j.processor.model.DeclaredClass;

/** The members of a training class without their content: what it has in common with a stub. */
final class Members {

  private Members() {}

  /** The class: final, and as visible as the declaration. */
  static TypeSpec.Builder type(DeclaredClass type, Prose about) {
    TypeSpec.Builder builder =
        TypeSpec.classBuilder(type.trainingName())
            .addOriginatingElement(type.position().element())
            .addJavadoc("$L", about)
            .addModifiers(Modifier.FINAL)
            .addMethod(MethodSpec.constructorBuilder().addModifiers(Modifier.PRIVATE).build());
    return type.isPublic() ? builder.addModifiers(Modifier.PUBLIC) : builder;
  }

  static FieldSpec stepsPerEpoch(Prose about, CodeBlock value) {
    return constant(TypeName.LONG, "STEPS_PER_EPOCH", about, value);
  }

  static FieldSpec declarationDigest(Prose about, CodeBlock value) {
    return constant(ClassName.get(String.class), "DECLARATION_DIGEST", about, value);
  }

  static FieldSpec plan(Prose about, CodeBlock value) {
    return constant(Names.PLAN, "PLAN", about, value);
  }

  static FieldSpec experiment(Prose about, CodeBlock value) {
    return constant(Names.EXPERIMENT, "EXPERIMENT", about, value);
  }

  static MethodSpec recipe(Prose about, CodeBlock body) {
    return method("recipe", about, body)
        .addParameter(TypeName.LONG, "stepsPerEpoch")
        .returns(Names.RECIPE)
        .build();
  }

  static MethodSpec train(Prose about, CodeBlock body) {
    return method("train", about, body).addParameter(Names.TRAINING_RUN, "run").build();
  }

  static MethodSpec toExponential(Prose about, CodeBlock body) {
    return mapping("toExponential", about, body);
  }

  static MethodSpec toWeightDecay(Prose about, CodeBlock body) {
    return mapping("toWeightDecay", about, body);
  }

  static MethodSpec main(Prose about, CodeBlock body) {
    return method("main", about, body)
        .addParameter(ArrayTypeName.of(String.class), "arguments")
        .build();
  }

  private static MethodSpec mapping(String name, Prose about, CodeBlock body) {
    return method(name, about, body)
        .addParameter(Names.TRAINING_STATE, "state")
        .addParameter(TypeName.LONG, "step")
        .returns(Names.TRAINING_STATE)
        .build();
  }

  private static FieldSpec constant(TypeName type, String name, Prose about, CodeBlock value) {
    return FieldSpec.builder(type, name, Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
        .addJavadoc(javadoc(about))
        .initializer(value)
        .build();
  }

  private static MethodSpec.Builder method(String name, Prose about, CodeBlock body) {
    return MethodSpec.methodBuilder(name)
        .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
        .addJavadoc(javadoc(about))
        .addCode(body);
  }

  private static CodeBlock javadoc(Prose about) {
    return about.isEmpty() ? CodeBlock.of("") : CodeBlock.of("$L", about);
  }
}
