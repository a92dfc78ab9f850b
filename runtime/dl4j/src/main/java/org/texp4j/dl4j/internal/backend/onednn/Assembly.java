package org.texp4j.dl4j.internal.backend.onednn;

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
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A program while it is put together: its steps so far, and its tensors.
 *
 * <p>Tensors get no memory yet. From the steps that use it follows when each is alive, and in the
 * end those that are never alive together share memory.
 */
final class Assembly {

  private final List<Space> spaces = new ArrayList<>();
  private final List<Runnable> steps = new ArrayList<>();
  private final Map<memory, List<Tensor>> copies = new HashMap<>();
  private int forwardSteps;

  /** A new tensor in the program's memory. */
  Tensor tensor(memory.desc layout) {
    Space space = new Space(layout.get_size());
    spaces.add(space);
    return tensor(layout, space);
  }

  /** The same stretch of memory, read as another layout. */
  Tensor view(Tensor tensor, memory.desc layout) {
    if (tensor.space() == null) {
      Tensor view = new Tensor(new memory(layout, OneDnn.ENGINE, null), layout, null);
      run(() -> view.memory().set_data_handle(tensor.memory().get_data_handle()));
      return view;
    }
    return tensor(layout, tensor.space());
  }

  private Tensor tensor(memory.desc layout, Space space) {
    Tensor tensor = new Tensor(new memory(layout, OneDnn.ENGINE, null), layout, space);
    space.holds(tensor.memory());
    return tensor;
  }

  /** A tensor in an array of Deeplearning4j's that stays where it is. */
  Tensor tensor(INDArray array, memory.desc layout) {
    Tensor tensor = outside(layout);
    tensor.memory().set_data_handle(array.data().addressPointer());
    return tensor;
  }

  /** A tensor in memory that a step points it at. */
  Tensor outside(memory.desc layout) {
    return new Tensor(new memory(layout, OneDnn.ENGINE, null), layout, null);
  }

  /**
   * The tensor itself or, if it lies wherever a step points it, a copy in the program's memory,
   * whose {@link #floats} stay where they are.
   */
  Tensor placed(Tensor tensor) {
    if (tensor.space() != null) {
      return tensor;
    }
    Tensor copy = tensor(tensor.layout());
    copy(tensor, copy);
    return copy;
  }

  /** The numbers of a small tensor that has its place, to be asked for when the program runs. */
  Supplier<FloatBuffer> floats(Tensor tensor) {
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

  /** Adds a step. */
  void run(Runnable step, Tensor... tensors) {
    for (Tensor tensor : tensors) {
      use(tensor);
    }
    steps.add(step);
  }

  /** Adds the execution of a primitive. */
  void execute(primitive primitive, Arguments arguments) {
    IntMemoryMap memories = arguments.memories();
    arguments.tensors().forEach(this::use);
    steps.add(() -> primitive.execute(OneDnn.STREAM, memories));
  }

  private void use(Tensor tensor) {
    if (tensor.space() != null) {
      tensor.space().usedAt(steps.size());
    }
  }

  /** The tensor itself or, if its layout is another, a copy, made once. */
  Tensor inLayout(Tensor tensor, memory.desc layout) {
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

  /** Adds a copy from one layout into another. */
  void copy(Tensor from, Tensor to) {
    execute(
        new reorder(from.memory(), to.memory()),
        new Arguments().with(DNNL_ARG_FROM, from).with(DNNL_ARG_TO, to));
  }

  /** Adds an elementwise sum; the result may be the second operand. */
  void add(Tensor first, Tensor second, Tensor sum) {
    combine(algorithm.binary_add, first, second, sum);
  }

  /** Adds an elementwise product; the result may be the second operand. */
  void multiply(Tensor first, Tensor second, Tensor product) {
    combine(algorithm.binary_mul, first, second, product);
  }

  private void combine(algorithm how, Tensor first, Tensor second, Tensor result) {
    Tensor same = inLayout(first, second.layout());
    try (binary.desc operation =
            new binary.desc(how, same.layout(), second.layout(), result.layout());
        binary.primitive_desc choice = new binary.primitive_desc(operation, OneDnn.ENGINE)) {
      execute(
          new binary(choice),
          new Arguments()
              .with(DNNL_ARG_SRC_0, same)
              .with(DNNL_ARG_SRC_1, second)
              .with(DNNL_ARG_DST, result));
    }
  }

  /** Says that what follows is the way back. */
  void turnBack() {
    forwardSteps = steps.size();
  }

  /** Says that a tensor is read after the last step. */
  void keep(Tensor tensor) {
    if (tensor.space() != null) {
      tensor.space().usedAt(Integer.MAX_VALUE);
    }
  }

  /** The steps of the way forward. */
  List<Runnable> forward() {
    return List.copyOf(steps.subList(0, forwardSteps));
  }

  /** The steps of the way back. */
  List<Runnable> backward() {
    return List.copyOf(steps.subList(forwardSteps, steps.size()));
  }

  /** The memory that the tensors need. */
  MemoryPlan memory() {
    return MemoryPlan.of(spaces);
  }
}
