package org.texp4j.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a generated training class, in its class file too.
 *
 * <p>It is not part of the language: do not write it. Coverage tools such as JaCoCo leave out a
 * class if its class file has an annotation with "Generated" in its name; {@code
 * javax.annotation.processing.Generated} is kept in source files only.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface GeneratedTraining {}
