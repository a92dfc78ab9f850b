/**
 * One interface to Deeplearning4j's two kinds of network.
 *
 * <p>Only two files distinguish between them: {@link
 * org.texp4j.dl4j.internal.network.NetworkDescription} for configurations, {@link
 * org.texp4j.dl4j.internal.network.Deeplearning4jNetwork} for networks. {@link
 * org.texp4j.dl4j.internal.network.NetworkModel} has the parts of a training step, {@link
 * org.texp4j.dl4j.internal.network.ModelFile} the file, and {@code Engines} chooses what computes
 * in place of Deeplearning4j's layers.
 */
package org.texp4j.dl4j.internal.network;
