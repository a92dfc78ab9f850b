package org.texp4j.processor;

import com.google.auto.service.AutoService;
import java.util.Set;
import java.util.stream.Collectors;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.Processor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import org.texp4j.processor.check.Check;
import org.texp4j.processor.plan.TrainingPlanner;

/**
 * Compiles the classes that {@link TexpProcessor} is not shown: those whose whole declaration comes
 * from recipe annotations, which may lie in a jar.
 *
 * <p>It has to look at every annotation, since anybody may write one that is a recipe, and claims
 * none: what it claimed would be kept from other processors, {@code @Override} and all. That is why
 * it is not one with {@link TexpProcessor}, which has to claim the language.
 */
@AutoService(Processor.class)
public final class RecipeAnnotationProcessor extends AbstractProcessor {

  private RoundProcessor rounds;

  /** Creates the processor; javac does so. */
  public RecipeAnnotationProcessor() {}

  @Override
  public Set<String> getSupportedAnnotationTypes() {
    return Set.of("*");
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
    rounds = new RoundProcessor(environment, TrainingPlanner::training);
  }

  @Override
  public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
    Set<TypeElement> recipes =
        annotations.stream().filter(rounds::isRecipe).collect(Collectors.toSet());
    rounds.process(recipes, round, type -> !rounds.usesLanguage(type));
    return false;
  }
}
