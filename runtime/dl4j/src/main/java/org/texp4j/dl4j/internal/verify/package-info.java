/**
 * Checks that two forms of a recipe are one run: twins, step by step, in double; and that layers in
 * float compute the same whatever computes them.
 */
package org.texp4j.dl4j.internal.verify;
