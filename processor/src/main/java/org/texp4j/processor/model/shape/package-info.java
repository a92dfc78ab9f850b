/**
 * The shapes of the language, one file each: what an author may write, the curve it declares, the
 * code that makes this curve, and how it is told.
 */
package org.texp4j.processor.model.shape;
