/** Checkpoints: what a run needs to go on as if it had never stopped, in files one can trust. */
package org.texp4j.dl4j.internal.checkpoint;
