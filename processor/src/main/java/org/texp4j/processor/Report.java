package org.texp4j.processor;

import java.util.List;
import javax.annotation.processing.Messager;
import javax.tools.Diagnostic.Kind;
import org.texp4j.processor.check.Diagnostic;
import org.texp4j.processor.model.Position;

/** Prints diagnostics; the one place where they leave the compiler. */
final class Report {

  private final Messager messager;

  Report(Messager messager) {
    this.messager = messager;
  }

  void all(List<Diagnostic> diagnostics) {
    diagnostics.forEach(this::one);
  }

  private void one(Diagnostic diagnostic) {
    Kind kind = diagnostic.isError() ? Kind.ERROR : Kind.NOTE;
    Position at = diagnostic.position();
    if (at == null) {
      messager.printMessage(kind, diagnostic.message());
    } else {
      messager.printMessage(kind, diagnostic.message(), at.element(), at.annotation(), at.value());
    }
  }
}
