package org.texp4j.dl4j.backend;

import java.lang.ref.Reference;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.BroadcastOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.cpu.nativecpu.ops.NativeOpExecutioner;

/**
 * ND4J's executioner, which holds a broadcast until native code is done with it.
 *
 * <p>That of ND4J 1.0.0-M2.1 takes the address of the broadcast's dimensions and needs the
 * broadcast no more. Once its code is compiled, the collector may come before the native code has
 * read them; the process then ends with a {@code SIGSEGV} in {@code sd::DataBuffer::primary()}.
 * Batch normalization in double broadcasts several times a step. Results are the same to the bit.
 *
 * <p>ND4J creates it by name, see {@link Backend}. As safe for use by several threads as ND4J's.
 */
public final class HoldingExecutioner extends NativeOpExecutioner {

  /** Creates an executioner; ND4J does so. */
  public HoldingExecutioner() {}

  @Override
  public INDArray exec(BroadcastOp operation, OpContext context) {
    try {
      return super.exec(operation, context);
    } finally {
      Reference.reachabilityFence(operation);
    }
  }
}
