package org.texp4j.dl4j.internal.backend.onednn;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.IntMemoryMap;

/** What a primitive reads and writes, by the roles that oneDNN numbers. */
final class Arguments {

  private final IntMemoryMap memories = new IntMemoryMap();
  private final List<Tensor> tensors = new ArrayList<>();

  /** Adds a tensor; nothing where there is none, such as the bias of a layer without one. */
  Arguments with(int role, Tensor tensor) {
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
