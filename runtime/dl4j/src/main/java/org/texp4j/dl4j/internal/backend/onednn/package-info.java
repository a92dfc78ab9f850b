/**
 * The engine that compiles networks to programs of oneDNN primitives.
 *
 * <p>{@link org.texp4j.dl4j.internal.backend.onednn.OneDnnNetwork} keeps a program for each size of
 * batch; {@code NetworkCompiler} makes it, node by node. What a layer becomes is in {@link
 * org.texp4j.dl4j.internal.backend.onednn.operations}, what a program is in {@link
 * org.texp4j.dl4j.internal.backend.onednn.program}. A node without a lowering becomes a {@code
 * Fallback}: Deeplearning4j computes it in the middle of the program.
 */
package org.texp4j.dl4j.internal.backend.onednn;
