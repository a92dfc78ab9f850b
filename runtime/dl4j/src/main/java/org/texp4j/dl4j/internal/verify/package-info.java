/** Checks that two forms of a recipe are one run: twins, step by step, in double. */
package org.texp4j.dl4j.internal.verify;
