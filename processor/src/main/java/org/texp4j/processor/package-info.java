/**
 * The compiler: reads a declaration, checks it, converts it and writes the training class.
 *
 * <p>Four rooms in that order, {@code read}, {@code check}, {@code convert} and {@code write},
 * around one table, {@code model}. Only {@code read} looks at the program being compiled, only
 * {@code write} knows how Java source is produced, and what lies between are pure functions.
 */
package org.texp4j.processor;
