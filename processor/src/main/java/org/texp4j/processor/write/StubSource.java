package org.texp4j.processor.write;

import com.palantir.javapoet.CodeBlock;
import java.util.Set;
import org.texp4j.processor.model.DeclaredClass;

/**
 * The source of a stub: a class with the members of a training class and no content.
 *
 * <p>It is written for a declaration with errors, so that uses of the training class do not each
 * add a "cannot find symbol" to the errors.
 */
final class StubSource {

  private StubSource() {}

  /** The text of the source file; members that need a missing runtime are left out. */
  static String text(DeclaredClass type, Surroundings surroundings) {
    CodeBlock refuse =
        CodeBlock.builder()
            .addStatement(
                "throw new $T($S)",
                IllegalStateException.class,
                type.sourceName() + " has errors, so its training class was not written")
            .build();
    Javadoc about =
        Javadoc.ofClass()
            .paragraph(
                "A stub in place of the training class of {@link "
                    + type.sourceName()
                    + "}, whose declaration has errors.");
    Javadoc none = Javadoc.ofMember();
    TrainingClassBuilder stub =
        new TrainingClassBuilder(type, Set.of(), about, type.isDeprecated(), surroundings)
            .stepsPerEpoch(none, CodeBlock.of("0"))
            .declarationDigest(none, CodeBlock.of("$S", ""))
            .sourceDigest(none, CodeBlock.of("$S", ""));
    if (surroundings.hasRuntime()) {
      stub.plan(none, CodeBlock.of("null"))
          .experiment(none, CodeBlock.of("null"))
          .recipe(none, refuse)
          .train(none, refuse)
          .toExponential(none, refuse)
          .toWeightDecay(none, refuse);
    }
    return stub.main(none, refuse).text();
  }
}
