package org.texp4j.dl4j.internal.backend.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_query;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_get_primitive_desc;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_batch_normalization_d;
import static org.bytedeco.dnnl.global.dnnl.dnnl_success;

import java.util.function.DoubleSupplier;
import org.bytedeco.dnnl.dnnl_batch_normalization_desc_t;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.javacpp.PointerPointer;

/**
 * The ε of a batch normalization that exists.
 *
 * <p>Where weights grow ε grows with them, at every step, and oneDNN's interface fixes ε when a
 * primitive is made, which takes longer than some normalizations do. But its kernels read ε at each
 * execution, from the description that the primitive answers queries with: there it is set.
 */
final class NormalizationEpsilon {

  private NormalizationEpsilon() {}

  /** Adds a step that sets the ε with which a normalization behind it is computed. */
  static void carry(Assembly assembly, primitive primitive, DoubleSupplier present) {
    dnnl_batch_normalization_desc_t description = description(primitive);
    assembly.run(() -> description.batch_norm_epsilon((float) present.getAsDouble()));
  }

  private static dnnl_batch_normalization_desc_t description(primitive primitive) {
    dnnl_primitive_desc choice = new dnnl_primitive_desc();
    check(dnnl_primitive_get_primitive_desc(primitive.get(), choice));
    try (PointerPointer<dnnl_batch_normalization_desc_t> answer = new PointerPointer<>(1)) {
      check(dnnl_primitive_desc_query(choice, dnnl_query_batch_normalization_d, 0, answer));
      return answer.get(dnnl_batch_normalization_desc_t.class);
    }
  }

  private static void check(int status) {
    if (status != dnnl_success) {
      throw new IllegalStateException("oneDNN does not say what a primitive does: " + status);
    }
  }
}
