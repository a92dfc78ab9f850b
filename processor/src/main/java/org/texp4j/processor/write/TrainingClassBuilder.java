package org.texp4j.processor.write;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;
import org.texp4j.processor.model.DeclaredClass;

/** Builds a training class, or a stub of one, member by member. */
final class TrainingClassBuilder {

  private static final ClassName STRING = ClassName.get(String.class);

  /** A Javadoc comment of one line, which JavaPoet lays out on three. */
  private static final Pattern SHORT_JAVADOC =
      Pattern.compile("^( *)/\\*\\*\\n *\\* (.*)\\n *\\*/$", Pattern.MULTILINE);

  private static final int COLUMNS = 100;

  private static final Pattern JAVA_LANG_IMPORT =
      Pattern.compile("^import java\\.lang\\.(\\w+);\\n", Pattern.MULTILINE);

  private final String packageName;
  private final Surroundings surroundings;
  private final TypeSpec.Builder type;

  /**
   * Starts a final class, as visible as the declared one, without members.
   *
   * @param reserved the simple names under which nothing may be imported
   * @param usesDeprecated whether anything of the author that it uses is deprecated
   */
  TrainingClassBuilder(
      DeclaredClass declared,
      Set<String> reserved,
      Javadoc about,
      boolean usesDeprecated,
      Surroundings surroundings) {
    this.packageName = declared.packageName();
    this.surroundings = surroundings;
    this.type =
        TypeSpec.classBuilder(declared.trainingName())
            .alwaysQualify(reserved.toArray(String[]::new))
            .addJavadoc(about.code())
            .addModifiers(Modifier.FINAL)
            .addMethod(MethodSpec.constructorBuilder().addModifiers(Modifier.PRIVATE).build());
    if (declared.isPublic()) {
      type.addModifiers(Modifier.PUBLIC);
    }
    if (surroundings.hasGenerated()) {
      type.addAnnotation(
          AnnotationSpec.builder(ClassNames.GENERATED)
              .addMember("value", "$S", "org.texp4j.processor.TexpProcessor")
              .build());
    }
    // Coverage tools only need the word in it, which a class of the same name cannot import.
    if (!declared.trainingName().equals(ClassNames.GENERATED_TRAINING.simpleName())) {
      type.addAnnotation(ClassNames.GENERATED_TRAINING);
    }
    if (usesDeprecated) {
      type.addAnnotation(
          AnnotationSpec.builder(SuppressWarnings.class)
              .addMember("value", "{$S, $S}", "deprecation", "removal")
              .build());
    }
  }

  TrainingClassBuilder stepsPerEpoch(Javadoc about, CodeBlock value) {
    return constant(TypeName.LONG, "STEPS_PER_EPOCH", about, value);
  }

  TrainingClassBuilder declarationDigest(Javadoc about, CodeBlock value) {
    return constant(STRING, "DECLARATION_DIGEST", about, value);
  }

  TrainingClassBuilder sourceDigest(Javadoc about, CodeBlock value) {
    return constant(STRING, "SOURCE_DIGEST", about, value);
  }

  TrainingClassBuilder plan(Javadoc about, CodeBlock value) {
    return constant(ClassNames.PLAN, "PLAN", about, value);
  }

  TrainingClassBuilder experiment(Javadoc about, CodeBlock value) {
    return constant(ClassNames.EXPERIMENT, "EXPERIMENT", about, value);
  }

  TrainingClassBuilder recipe(Javadoc about, CodeBlock body) {
    return add(
        method("recipe", about, body)
            .addParameter(TypeName.LONG, "stepsPerEpoch")
            .returns(ClassNames.RECIPE));
  }

  TrainingClassBuilder inner(List<TypeSpec> types) {
    type.addTypes(types);
    return this;
  }

  TrainingClassBuilder tables(List<MethodSpec> tables) {
    type.addMethods(tables);
    return this;
  }

  TrainingClassBuilder train(Javadoc about, CodeBlock body) {
    return add(method("train", about, body).addParameter(ClassNames.TRAINING_STEPS, "run"));
  }

  TrainingClassBuilder toExponential(Javadoc about, CodeBlock body) {
    return mapping("toExponential", about, body);
  }

  TrainingClassBuilder toWeightDecay(Javadoc about, CodeBlock body) {
    return mapping("toWeightDecay", about, body);
  }

  TrainingClassBuilder main(Javadoc about, CodeBlock body) {
    return add(method("main", about, body).addParameter(String[].class, "arguments"));
  }

  /** The text of the whole source file. */
  String text() {
    String text =
        JavaFile.builder(packageName, type.build()).indent(Javadoc.INDENT).build().toString();
    // A class of the package has precedence over one of java.lang, but not over an imported one.
    String imported =
        JAVA_LANG_IMPORT
            .matcher(text)
            .replaceAll(line -> surroundings.hasNeighbor().test(line.group(1)) ? line.group() : "");
    return SHORT_JAVADOC
        .matcher(imported)
        .replaceAll(
            comment -> {
              String line = comment.group(1) + "/** " + comment.group(2) + " */";
              return Matcher.quoteReplacement(line.length() <= COLUMNS ? line : comment.group());
            });
  }

  private TrainingClassBuilder mapping(String name, Javadoc about, CodeBlock body) {
    return add(
        method(name, about, body)
            .addParameter(ClassNames.TRAINING_STATE, "state")
            .addParameter(TypeName.LONG, "step")
            .returns(ClassNames.TRAINING_STATE));
  }

  private TrainingClassBuilder constant(TypeName of, String name, Javadoc about, CodeBlock value) {
    type.addField(
        FieldSpec.builder(of, name, Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
            .addJavadoc(about.code())
            .initializer(value)
            .build());
    return this;
  }

  private TrainingClassBuilder add(MethodSpec.Builder method) {
    type.addMethod(method.build());
    return this;
  }

  private static MethodSpec.Builder method(String name, Javadoc about, CodeBlock body) {
    return MethodSpec.methodBuilder(name)
        .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
        .addJavadoc(about.code())
        .addCode(body);
  }
}
