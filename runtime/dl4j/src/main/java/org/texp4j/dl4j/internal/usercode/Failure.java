package org.texp4j.dl4j.internal.usercode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A failure in words: what was thrown, why, and at which line of the user's code. */
public final class Failure {

  private static final List<String> JDK = List.of("java.", "javax.", "jdk.", "sun.", "com.sun.");

  private static final List<String> LIBRARIES =
      List.of(
          "org.nd4j.",
          "org.deeplearning4j.",
          "org.bytedeco.",
          "org.apache.commons.",
          "org.slf4j.",
          "me.tongfei.",
          "picocli.",
          "org.texp4j.dl4j.",
          "org.texp4j.schedule.");

  private Failure() {}

  /** What was thrown, with its causes as far as it does not tell them itself. */
  public static String describe(Throwable thrown) {
    StringBuilder text = new StringBuilder(thrown.toString());
    for (Throwable cause : causes(thrown)) {
      if (text.indexOf(cause.toString()) < 0) {
        text.append(", caused by ").append(cause);
      }
    }
    return text.toString();
  }

  /**
   * The message of a library's exception if it is a sentence, or else what {@link #describe} says:
   * "8" or no message at all tells a user nothing.
   */
  public static String sentence(Throwable thrown) {
    String message = thrown.getMessage();
    return message != null && message.strip().contains(" ") ? message : describe(thrown);
  }

  /**
   * The line of the user's code in which something was thrown, or which called the library that
   * threw it; that of the deepest cause. Empty if no code of the user was running.
   */
  public static Optional<String> userLine(Throwable thrown) {
    return fromTheDeepest(thrown).stream()
        .flatMap(
            each ->
                Arrays.stream(each.getStackTrace())
                    .takeWhile(frame -> !frame.getClassName().startsWith(UserCode.class.getName()))
                    .filter(Failure::isOfUser)
                    .limit(1))
        .findFirst()
        .map(Failure::plain);
  }

  /** Whether the user's code threw something itself, without a library in between but the JDK. */
  public static boolean isThrownByUser(Throwable thrown) {
    return throwingLine(fromTheDeepest(thrown).get(0)).filter(Failure::isOfUser).isPresent();
  }

  /** Whether code of a package threw something itself. */
  public static boolean isThrownBy(Throwable thrown, Package code) {
    return throwingLine(thrown)
        .filter(frame -> frame.getClassName().startsWith(code.getName() + "."))
        .isPresent();
  }

  private static Optional<StackTraceElement> throwingLine(Throwable thrown) {
    return Arrays.stream(thrown.getStackTrace()).filter(frame -> !isOfJdk(frame)).findFirst();
  }

  private static List<Throwable> causes(Throwable thrown) {
    List<Throwable> causes = new ArrayList<>();
    Throwable cause = thrown.getCause();
    // A chain of causes may be a circle.
    while (cause != null && cause != thrown && !causes.contains(cause)) {
      causes.add(cause);
      cause = cause.getCause();
    }
    return causes;
  }

  private static List<Throwable> fromTheDeepest(Throwable thrown) {
    List<Throwable> all = causes(thrown);
    all.add(0, thrown);
    Collections.reverse(all);
    return all;
  }

  private static boolean isOfUser(StackTraceElement frame) {
    return !isOfJdk(frame) && LIBRARIES.stream().noneMatch(frame.getClassName()::startsWith);
  }

  private static boolean isOfJdk(StackTraceElement frame) {
    return JDK.stream().anyMatch(frame.getClassName()::startsWith);
  }

  /** Without the name of a class loader or module. */
  private static String plain(StackTraceElement frame) {
    return frame.getClassName()
        + "."
        + frame.getMethodName()
        + "("
        + frame.getFileName()
        + (frame.getLineNumber() > 0 ? ":" + frame.getLineNumber() : "")
        + ")";
  }
}
