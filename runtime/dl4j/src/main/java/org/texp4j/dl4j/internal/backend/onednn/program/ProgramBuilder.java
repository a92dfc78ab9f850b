package org.texp4j.dl4j.internal.backend.onednn.program;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;

/**
 * A program while it is built: its steps so far, and its tensors.
 *
 * <p>Every method that adds a step adds it behind those so far: nothing is computed yet. Tensors
 * get their memory when the program is complete. From the steps that use a tensor follows its live
 * range, and tensors that are never live together may share memory.
 */
public final class ProgramBuilder {

  private final List<ArenaBuffer> buffers = new ArrayList<>();
  private final List<Runnable> steps = new ArrayList<>();
  private final Map<memory, List<Tensor>> copies = new HashMap<>();
  private final ExecutionContext context = new ExecutionContext();
  private final Placement placement;
  private int forwardSteps;

  /** Starts a program whose tensors share their memory so. */
  public ProgramBuilder(Placement placement) {
    this.placement = placement;
  }

  /** The batch that the program will be computing, for steps that read it. */
  public ExecutionContext context() {
    return context;
  }

  /** A new tensor in the arena. */
  public Tensor tensor(memory.desc layout) {
    ArenaBuffer buffer = new ArenaBuffer(layout.get_size());
    buffers.add(buffer);
    return tensor(layout, buffer);
  }

  /** The same memory, read in another layout. */
  public Tensor view(Tensor tensor, memory.desc layout) {
    if (layout.get_size() > tensor.layout().get_size()) {
      throw new MismatchException(
          "a view of " + layout.get_size() + " bytes on a tensor of " + tensor.layout().get_size());
    }
    if (tensor.buffer() == null) {
      Tensor view = external(layout);
      addStep(() -> view.memory().set_data_handle(tensor.memory().get_data_handle()));
      return view;
    }
    return tensor(layout, tensor.buffer());
  }

  private static Tensor tensor(memory.desc layout, ArenaBuffer buffer) {
    Tensor tensor = new Tensor(new memory(layout, OneDnn.ENGINE, null), layout, buffer);
    buffer.add(tensor.memory());
    return tensor;
  }

  /** A tensor outside the arena, in memory that a step points it to. */
  public Tensor external(memory.desc layout) {
    return new Tensor(new memory(layout, OneDnn.ENGINE, null), layout, null);
  }

  /** The tensor itself or, if it is {@link #external}, a copy, whose {@link #floats} stay put. */
  public Tensor inArena(Tensor tensor) {
    if (tensor.buffer() != null) {
      return tensor;
    }
    Tensor copy = tensor(tensor.layout());
    copy(tensor, copy);
    return copy;
  }

  /** The elements of a small tensor that stays where it is; for use when the program runs. */
  public Supplier<FloatBuffer> floats(Tensor tensor) {
    return new Supplier<>() {
      private FloatBuffer floats;

      @Override
      public FloatBuffer get() {
        if (floats == null) {
          FloatPointer pointer = new FloatPointer(tensor.memory().get_data_handle());
          floats = pointer.capacity(tensor.layout().get_size() / Float.BYTES).asBuffer();
        }
        return floats;
      }
    };
  }

  /**
   * Adds a step written in Java.
   *
   * @param tensors those that it reads or writes
   */
  public void addStep(Runnable step, Tensor... tensors) {
    for (Tensor tensor : tensors) {
      use(tensor);
    }
    steps.add(step);
  }

  /** Adds the execution of a primitive. */
  public void execute(primitive primitive, Arguments arguments) {
    arguments.requireAsExpectedBy(primitive);
    IntMemoryMap memories = arguments.memories();
    arguments.tensors().forEach(this::use);
    steps.add(() -> primitive.execute(OneDnn.STREAM, memories));
  }

  private void use(Tensor tensor) {
    if (tensor.buffer() != null) {
      tensor.buffer().useAt(steps.size());
    }
  }

  /** The tensor itself or, if its layout is another, a copy; several callers get the same copy. */
  public Tensor inLayout(Tensor tensor, memory.desc layout) {
    if (tensor.hasLayout(layout)) {
      return tensor;
    }
    List<Tensor> made = copies.computeIfAbsent(tensor.memory(), memory -> new ArrayList<>());
    for (Tensor copy : made) {
      if (copy.hasLayout(layout)) {
        return copy;
      }
    }
    Tensor copy = tensor(layout);
    copy(tensor, copy);
    made.add(copy);
    return copy;
  }

  /** Adds a copy from one layout to another: oneDNN's reorder. */
  public void copy(Tensor from, Tensor to) {
    execute(
        new reorder(from.memory(), to.memory()),
        new Arguments().with(DNNL_ARG_FROM, from).with(DNNL_ARG_TO, to));
  }

  /** Adds an elementwise sum; the result may be the second operand. */
  public void add(Tensor first, Tensor second, Tensor sum) {
    combine(algorithm.binary_add, first, second, sum);
  }

  /** Adds an elementwise product; the result may be the second operand. */
  public void multiply(Tensor first, Tensor second, Tensor product) {
    combine(algorithm.binary_mul, first, second, product);
  }

  private void combine(algorithm how, Tensor first, Tensor second, Tensor result) {
    Tensor same = inLayout(first, second.layout());
    try (binary.desc operation =
            new binary.desc(how, same.layout(), second.layout(), result.layout());
        binary.primitive_desc descriptor = new binary.primitive_desc(operation, OneDnn.ENGINE)) {
      execute(
          new binary(descriptor),
          new Arguments()
              .with(DNNL_ARG_SRC_0, same)
              .with(DNNL_ARG_SRC_1, second)
              .with(DNNL_ARG_DST, result));
    }
  }

  /** Ends the forward direction: steps that follow are of the backward direction. */
  public void beginBackward() {
    forwardSteps = steps.size();
  }

  /** Keeps a tensor live to the end, so that it can be read after the last step. */
  public void keepAlive(Tensor tensor) {
    if (tensor.buffer() != null) {
      tensor.buffer().useAt(Integer.MAX_VALUE);
    }
  }

  /**
   * Returns the program, which has no memory yet.
   *
   * @param natives every native object that its steps need; freed with the program
   * @param input where it reads batches from
   * @param scores the tensor in the arena that holds the scores after the forward direction
   * @param scoresShape their shape
   */
  public Program build(
      PointerScope natives, Program.Input input, Tensor scores, long[] scoresShape) {
    return new Program(
        natives,
        context,
        List.copyOf(steps.subList(0, forwardSteps)),
        List.copyOf(steps.subList(forwardSteps, steps.size())),
        MemoryPlan.of(buffers, placement),
        input,
        floats(scores),
        scoresShape);
  }
}
