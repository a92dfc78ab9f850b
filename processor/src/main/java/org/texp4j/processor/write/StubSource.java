package org.texp4j.processor.write;

import org.texp4j.processor.model.DeclaredClass;

/**
 * A class with the members of a training class and no content.
 *
 * <p>It is written for a declaration with errors, so that code which uses the training class does
 * not add a "cannot find symbol" for each use to the report.
 */
final class StubSource {

  private static final Expression NOTHING = new Expression.Text("null");

  private StubSource() {}

  /**
   * The source file.
   *
   * @param generatedAnnotation whether {@code @Generated} exists where the class is compiled
   */
  static String file(DeclaredClass type, boolean generatedAnnotation) {
    String errors = type.sourceName() + " has errors, so its training class was not written";
    String refuse =
        Expression.call("throw new IllegalStateException", Literals.text(errors))
            .lines("", ";\n", Members.BODY);
    return new Members(type)
        .stepsPerEpoch(none(), "0")
        .declarationDigest(none(), Literals.text(""))
        .sourceDigest(none(), Literals.text(""))
        .plan(none(), NOTHING)
        .experiment(none(), NOTHING)
        .recipe(none(), refuse)
        .train(none(), refuse)
        .toExponential(none(), refuse)
        .toWeightDecay(none(), refuse)
        .main(none(), refuse)
        .file(
            Prose.ofClass()
                .paragraph(
                    "Stands in for the training class of {@link "
                        + type.sourceName()
                        + "}, whose declaration has errors."),
            generatedAnnotation);
  }

  private static Prose none() {
    return Prose.ofMember();
  }
}
