package org.texp4j.dl4j.internal.usercode;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.texp4j.dl4j.TrainingException;
import org.texp4j.dl4j.UnsuitableNetworkException;
import org.texp4j.dl4j.data.DataException;
import org.texp4j.schedule.InconvertibleRecipeException;

/**
 * The calls of the user's code: methods and loop of an experiment, iterators, listeners. Whatever
 * such code throws is reported as its own failure, with its name, the line and the cause.
 */
public final class UserCode {

  /** Exceptions whose message is written for the user already. */
  private static final List<Class<? extends RuntimeException>> EXPLAINED =
      List.of(
          TrainingException.class,
          DataException.class,
          UnsuitableNetworkException.class,
          InconvertibleRecipeException.class);

  private UserCode() {}

  /**
   * Calls code of the user.
   *
   * @param name what the code is, for messages, such as "the @Network method"
   * @throws TrainingException if the code throws anything but an exception whose message is written
   *     for the user already, which passes
   */
  public static <T> T call(String name, Callable<T> code) {
    try {
      return code.call();
    } catch (Throwable e) {
      throw failure(name, e);
    }
  }

  /**
   * The exception that reports what code of the user has thrown.
   *
   * @param name what the code is, for messages
   */
  public static RuntimeException failure(String name, Throwable thrown) {
    if (thrown instanceof RuntimeException explained && isExplained(thrown)) {
      return explained;
    }
    if (thrown instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    String where = Failure.userLine(thrown).map(line -> " at " + line).orElse("");
    return new TrainingException(
        thrown instanceof OutOfMemoryError
            ? name + " ran out of memory" + where + " (" + Failure.describe(thrown) + "): " + MEMORY
            : name + " failed" + where + ": " + Failure.describe(thrown),
        thrown);
  }

  /** What to do about too little memory. */
  public static final String MEMORY =
      "give Java more memory, by -Xmx, or declare a smaller batchSize";

  /** Whether the message of an exception is written for the user. */
  public static boolean isExplained(Throwable thrown) {
    return EXPLAINED.stream().anyMatch(type -> type.isInstance(thrown));
  }

  /**
   * Returns an object that calls the user's object as {@link #call} does.
   *
   * @param name what the object is, for messages, such as "the @TrainingData iterator"
   * @param type the interface by which it is called
   * @param further interfaces by which it is called too if it implements them
   */
  public static <T> T guard(String name, T object, Class<T> type, Class<?>... further) {
    Class<?>[] interfaces =
        Stream.concat(Stream.of(type), Stream.of(further).filter(each -> each.isInstance(object)))
            .toArray(Class[]::new);
    return type.cast(
        Proxy.newProxyInstance(
            UserCode.class.getClassLoader(), interfaces, new Guard(name, object)));
  }

  /** The user's object behind one that {@link #guard} returned; any other object itself. */
  public static Object unguarded(Object object) {
    return Proxy.isProxyClass(object.getClass())
            && Proxy.getInvocationHandler(object) instanceof Guard guard
        ? guard.object
        : object;
  }

  private record Guard(String name, Object object) implements InvocationHandler {
    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Exception {
      try {
        return method.invoke(object, arguments);
      } catch (InvocationTargetException e) {
        throw failure(method.getName() + "() of " + name, e.getCause());
      }
    }
  }
}
