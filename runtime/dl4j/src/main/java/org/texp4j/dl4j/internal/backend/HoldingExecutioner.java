package org.texp4j.dl4j.internal.backend;

import java.lang.ref.Reference;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.BroadcastOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.cpu.nativecpu.ops.NativeOpExecutioner;
import org.nd4j.linalg.factory.Nd4j;

/**
 * ND4J's executioner, which holds a broadcast until native code is done with it.
 *
 * <p>That of ND4J 1.0.0-M2.1 takes the address of the broadcast's dimensions and needs the
 * broadcast no more. Once its code is compiled, the collector may come before the native code has
 * read them; the process then ends with a {@code SIGSEGV} in {@code sd::DataBuffer::primary()}.
 * Batch normalization in double broadcasts several times a step. Results are the same to the bit.
 *
 * <p>As safe for use by several threads as ND4J's.
 */
public final class HoldingExecutioner extends NativeOpExecutioner {

  /**
   * Puts it in the place of ND4J's own; another than that, of another backend or the user's, stays.
   *
   * <p>By reflection, since ND4J takes an executioner by name only while it loads, and a user may
   * have loaded it before.
   *
   * @return whether ND4J's own is gone
   */
  public static boolean install() {
    if (Nd4j.getExecutioner().getClass() != NativeOpExecutioner.class) {
      return true;
    }
    try {
      Field executioner = Nd4j.class.getDeclaredField("OP_EXECUTIONER_INSTANCE");
      executioner.setAccessible(true);
      executioner.set(null, new HoldingExecutioner());
      return true;
    } catch (ReflectiveOperationException | InaccessibleObjectException e) {
      return false;
    }
  }

  @Override
  public INDArray exec(BroadcastOp operation, OpContext context) {
    try {
      return super.exec(operation, context);
    } finally {
      Reference.reachabilityFence(operation);
    }
  }
}
