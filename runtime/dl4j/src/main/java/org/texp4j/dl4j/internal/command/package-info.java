/** The command line of a training class: one class a command. */
package org.texp4j.dl4j.internal.command;
