/** A run in its directory: started, interrupted, resumed, converted and reproduced. */
package org.texp4j.dl4j.internal.run;
