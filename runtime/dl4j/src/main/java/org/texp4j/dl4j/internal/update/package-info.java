/** The update of a step: four numbers applied to weights, velocity and gradient. */
package org.texp4j.dl4j.internal.update;
