/**
 * Image data: readers of files, with errors that users can act on, and batches in an order that is
 * a pure function of seed and epoch.
 *
 * <p>{@link org.texp4j.dl4j.data.IdxImages} and {@link org.texp4j.dl4j.data.Cifar10Images} read
 * {@link org.texp4j.dl4j.data.LabelledImages}; {@link org.texp4j.dl4j.data.ImageIterator} serves
 * them to Deeplearning4j as batches, scaled by a {@link org.texp4j.dl4j.data.Standardization} and
 * changed by an {@link org.texp4j.dl4j.data.Augmentation}. An iterator over other data can
 * implement {@link org.texp4j.dl4j.data.EpochData} to make runs resumable in any epoch.
 */
package org.texp4j.dl4j.data;
