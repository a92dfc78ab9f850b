/**
 * The operations that programs consist of, and the tables of lowerings: which layer or vertex
 * becomes which operations.
 *
 * <p>{@link org.texp4j.dl4j.internal.backend.onednn.operations.LayerLowerings} and {@link
 * org.texp4j.dl4j.internal.backend.onednn.operations.VertexLowerings} have an entry for each kind.
 * An operation is a file: it adds the steps of both directions, mostly oneDNN primitives, to the
 * program.
 */
package org.texp4j.dl4j.internal.backend.onednn.operations;
