package org.texp4j.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Set;
import java.util.function.Supplier;
import javax.annotation.processing.Completion;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.Processor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;

/**
 * A wrapper that measures the time and memory of an annotation processor, from its creation to the
 * end of its last round.
 */
final class TimedProcessor implements Processor {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Processor processor;
  private long nanoseconds;
  private long bytes;

  TimedProcessor(Supplier<Processor> creation) {
    processor = timed(creation);
  }

  double milliseconds() {
    return nanoseconds / 1e6;
  }

  /** The memory that it allocated in total, most of it garbage soon after. */
  double megabytes() {
    return bytes / 1e6;
  }

  @Override
  public Set<String> getSupportedOptions() {
    return timed(processor::getSupportedOptions);
  }

  @Override
  public Set<String> getSupportedAnnotationTypes() {
    return timed(processor::getSupportedAnnotationTypes);
  }

  @Override
  public SourceVersion getSupportedSourceVersion() {
    return timed(processor::getSupportedSourceVersion);
  }

  @Override
  public void init(ProcessingEnvironment environment) {
    timed(
        () -> {
          processor.init(environment);
          return null;
        });
  }

  @Override
  public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
    return timed(() -> processor.process(annotations, round));
  }

  @Override
  public Iterable<? extends Completion> getCompletions(
      Element element, AnnotationMirror annotation, ExecutableElement member, String text) {
    return processor.getCompletions(element, annotation, member, text);
  }

  private <T> T timed(Supplier<T> work) {
    long allocated = THREADS.getCurrentThreadAllocatedBytes();
    long start = System.nanoTime();
    T result = work.get();
    nanoseconds += System.nanoTime() - start;
    bytes += THREADS.getCurrentThreadAllocatedBytes() - allocated;
    return result;
  }
}
