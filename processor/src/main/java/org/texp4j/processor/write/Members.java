package org.texp4j.processor.write;

import org.texp4j.processor.model.DeclaredClass;

/** The members of a training class, which its stub has too, as they are put together. */
final class Members {

  /** How far in the lines of a method stand; its body comes as whole lines. */
  static final int BODY = 4;

  private static final String GENERATOR = "org.texp4j.processor.TexpProcessor";
  private static final int MEMBER = 2;

  private final DeclaredClass type;
  private final Imports imports;
  private final StringBuilder fields = new StringBuilder();
  private final StringBuilder methods = new StringBuilder();

  /** None yet, of the training class of a declared one. */
  Members(DeclaredClass type) {
    this.type = type;
    this.imports = new Imports(type.packageName());
    name(new TypeName(type.packageName(), type.sourceName()));
    name(new TypeName(type.packageName(), type.trainingName()));
  }

  /** What the file calls the classes it names. */
  Imports imports() {
    return imports;
  }

  private String name(TypeName of) {
    return imports.name(of);
  }

  Members stepsPerEpoch(Prose about, String value) {
    return constant(about, "long STEPS_PER_EPOCH", new Expression.Text(value));
  }

  Members declarationDigest(Prose about, String value) {
    return constant(about, "String DECLARATION_DIGEST", new Expression.Text(value));
  }

  Members sourceDigest(Prose about, String value) {
    return constant(about, "String SOURCE_DIGEST", new Expression.Text(value));
  }

  Members plan(Prose about, Expression value) {
    return constant(about, name(TypeName.PLAN) + " PLAN", value);
  }

  Members experiment(Prose about, Expression value) {
    return constant(about, name(TypeName.EXPERIMENT) + " EXPERIMENT", value);
  }

  Members recipe(Prose about, String body) {
    return method(about, name(TypeName.RECIPE) + " recipe(long stepsPerEpoch)", body);
  }

  Members train(Prose about, String body) {
    return method(about, "void train(" + name(TypeName.TRAINING_RUN) + " run)", body);
  }

  Members toExponential(Prose about, String body) {
    return mapping(about, "toExponential", body);
  }

  Members toWeightDecay(Prose about, String body) {
    return mapping(about, "toWeightDecay", body);
  }

  Members main(Prose about, String body) {
    return method(about, "void main(String[] arguments)", body);
  }

  private Members mapping(Prose about, String name, String body) {
    String state = name(TypeName.TRAINING_STATE);
    return method(about, state + " " + name + "(" + state + " state, long step)", body);
  }

  private Members constant(Prose about, String declared, Expression value) {
    fields
        .append(about.comment(MEMBER))
        .append(Expression.assignment("public static final " + declared, value, MEMBER))
        .append('\n');
    return this;
  }

  private Members method(Prose about, String signature, String body) {
    methods
        .append('\n')
        .append(about.comment(MEMBER))
        .append("  public static ")
        .append(signature)
        .append(" {\n")
        .append(body)
        .append("  }\n");
    return this;
  }

  /**
   * The whole source file: a final class, as visible as the declared one.
   *
   * @param generatedAnnotation whether {@code @Generated} exists where the class is compiled
   */
  String file(Prose about, boolean generatedAnnotation) {
    StringBuilder start = new StringBuilder(about.comment(0));
    if (generatedAnnotation) {
      start.append("@").append(name(TypeName.GENERATED)).append("(\"" + GENERATOR + "\")\n");
    }
    start.append("@").append(name(TypeName.GENERATED_TRAINING)).append("\n");
    String inPackage =
        type.packageName().isEmpty() ? "" : "package " + type.packageName() + ";\n\n";
    return inPackage
        + imports.statements()
        + "\n"
        + start
        + (type.isPublic() ? "public " : "")
        + "final class "
        + type.trainingName()
        + " {\n\n"
        + fields
        + "  private "
        + type.trainingName()
        + "() {}\n"
        + methods
        + "}\n";
  }
}
