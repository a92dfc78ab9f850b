package org.texp4j.processor;

import com.google.auto.service.AutoService;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.Processor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import org.texp4j.processor.check.Check;
import org.texp4j.processor.model.Declaration;
import org.texp4j.processor.model.Training;
import org.texp4j.processor.plan.TrainingPlanner;
import org.texp4j.processor.read.DeclarationReader;
import org.texp4j.schedule.Plan;

/**
 * The compiler of texp4j: for every class {@code X} with {@code @Schedule} it writes {@code
 * XTraining}, or reports why it cannot.
 *
 * <p>It handles classes with annotations of the language, on themselves or on their methods; those
 * with only recipe annotations are left to {@link RecipeAnnotationProcessor}.
 */
@AutoService(Processor.class)
public final class TexpProcessor extends AbstractProcessor {

  private final BiFunction<Declaration, Optional<Plan>, Training> planner;
  private RoundProcessor rounds;

  /** Creates the processor; javac does so. */
  public TexpProcessor() {
    this(TrainingPlanner::training);
  }

  TexpProcessor(BiFunction<Declaration, Optional<Plan>, Training> planner) {
    this.planner = planner;
  }

  /**
   * The language, and {@code @Generated}: javac's lint wants every annotation in the sources to be
   * claimed by some processor, those in this one's output included.
   */
  @Override
  public Set<String> getSupportedAnnotationTypes() {
    return Set.of(DeclarationReader.LANGUAGE + ".*", RoundProcessor.GENERATED);
  }

  @Override
  public Set<String> getSupportedOptions() {
    return Check.optionNames();
  }

  @Override
  public SourceVersion getSupportedSourceVersion() {
    return SourceVersion.latest();
  }

  @Override
  public synchronized void init(ProcessingEnvironment environment) {
    super.init(environment);
    rounds = new RoundProcessor(environment, planner);
    rounds.checkOptions(environment.getOptions());
  }

  /** Claims its annotations: the language belongs to this processor alone. */
  @Override
  public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
    rounds.process(annotations, round, type -> true);
    return true;
  }
}
