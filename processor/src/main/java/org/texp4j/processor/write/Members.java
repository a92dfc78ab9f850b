package org.texp4j.processor.write;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;
import org.texp4j.processor.model.DeclaredClass;

/**
 * The members of a training class, which its stub has too, as they are put together.
 *
 * <p>The code is JavaPoet's to lay out, the comments are {@link Prose}: JavaPoet is given a mark
 * for each, whose place it takes.
 */
final class Members {

  private static final CodeBlock MARK = CodeBlock.of("$L", "comment");
  private static final CodeBlock UNMARKED = CodeBlock.of("");

  private static final AnnotationSpec GENERATED =
      AnnotationSpec.builder(Names.GENERATED)
          .addMember("value", "$S", "org.texp4j.processor.TexpProcessor")
          .build();

  private static final MethodSpec CONSTRUCTOR =
      MethodSpec.constructorBuilder().addModifiers(Modifier.PRIVATE).build();

  private static final ClassName TEXT = ClassName.get(String.class);
  private static final ParameterSpec RUN = parameter(Names.TRAINING_STEPS, "run");
  private static final ParameterSpec STATE = parameter(Names.TRAINING_STATE, "state");
  private static final ParameterSpec STEP = parameter(TypeName.LONG, "step");
  private static final ParameterSpec STEPS_PER_EPOCH = parameter(TypeName.LONG, "stepsPerEpoch");
  private static final ParameterSpec ARGUMENTS = parameter(ArrayTypeName.of(TEXT), "arguments");

  private final String packageName;
  private final TypeSpec.Builder type;

  /** The comments of the class, of its fields and of its methods, in the order of their marks. */
  private final List<Prose> comments = new ArrayList<>();

  /**
   * None yet, of a final class, as visible as the declared one.
   *
   * @param generatedAnnotation whether {@code @Generated} exists where the class is compiled
   */
  Members(DeclaredClass declared, Prose about, boolean generatedAnnotation) {
    this.packageName = declared.packageName();
    this.type =
        TypeSpec.classBuilder(declared.trainingName())
            // Javadoc calls it by this name, so nothing else may go by it.
            .alwaysQualify(declared.names().get(0))
            .addJavadoc(mark(about))
            .addModifiers(Modifier.FINAL)
            .addMethod(CONSTRUCTOR);
    if (declared.isPublic()) {
      type.addModifiers(Modifier.PUBLIC);
    }
    if (generatedAnnotation) {
      type.addAnnotation(GENERATED);
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
    return constant(TEXT, "DECLARATION_DIGEST", about, value);
  }

  Members sourceDigest(Prose about, CodeBlock value) {
    return constant(TEXT, "SOURCE_DIGEST", about, value);
  }

  Members plan(Prose about, CodeBlock value) {
    return constant(Names.PLAN, "PLAN", about, value);
  }

  Members experiment(Prose about, CodeBlock value) {
    return constant(Names.EXPERIMENT, "EXPERIMENT", about, value);
  }

  Members recipe(Prose about, CodeBlock body) {
    return add(method("recipe", about, body).addParameter(STEPS_PER_EPOCH).returns(Names.RECIPE));
  }

  Members train(Prose about, CodeBlock body) {
    return add(method("train", about, body).addParameter(RUN));
  }

  Members toExponential(Prose about, CodeBlock body) {
    return mapping("toExponential", about, body);
  }

  Members toWeightDecay(Prose about, CodeBlock body) {
    return mapping("toWeightDecay", about, body);
  }

  Members main(Prose about, CodeBlock body) {
    return add(method("main", about, body).addParameter(ARGUMENTS));
  }

  /** The text of the whole source file. */
  String text() {
    String code =
        JavaFile.builder(packageName, type.build())
            .indent(Prose.INDENT)
            .skipJavaLangImports(true)
            .build()
            .toString();
    StringBuilder text = new StringBuilder(2 * code.length());
    int from = 0;
    for (Prose comment : comments) {
      String mark = comment.mark(MARK.toString());
      int start = code.indexOf(mark, from);
      text.append(code, from, start).append(comment.comment());
      from = start + mark.length();
    }
    return text.append(code, from, code.length()).toString();
  }

  private CodeBlock mark(Prose about) {
    if (about.isEmpty()) {
      return UNMARKED;
    }
    comments.add(about);
    return MARK;
  }

  private Members mapping(String name, Prose about, CodeBlock body) {
    return add(
        method(name, about, body)
            .addParameter(STATE)
            .addParameter(STEP)
            .returns(Names.TRAINING_STATE));
  }

  private Members constant(TypeName of, String name, Prose about, CodeBlock value) {
    type.addField(
        FieldSpec.builder(of, name, Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
            .addJavadoc(mark(about))
            .initializer(value)
            .build());
    return this;
  }

  private Members add(MethodSpec.Builder method) {
    type.addMethod(method.build());
    return this;
  }

  private static ParameterSpec parameter(TypeName type, String name) {
    return ParameterSpec.builder(type, name).build();
  }

  private MethodSpec.Builder method(String name, Prose about, CodeBlock body) {
    return MethodSpec.methodBuilder(name)
        .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
        .addJavadoc(mark(about))
        .addCode(body);
  }
}
