package org.texp4j.processor;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import javax.annotation.processing.Messager;
import javax.lang.model.element.Element;
import javax.tools.Diagnostic.Kind;
import org.texp4j.processor.check.Check;
import org.texp4j.processor.check.Diagnostic;
import org.texp4j.processor.check.Severities;
import org.texp4j.processor.check.Severity;
import org.texp4j.processor.model.annotation.Position;
import org.texp4j.processor.read.SourceText;
import org.texp4j.processor.read.Suppressions;

/**
 * Prints diagnostics with their severity in this compilation.
 *
 * <p>A mistake in something that a class does not declare itself is reported where the class refers
 * to it; a note points to the value itself if that is in the sources. A mistake in the text of an
 * update rule is reported there if it is in the sources, and a note points to its use.
 */
final class Reporter {

  private final Messager messager;
  private final SourceText text;
  private final Severities severities;
  private final Predicate<Element> isSource;
  private final Set<String> inRules = new HashSet<>();

  Reporter(Messager messager, SourceText text, Severities severities, Predicate<Element> isSource) {
    this.messager = messager;
    this.text = text;
    this.severities = severities;
    this.isSource = isSource;
  }

  /** Prints diagnostics; returns whether one of them was an error. */
  boolean report(List<Diagnostic> diagnostics) {
    boolean hasErrors = false;
    for (Diagnostic diagnostic : diagnostics) {
      hasErrors |= report(diagnostic);
    }
    return hasErrors;
  }

  private boolean report(Diagnostic diagnostic) {
    Severity severity = severities.of(diagnostic.code());
    Position at = diagnostic.position();
    if (severity == Severity.IGNORE || at != null && Check.isSuppressed(diagnostic, texts(at))) {
      return false;
    }
    if (at == null) {
      messager.printMessage(kind(severity), diagnostic.message());
    } else if (diagnostic.code().isOfRuleText() && isSource.test(at.element())) {
      reportInRule(kind(severity), diagnostic, at);
    } else {
      print(kind(severity), diagnostic.message(), at.use());
      if (severity == Severity.ERROR && at != at.use() && isSource.test(at.element())) {
        print(Kind.NOTE, diagnostic.note(), at);
      }
    }
    return severity == Severity.ERROR;
  }

  /** Reports what is wrong with the text of a rule, once for all declarations that use it. */
  private void reportInRule(Kind kind, Diagnostic diagnostic, Position at) {
    if (inRules.add(at.element() + " " + diagnostic.messageAtValue())) {
      print(kind, diagnostic.messageAtValue(), at);
    }
    if (at != at.use()) {
      print(Kind.NOTE, diagnostic.useNote(), at.use());
    }
  }

  private static Set<String> texts(Position at) {
    Set<String> texts = Suppressions.around(at.element());
    texts.addAll(Suppressions.around(at.use().element()));
    return texts;
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
