/** Turns a declaration without mistakes into what the training class will say. */
package org.texp4j.processor.plan;
