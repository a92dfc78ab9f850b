package org.texp4j.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a training class that the compiler wrote, in its class file too.
 *
 * <p>It is no part of the language: do not write it. Tools that measure how much of a program its
 * tests reach, such as JaCoCo, leave a class out if an annotation in its class file has a name with
 * "Generated" in it; {@code javax.annotation.processing.Generated} is in source files only.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface GeneratedTraining {}
