package org.texp4j.dl4j.internal.backend.onednn.operations;

import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_query;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_get_primitive_desc;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_batch_normalization_d;
import static org.bytedeco.dnnl.global.dnnl.dnnl_success;

import java.util.function.DoubleSupplier;
import org.bytedeco.dnnl.dnnl_batch_normalization_desc_t;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.javacpp.PointerPointer;
import org.texp4j.dl4j.internal.backend.onednn.program.ProgramBuilder;

/**
 * Sets the ε of a batch normalization primitive that exists already.
 *
 * <p>ε scales along with the weights, so it changes at every step. oneDNN's interface fixes it when
 * a primitive is created, which takes longer than some normalizations do. But the kernels read ε at
 * each execution from the operation descriptor that the primitive answers queries with, and that is
 * where this class sets it.
 */
final class NormalizationEpsilon {

  private NormalizationEpsilon() {}

  /** Adds a step that sets the ε of a primitive, which has to be executed after it. */
  static void bind(ProgramBuilder builder, primitive primitive, DoubleSupplier present) {
    dnnl_batch_normalization_desc_t description = description(primitive);
    builder.addStep(() -> description.batch_norm_epsilon((float) present.getAsDouble()));
  }

  private static dnnl_batch_normalization_desc_t description(primitive primitive) {
    dnnl_primitive_desc descriptor = new dnnl_primitive_desc();
    check(dnnl_primitive_get_primitive_desc(primitive.get(), descriptor));
    try (PointerPointer<dnnl_batch_normalization_desc_t> answer = new PointerPointer<>(1)) {
      check(dnnl_primitive_desc_query(descriptor, dnnl_query_batch_normalization_d, 0, answer));
      return answer.get(dnnl_batch_normalization_desc_t.class);
    }
  }

  private static void check(int status) {
    if (status != dnnl_success) {
      throw new IllegalStateException("oneDNN does not say what a primitive does: " + status);
    }
  }
}
