/**
 * The evaluation of a network: which task each of its outputs has, and the metrics of that task,
 * computed by Deeplearning4j's own evaluation classes.
 */
package org.texp4j.dl4j.internal.evaluation;
