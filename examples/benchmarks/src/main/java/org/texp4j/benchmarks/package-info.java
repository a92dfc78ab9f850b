/** What a training step costs: stock Deeplearning4j, its fast settings, the generated loop. */
package org.texp4j.benchmarks;
