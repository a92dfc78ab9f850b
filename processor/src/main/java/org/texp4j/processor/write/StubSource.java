package org.texp4j.processor.write;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.TypeSpec;
import org.texp4j.processor.model.DeclaredClass;

/**
 * A class with the members of a training class and no content.
 *
 * <p>It is written for a declaration with errors, so that code which uses the training class does
 * not add a "cannot find symbol" for each use to the report.
 */
final class StubSource {

  private StubSource() {}

  static TypeSpec.Builder type(DeclaredClass type) {
    CodeBlock refuse =
        CodeBlock.of(
            "throw new $T($S);\n",
            IllegalStateException.class,
            type.sourceName() + " has errors, so its training class was not written");
    return Members.type(
            type,
            Prose.ofClass()
                .paragraph(
                    "Stands in for the training class of {@link "
                        + type.sourceName()
                        + "}, whose declaration has errors."))
        .addField(Members.stepsPerEpoch(none(), CodeBlock.of("0")))
        .addField(Members.declarationDigest(none(), CodeBlock.of("$S", "")))
        .addField(Members.plan(none(), CodeBlock.of("null")))
        .addField(Members.experiment(none(), CodeBlock.of("null")))
        .addMethod(Members.recipe(none(), refuse))
        .addMethod(Members.train(none(), refuse))
        .addMethod(Members.toExponential(none(), refuse))
        .addMethod(Members.toWeightDecay(none(), refuse))
        .addMethod(Members.main(none(), refuse));
  }

  private static Prose none() {
    return Prose.ofMember();
  }
}
