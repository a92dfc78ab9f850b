package org.texp4j.dl4j.internal.backend.onednn.program;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.IntMemoryMap;

/** The tensors that a primitive reads and writes, by oneDNN's numbers for their roles. */
public final class Arguments {

  private final IntMemoryMap memories = new IntMemoryMap();
  private final List<Tensor> tensors = new ArrayList<>();

  /**
   * Adds a tensor.
   *
   * @param role one of oneDNN's {@code DNNL_ARG_…}
   * @param tensor null for none, such as the bias of a layer that has none: nothing is added
   */
  public Arguments with(int role, Tensor tensor) {
    if (tensor != null) {
      memories.put(role, tensor.memory());
      tensors.add(tensor);
    }
    return this;
  }

  IntMemoryMap memories() {
    return memories;
  }

  List<Tensor> tensors() {
    return tensors;
  }
}
