/** The command line, as training classes run it. */
package org.texp4j.dl4j.command;
