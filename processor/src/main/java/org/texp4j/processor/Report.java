package org.texp4j.processor;

import java.util.List;
import javax.annotation.processing.Messager;
import javax.tools.Diagnostic.Kind;
import org.texp4j.processor.check.Check;
import org.texp4j.processor.check.Diagnostic;
import org.texp4j.processor.check.Severities;
import org.texp4j.processor.check.Severity;
import org.texp4j.processor.model.Position;
import org.texp4j.processor.read.SourceText;
import org.texp4j.processor.read.Suppressions;

/** Prints diagnostics, each as bad as the compilation takes it; the one place where they leave. */
final class Report {

  private final Messager messager;
  private final SourceText text;
  private final Severities severities;

  Report(Messager messager, SourceText text, Severities severities) {
    this.messager = messager;
    this.text = text;
    this.severities = severities;
  }

  void all(List<Diagnostic> diagnostics) {
    diagnostics.forEach(this::one);
  }

  private void one(Diagnostic diagnostic) {
    Severity severity = severities.of(diagnostic.code());
    Position at = diagnostic.position();
    boolean told =
        severity != Severity.IGNORE
            && (at == null || !Check.isSuppressed(diagnostic, Suppressions.around(at.element())));
    if (told && at == null) {
      messager.printMessage(kind(severity), diagnostic.message());
    } else if (told) {
      print(kind(severity), diagnostic.message(), at);
    }
  }

  private void print(Kind kind, String message, Position at) {
    if (!text.print(kind, message, at)) {
      messager.printMessage(kind, message, at.element(), at.annotation(), at.value());
    }
  }

  private static Kind kind(Severity severity) {
    return switch (severity) {
      case ERROR -> Kind.ERROR;
      case WARNING -> Kind.WARNING;
      case NOTE, IGNORE -> Kind.NOTE;
    };
  }
}
