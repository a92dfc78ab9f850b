/** Checkpoints: all that a run needs to resume bit-identically, in files that show any damage. */
package org.texp4j.dl4j.internal.checkpoint;
