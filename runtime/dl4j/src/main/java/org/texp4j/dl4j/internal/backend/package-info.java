/**
 * What an engine is: it computes the gradients and outputs of a network in place of
 * Deeplearning4j's layers.
 *
 * <p>An engine implements {@link org.texp4j.dl4j.internal.backend.NetworkEngine}, is given a {@link
 * org.texp4j.dl4j.internal.backend.NetworkGraph}, and is listed in {@code Engines} of the room
 * {@code network}. There is one, in {@code onednn}.
 */
package org.texp4j.dl4j.internal.backend;
