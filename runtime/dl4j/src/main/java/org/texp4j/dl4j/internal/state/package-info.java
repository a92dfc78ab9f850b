/** The state of a run: mapped between the two recipes, carried along a scale, kept in range. */
package org.texp4j.dl4j.internal.state;
