/** Normalizations of single examples, as layers that Deeplearning4j lacks. */
package org.texp4j.dl4j.normalization;
