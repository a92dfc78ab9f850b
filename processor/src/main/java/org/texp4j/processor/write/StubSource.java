package org.texp4j.processor.write;

import com.palantir.javapoet.CodeBlock;
import org.texp4j.processor.model.DeclaredClass;

/**
 * A class with the members of a training class and no content.
 *
 * <p>It is written for a declaration with errors, so that code which uses the training class does
 * not add a "cannot find symbol" for each use to the report.
 */
final class StubSource {

  private StubSource() {}

  /**
   * The text of the source file.
   *
   * @param runtime whether the classes exist that training classes call; members that need them are
   *     left out where they do not
   * @param generatedAnnotation whether {@code @Generated} exists where the class is compiled
   */
  static String text(DeclaredClass type, boolean runtime, boolean generatedAnnotation) {
    CodeBlock refuse =
        CodeBlock.of(
            "throw new $T($S);\n",
            IllegalStateException.class,
            type.sourceName() + " has errors, so its training class was not written");
    Prose about =
        Prose.ofClass()
            .paragraph(
                "Stands in for the training class of {@link "
                    + type.sourceName()
                    + "}, whose declaration has errors.");
    Members members =
        new Members(type, about, generatedAnnotation)
            .stepsPerEpoch(none(), CodeBlock.of("0"))
            .declarationDigest(none(), CodeBlock.of("$S", ""))
            .sourceDigest(none(), CodeBlock.of("$S", ""));
    if (runtime) {
      members
          .plan(none(), CodeBlock.of("null"))
          .experiment(none(), CodeBlock.of("null"))
          .recipe(none(), refuse)
          .train(none(), refuse)
          .toExponential(none(), refuse)
          .toWeightDecay(none(), refuse);
    }
    return members.main(none(), refuse).text();
  }

  private static Prose none() {
    return Prose.ofMember();
  }
}
