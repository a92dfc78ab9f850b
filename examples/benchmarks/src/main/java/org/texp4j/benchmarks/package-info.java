/** Measurements of the cost of a training step, of a plan and of the compiler, beside others. */
package org.texp4j.benchmarks;
