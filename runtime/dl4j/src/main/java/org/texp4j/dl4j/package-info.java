/**
 * What generated training classes call: an experiment as a value, and the rooms that run it.
 *
 * <p>{@code update} applies a step, {@code invariance} decides what may be converted, {@code
 * normalization} has layers that Deeplearning4j lacks, {@code state} maps and carries, {@code
 * backend} starts ND4J, {@code train} runs, {@code verify} compares twins, {@code data} reads
 * images, {@code report} draws, {@code command} is the command line.
 */
package org.texp4j.dl4j;
