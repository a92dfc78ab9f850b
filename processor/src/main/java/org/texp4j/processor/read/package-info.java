/** Reads a declaration from the program being compiled; the only room that looks at it. */
package org.texp4j.processor.read;
