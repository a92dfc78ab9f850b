/**
 * The compiler: an annotation processor that turns declarations into training classes.
 *
 * <p>Data flows one way, annotations → model → checks → plan → source, through four rooms: {@code
 * read}, {@code check}, {@code plan} and {@code write}. They share the {@code model} and do not
 * know each other. Only {@code read} looks at the program being compiled, and only {@code write}
 * knows how Java source is produced; the rooms between consist of pure functions.
 *
 * <p>This package connects them: {@link org.texp4j.processor.TexpProcessor} and {@link
 * org.texp4j.processor.RecipeAnnotationProcessor} are the entry points for javac, {@code
 * RoundProcessor} finds the classes of a round, {@code DeclarationCompiler} takes each through the
 * rooms, {@code TrainingClassFiler} puts the result under its name, and {@code Reporter} prints
 * diagnostics.
 */
package org.texp4j.processor;
