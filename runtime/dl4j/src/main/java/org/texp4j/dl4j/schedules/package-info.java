/**
 * Deeplearning4j's own schedules, in and out: theirs as a recipe's curves, a plan as one of theirs.
 */
package org.texp4j.dl4j.schedules;
