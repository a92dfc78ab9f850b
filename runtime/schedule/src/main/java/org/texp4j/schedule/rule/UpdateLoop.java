package org.texp4j.schedule.rule;

/**
 * The arithmetic of an update rule: the stages of its {@link LoopProgram} on pieces of arrays.
 *
 * <p>The arrays of a piece are those of the program, in its order: weights, gradient, states, kept
 * arrays. An implementation keeps no state, so it is safe for use by several threads.
 */
public interface UpdateLoop {

  /** The {@linkplain CompiledRule#checksum checksum} of the rule that this is the arithmetic of. */
  int checksum();

  /**
   * Runs one stage on the first elements of arrays of double.
   *
   * @param program the index of the {@linkplain CompiledRule#variant variant}
   * @param stage the index of the stage
   * @param count the number of elements, at most the length of each array
   * @param numbers the numbers of the step, by slot
   * @param tensorNumbers the numbers of the tensor that earlier stages have computed
   * @param arrays the arrays of the piece
   * @param sums for each sum of the program an array of at least {@code count} elements, to which
   *     the summands are added
   */
  void run(
      int program,
      int stage,
      int count,
      double[] numbers,
      double[] tensorNumbers,
      double[][] arrays,
      double[][] sums);

  /** Runs one stage on arrays of float; each operation is rounded to float. */
  void run(
      int program,
      int stage,
      int count,
      double[] numbers,
      double[] tensorNumbers,
      float[][] arrays,
      double[][] sums);
}
