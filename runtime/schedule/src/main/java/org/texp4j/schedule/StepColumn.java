package org.texp4j.schedule;

import java.util.function.ToDoubleFunction;

/**
 * A column of a printed schedule.
 *
 * @param name its heading, in lower case with underscores
 * @param value its number for a step
 */
public record StepColumn(String name, ToDoubleFunction<Step> value) {}
