/**
 * Kinds of programs that people write with Deeplearning4j, each as small as can be, and what has to
 * hold of all of them.
 *
 * <p>To add a kind, add its record to the file of its family.
 */
package org.texp4j.dl4j.programs;
