package demo;

import java.util.function.BiFunction;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.shade.jackson.annotation.JsonIgnore;
import org.texp4j.dl4j.DataRequest;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TinyExperiments;
import org.texp4j.dl4j.TrainingSteps;
import org.texp4j.dl4j.train.StepListener;
import org.texp4j.dl4j.train.TrainingRun;
import org.texp4j.schedule.Curve;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.RecipeForm;
import org.texp4j.schedule.Step;

/** The places in which code of a user runs. */
public enum Place {
  NETWORK(
      "the @Network method",
      (sound, fault) ->
          sound.multiLayerNetwork(
              base -> {
                fault.occur();
                return null;
              })),
  GRAPH(
      "the @Network method",
      (sound, fault) ->
          sound.computationGraph(
              base -> {
                fault.occur();
                return null;
              })),
  TRAINING_DATA(
      "the @TrainingData method",
      (sound, fault) ->
          sound.trainingData(
              request -> {
                fault.occur();
                return null;
              })),
  TRAINING_HAS_NEXT(
      "at step 0, hasNext() of the @TrainingData iterator",
      (sound, fault) -> sound.trainingData(request -> new Breaking(request, fault, "hasNext", 0))),
  TRAINING_NEXT(
      "at step 1, next() of the @TrainingData iterator",
      (sound, fault) -> sound.trainingData(request -> new Breaking(request, fault, "next", 2))),
  TRAINING_RESET(
      "at step 0, reset() of the @TrainingData iterator",
      (sound, fault) -> sound.trainingData(request -> new Breaking(request, fault, "reset", 0))),
  EVALUATION_DATA(
      "the @EvaluationData method",
      (sound, fault) ->
          sound.evaluationData(
              request -> {
                fault.occur();
                return null;
              })),
  EVALUATION_HAS_NEXT(
      "hasNext() of the @EvaluationData iterator",
      (sound, fault) ->
          sound.evaluationData(request -> new Breaking(request, fault, "hasNext", 1))),
  EVALUATION_NEXT(
      "next() of the @EvaluationData iterator",
      (sound, fault) -> sound.evaluationData(request -> new Breaking(request, fault, "next", 1))),
  EVALUATION_RESET(
      "reset() of the @EvaluationData iterator",
      (sound, fault) -> sound.evaluationData(request -> new Breaking(request, fault, "reset", 0))),
  LOOP(
      "at step 1, the training loop",
      (sound, fault) ->
          sound.loop(
              run -> {
                run.takeStep(run.nextBatch());
                fault.occur();
              })),
  LOOP_WITHIN_A_STEP(
      "at step 0, the training loop",
      (sound, fault) ->
          sound.loop(
              run -> {
                run.nextBatch();
                run.nextStep();
                fault.occur();
              })),
  LISTENER_OF_STEPS(
      "stepDone() of the listener demo.Place$AtSteps",
      (sound, fault) ->
          sound.loop(
              run -> {
                ((TrainingRun) run).addListener(new AtSteps(fault));
                train(run);
              })),
  LISTENER_OF_DEEPLEARNING4J(
      "iterationDone() of the listener demo.Place$AtIterations",
      (sound, fault) ->
          sound.loop(
              run -> {
                ((TrainingRun) run).addListener(new AtIterations(fault));
                train(run);
              })),
  LISTENER_OF_GRADIENTS(
      "onBackwardPass() of the listener demo.Place$AtGradients",
      (sound, fault) ->
          sound.loop(
              run -> {
                ((TrainingRun) run).addListener(new AtGradients(fault));
                train(run);
              })),
  LAYER(
      "code of the network",
      (sound, fault) ->
          sound.multiLayerNetwork(
              base ->
                  TinyExperiments.classifier(
                      base,
                      new DenseLayer.Builder().nOut(4).activation(new AtLayer(fault)).build()))),
  RECIPE(
      "code of the experiment",
      (sound, fault) ->
          sound.recipe(
              stepsPerEpoch -> {
                fault.occur();
                return null;
              },
              RecipeForm.WEIGHT_DECAY)),
  CURVE(
      "code of the experiment",
      (sound, fault) ->
          sound.recipe(
              stepsPerEpoch ->
                  new Recipe(Place.STEPS, broken(fault), Curve.constant(0), Curve.constant(0)),
              RecipeForm.WEIGHT_DECAY));

  private static final int STEPS = 2;

  private final String label;
  private final BiFunction<Experiment.Builder, Fault, Experiment.Builder> breaking;

  Place(String label, BiFunction<Experiment.Builder, Fault, Experiment.Builder> breaking) {
    this.label = label;
    this.breaking = breaking;
  }

  /** A sound experiment in which this place breaks. */
  public Experiment breaking(Fault fault) {
    return breaking.apply(sound(), fault).build();
  }

  /** An experiment of two steps in one epoch, with evaluation. */
  public static Experiment.Builder sound() {
    return TinyExperiments.onImages(
            TinyExperiments.constantRecipe(STEPS, 0.1, 0, 0.9), RecipeForm.WEIGHT_DECAY)
        .trainingExamples(STEPS * TinyExperiments.BATCH)
        .multiLayerNetwork(base -> TinyExperiments.mlp(base, true))
        .trainingData(request -> new Breaking(request, Fault.ASSERTION, "", 0))
        .evaluationData(request -> new Breaking(request, Fault.ASSERTION, "", 0));
  }

  /** What a message calls it. */
  public String label() {
    return label;
  }

  /** An iterator that breaks in one of its methods, after it was called a number of times. */
  private static final class Breaking extends ListDataSetIterator<DataSet> {
    private static final long serialVersionUID = 1;
    private final transient Fault fault;
    private final String method;
    private int calls;

    Breaking(DataRequest request, Fault fault, String method, int calls) {
      super(
          TinyExperiments.images().subList(0, STEPS * TinyExperiments.BATCH), request.batchSize());
      this.fault = fault;
      this.method = method;
      this.calls = calls;
    }

    private void breakIn(String name) {
      if (name.equals(method) && calls-- == 0) {
        fault.occur();
      }
    }

    @Override
    public boolean hasNext() {
      breakIn("hasNext");
      return super.hasNext();
    }

    @Override
    public DataSet next() {
      breakIn("next");
      return super.next();
    }

    @Override
    public void reset() {
      breakIn("reset");
      super.reset();
    }
  }

  private static Curve broken(Fault fault) {
    return step -> {
      if (step == 1) {
        fault.occur();
      }
      return 0.1;
    };
  }

  private static void train(TrainingSteps run) {
    while (run.hasNext()) {
      run.takeStep(run.nextBatch());
    }
  }

  private record AtSteps(Fault fault) implements StepListener {
    @Override
    public void stepDone(TrainingRun run, Step step) {
      fault.occur();
    }
  }

  private static final class AtLayer extends ActivationIdentity {
    private static final long serialVersionUID = 1;

    @JsonIgnore private final transient Fault fault;

    AtLayer(Fault fault) {
      this.fault = fault;
    }

    @Override
    public INDArray getActivation(INDArray in, boolean training) {
      fault.occur();
      return in;
    }
  }

  private static final class AtIterations extends BaseTrainingListener {
    private final Fault fault;

    AtIterations(Fault fault) {
      this.fault = fault;
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
      fault.occur();
    }
  }

  private static final class AtGradients extends BaseTrainingListener {
    private final Fault fault;

    AtGradients(Fault fault) {
      this.fault = fault;
    }

    @Override
    public void onBackwardPass(Model model) {
      fault.occur();
    }
  }
}
