/** Deciding which tensors are scale invariant, and so may be converted: proof, then witness. */
package org.texp4j.dl4j.internal.invariance;
