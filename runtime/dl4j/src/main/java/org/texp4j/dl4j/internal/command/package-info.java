/** The command line of a training class: one class per command. */
package org.texp4j.dl4j.internal.command;
