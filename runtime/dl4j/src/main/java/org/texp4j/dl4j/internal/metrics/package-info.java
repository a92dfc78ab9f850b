/** The metrics of a run per step, epoch and evaluation: written, read, and as a table. */
package org.texp4j.dl4j.internal.metrics;
