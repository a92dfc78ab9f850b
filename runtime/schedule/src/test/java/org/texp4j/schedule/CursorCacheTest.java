package org.texp4j.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CursorCacheTest {

  private static PlanCursor cursor(long steps) {
    Curve rate = Curve.cosineDecay(0.1, 0, steps);
    return Plan.of(
            new Recipe(steps, rate, Curve.constant(5e-4), Curve.constant(0.9)),
            RecipeForm.TEXP_PLUS_PLUS)
        .cursor();
  }

  @Test
  void givesTheLastCursorAtOrBeforeAStep() {
    PlanCursor cursor = cursor(100);
    CursorCache cache = new CursorCache();
    cache.offer(cursor);
    while (cursor.position() < 7) {
      cursor.advance();
    }
    cache.offer(cursor);
    cursor.advance();

    assertThat(cache.floor(6).position()).isZero();
    assertThat(cache.floor(7).position()).as("a copy, which has not moved on").isEqualTo(7);
    assertThat(cache.floor(99).position()).isEqualTo(7);
    assertThat(cache.floor(7).coordinates()).isNotEqualTo(cursor.coordinates());
  }

  @Test
  void isBoundedHoweverLongTheRunAndKeepsItsStart() {
    PlanCursor cursor = cursor(50_000);
    CursorCache cache = new CursorCache();
    cache.offer(cursor);
    int most = 0;
    while (cursor.hasNext()) {
      cursor.advance();
      cache.offer(cursor);
      most = Math.max(most, cache.size());
    }
    assertThat(most).isBetween(2049, 4096);
    assertThat(cache.floor(0).position()).isZero();
    // Nowhere is the walk from a cached cursor longer than a few parts in a thousand of the run.
    for (long step = 0; step < 50_000; step += 123) {
      assertThat(step - cache.floor(step).position()).isBetween(0L, 50L);
    }
  }
}
