/** The metrics of a run: what is written per step, epoch and evaluation, and how it is read. */
package org.texp4j.dl4j.internal.metrics;
