/**
 * Training data: readers of files, with errors that users can act on, and batches in an order that
 * is a pure function of seed and epoch.
 *
 * <p>{@link org.texp4j.dl4j.data.IdxImages} and {@link org.texp4j.dl4j.data.Cifar10Images} read
 * {@link org.texp4j.dl4j.data.LabelledImages}; {@link org.texp4j.dl4j.data.ImageIterator} serves
 * them to Deeplearning4j as batches, scaled by a {@link org.texp4j.dl4j.data.Standardization} and
 * changed by an {@link org.texp4j.dl4j.data.Augmentation}. {@link
 * org.texp4j.dl4j.data.ExampleIterator} serves any examples in memory, and {@link
 * org.texp4j.dl4j.data.EpochIterator} what DataVec's readers and other iterators read, from {@link
 * org.texp4j.dl4j.data.DataFiles}. All are {@link org.texp4j.dl4j.data.EpochData}, as iterators of
 * your own can be, which makes runs resumable in any epoch.
 */
package org.texp4j.dl4j.data;
