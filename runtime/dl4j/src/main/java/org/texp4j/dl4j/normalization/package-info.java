/**
 * Layers that Deeplearning4j lacks: normalizations of single examples, of convolutions' kernels,
 * and of queries and keys.
 */
package org.texp4j.dl4j.normalization;
