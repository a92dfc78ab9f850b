/**
 * Programs: steps on tensors that share one block of memory.
 *
 * <p>{@link org.texp4j.dl4j.internal.backend.onednn.program.Operation Operations} add steps and
 * tensors to a {@link org.texp4j.dl4j.internal.backend.onednn.program.ProgramBuilder} and pass
 * {@link org.texp4j.dl4j.internal.backend.onednn.program.Value values} to each other. The complete
 * program places its tensors in an {@link org.texp4j.dl4j.internal.backend.onednn.program.Arena} by
 * a {@code MemoryPlan}: those with overlapping live ranges lie apart.
 */
package org.texp4j.dl4j.internal.backend.onednn.program;
