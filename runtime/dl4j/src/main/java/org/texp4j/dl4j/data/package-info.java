/**
 * Image data: files a user names, read with errors a user can act on, and served as batches in an
 * order that is a pure function of seed and epoch.
 *
 * <p>{@link org.texp4j.dl4j.data.IdxImages} and {@link org.texp4j.dl4j.data.Cifar10Images} read
 * {@link org.texp4j.dl4j.data.LabelledImages}; {@link org.texp4j.dl4j.data.Standardization} scales
 * them; {@link org.texp4j.dl4j.data.ImageIterator} serves them to Deeplearning4j.
 */
package org.texp4j.dl4j.data;
