/**
 * The shapes of the language, one file each: the rules for its annotation, the curve it declares,
 * the code that makes this curve, and its description. {@code ShapeKinds} lists them.
 */
package org.texp4j.processor.model.shape;
