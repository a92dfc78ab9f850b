/** Giving a network that was configured by hand the recipe without weight decay that it is. */
package org.texp4j.dl4j.savedmodel;
