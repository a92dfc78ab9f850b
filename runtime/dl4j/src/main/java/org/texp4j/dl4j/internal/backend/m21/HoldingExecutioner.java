package org.texp4j.dl4j.internal.backend.m21;

import java.lang.ref.Reference;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.BroadcastOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.cpu.nativecpu.ops.NativeOpExecutioner;
import org.nd4j.linalg.factory.Nd4j;

/**
 * ND4J's executioner, except that it holds a broadcast until native code is done with it.
 *
 * <p>ND4J 1.0.0-M2.1 takes the address of the broadcast's dimensions and does not use the broadcast
 * afterwards. Once this code is compiled, the broadcast may be collected before the native code has
 * read them; the process then ends with a {@code SIGSEGV} in {@code sd::DataBuffer::primary()}.
 * Batch normalization in double broadcasts several times per step. Results are bit-identical.
 *
 * <p>As thread-safe as ND4J's.
 */
public final class HoldingExecutioner extends NativeOpExecutioner {

  /**
   * Replaces ND4J's own executioner; one of another backend or of the user stays.
   *
   * <p>Uses reflection, since ND4J accepts an executioner only while it loads, and a user may have
   * loaded it before.
   *
   * @return whether ND4J's own is no longer in use
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
