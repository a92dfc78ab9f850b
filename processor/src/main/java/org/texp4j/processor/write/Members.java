package org.texp4j.processor.write;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import javax.lang.model.element.Modifier;
import org.texp4j.processor.model.DeclaredClass;

/** The members of a training class, which its stub has too, as they are put together. */
final class Members {

  private static final String GENERATOR = "org.texp4j.processor.TexpProcessor";

  private final String packageName;
  private final TypeSpec.Builder type;

  /**
   * None yet, of a final class, as visible as the declared one.
   *
   * @param generatedAnnotation whether {@code @Generated} exists where the class is compiled
   */
  Members(DeclaredClass declared, Prose about, boolean generatedAnnotation) {
    this.packageName = declared.packageName();
    this.type =
        TypeSpec.classBuilder(declared.trainingName())
            .addOriginatingElement(declared.position().element())
            // Javadoc calls it by this name, so nothing else may go by it.
            .alwaysQualify(declared.names().get(0))
            .addJavadoc(about.javadoc())
            .addModifiers(Modifier.FINAL)
            .addMethod(MethodSpec.constructorBuilder().addModifiers(Modifier.PRIVATE).build());
    if (declared.isPublic()) {
      type.addModifiers(Modifier.PUBLIC);
    }
    if (generatedAnnotation) {
      type.addAnnotation(
          AnnotationSpec.builder(Names.GENERATED).addMember("value", "$S", GENERATOR).build());
    }
    type.addAnnotation(Names.GENERATED_TRAINING);
    if (declared.isDeprecated()) {
      type.addAnnotation(
          AnnotationSpec.builder(SuppressWarnings.class)
              .addMember("value", "{$S, $S}", "deprecation", "removal")
              .build());
    }
  }

  Members stepsPerEpoch(Prose about, CodeBlock value) {
    return constant(TypeName.LONG, "STEPS_PER_EPOCH", about, value);
  }

  Members declarationDigest(Prose about, CodeBlock value) {
    return constant(ClassName.get(String.class), "DECLARATION_DIGEST", about, value);
  }

  Members sourceDigest(Prose about, CodeBlock value) {
    return constant(ClassName.get(String.class), "SOURCE_DIGEST", about, value);
  }

  Members plan(Prose about, CodeBlock value) {
    return constant(Names.PLAN, "PLAN", about, value);
  }

  Members experiment(Prose about, CodeBlock value) {
    return constant(Names.EXPERIMENT, "EXPERIMENT", about, value);
  }

  Members recipe(Prose about, CodeBlock body) {
    return add(
        method("recipe", about, body)
            .addParameter(TypeName.LONG, "stepsPerEpoch")
            .returns(Names.RECIPE));
  }

  Members train(Prose about, CodeBlock body) {
    return add(method("train", about, body).addParameter(Names.TRAINING_RUN, "run"));
  }

  Members toExponential(Prose about, CodeBlock body) {
    return mapping("toExponential", about, body);
  }

  Members toWeightDecay(Prose about, CodeBlock body) {
    return mapping("toWeightDecay", about, body);
  }

  Members main(Prose about, CodeBlock body) {
    return add(
        method("main", about, body).addParameter(ArrayTypeName.of(String.class), "arguments"));
  }

  /** The whole source file. */
  JavaFile file() {
    return JavaFile.builder(packageName, type.build())
        .indent("  ")
        .skipJavaLangImports(true)
        .build();
  }

  private Members mapping(String name, Prose about, CodeBlock body) {
    return add(
        method(name, about, body)
            .addParameter(Names.TRAINING_STATE, "state")
            .addParameter(TypeName.LONG, "step")
            .returns(Names.TRAINING_STATE));
  }

  private Members constant(TypeName of, String name, Prose about, CodeBlock value) {
    type.addField(
        FieldSpec.builder(of, name, Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
            .addJavadoc(about.javadoc())
            .initializer(value)
            .build());
    return this;
  }

  private Members add(MethodSpec.Builder method) {
    type.addMethod(method.build());
    return this;
  }

  private static MethodSpec.Builder method(String name, Prose about, CodeBlock body) {
    return MethodSpec.methodBuilder(name)
        .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
        .addJavadoc(about.javadoc())
        .addCode(body);
  }
}
