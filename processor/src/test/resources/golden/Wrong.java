package demo;

import org.texp4j.annotations.Normalization;
import org.texp4j.annotations.Normalized;
import org.texp4j.annotations.Schedule;
import org.texp4j.annotations.ScheduleType;

/** A declaration with an error: it lacks its weight decay. */
@Normalized(Normalization.BATCH)
@Schedule(type = ScheduleType.TEXP_PLUS_PLUS, learningRate = 0.1, steps = 2000)
public class Wrong {}
