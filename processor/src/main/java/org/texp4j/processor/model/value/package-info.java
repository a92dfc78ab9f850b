/**
 * Values that declarations are made of, such as lengths in their units and hyperparameters, and
 * what is made from them: decimals and phrases for texts, expressions for code.
 */
package org.texp4j.processor.model.value;
