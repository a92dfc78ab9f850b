/** Annotated experiments to run and to copy, one idea each. */
package org.texp4j.examples;
