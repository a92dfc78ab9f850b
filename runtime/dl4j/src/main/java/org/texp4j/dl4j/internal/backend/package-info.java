/** Starting ND4J with the settings that make it fast on this machine. */
package org.texp4j.dl4j.internal.backend;
