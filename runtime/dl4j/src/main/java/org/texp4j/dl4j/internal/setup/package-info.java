/**
 * The inputs of a run's setup: its seeds, its opened data, and its network with the proof of what
 * can be converted.
 */
package org.texp4j.dl4j.internal.setup;
