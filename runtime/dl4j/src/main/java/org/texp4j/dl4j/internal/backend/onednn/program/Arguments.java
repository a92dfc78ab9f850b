package org.texp4j.dl4j.internal.backend.onednn.program;

import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_equal;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_query_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_get_primitive_desc;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_exec_arg_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_success;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.primitive;

/** The tensors that a primitive reads and writes, by oneDNN's numbers for their roles. */
public final class Arguments {

  private final IntMemoryMap memories = new IntMemoryMap();
  private final Map<Integer, Tensor> tensors = new LinkedHashMap<>();

  /**
   * Adds a tensor.
   *
   * @param role one of oneDNN's {@code DNNL_ARG_…}
   * @param tensor null for none, such as the bias of a layer that has none: nothing is added
   */
  public Arguments with(int role, Tensor tensor) {
    if (tensor != null) {
      memories.put(role, tensor.memory());
      tensors.put(role, tensor);
    }
    return this;
  }

  IntMemoryMap memories() {
    return memories;
  }

  Collection<Tensor> tensors() {
    return tensors.values();
  }

  /**
   * Throws {@link MismatchException} if an argument has another layout than the primitive will read
   * or write it in; oneDNN itself does not compare them.
   */
  void requireAsExpectedBy(primitive primitive) {
    dnnl_primitive_desc descriptor = new dnnl_primitive_desc();
    if (dnnl_primitive_get_primitive_desc(primitive.get(), descriptor) != dnnl_success) {
      throw new IllegalStateException("oneDNN does not say what a primitive does");
    }
    tensors.forEach(
        (role, tensor) -> {
          dnnl_memory_desc_t expected =
              dnnl_primitive_desc_query_md(descriptor, dnnl_query_exec_arg_md, role);
          if (expected != null
              && expected.ndims() > 0
              && dnnl_memory_desc_equal(expected, tensor.layout().data()) == 0) {
            throw new MismatchException(
                "argument " + role + " of a primitive is in another layout than it expects");
          }
        });
  }
}
