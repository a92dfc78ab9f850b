/**
 * What the rooms of the compiler hand to each other: declarations as written, and what they become.
 */
package org.texp4j.processor.model;
