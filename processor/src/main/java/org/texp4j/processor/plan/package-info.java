/**
 * Plans the training of a declaration without mistakes: its recipe, its form, its digest and what
 * else the training class is to contain.
 */
package org.texp4j.processor.plan;
