package org.texp4j.dl4j.data;

/**
 * A stream of random numbers that is a pure function of a seed and a path of numbers.
 *
 * <p>SplitMix64: G. Steele, D. Lea and C. Flood, "Fast splittable pseudorandom number generators",
 * OOPSLA 2014. Implemented here because the generators of the JDK specify neither an algorithm nor
 * unrelated streams for neighbouring seeds, and the order of data must be the same on every Java.
 */
final class RandomStream {

  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private long state;

  RandomStream(long seed, long... path) {
    state = seed;
    for (long branch : path) {
      state = next() + branch;
    }
  }

  /** Returns 64 random bits. */
  long next() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  /** Returns a number from 0 to bound − 1, uniform up to bound / 2⁶³. */
  int nextInt(int bound) {
    return (int) Math.multiplyHigh(next() >>> 1, 2L * bound);
  }

  /** Returns a number between 0 and 1, neither of them. */
  double nextDouble() {
    return ((next() >>> 12) + 0.5) * 0x1p-52;
  }

  /** Returns 0 … count − 1 in random order. */
  int[] permutation(int count) {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      int j = nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  private static long mix(long bits) {
    long z = (bits ^ bits >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }
}
