"""Prints values of curves from their definitions, computed to 60 digits and rounded once.

Run as: python high-precision.py > high-precision.csv
A line has the curve's name, the step, the value, and the arguments of the curve's factory.
"""

import random
from fractions import Fraction

import mpmath
from mpmath import mp, mpf

mp.dps = 60
draw = random.Random(7)


def real(low, high):
    """A number whose logarithm is uniform, as a double."""
    return 10 ** draw.uniform(low, high)


def length():
    return draw.choice([1, 2, 7, 97, 1000, 391 * 160, 10**7 + 3, 10**12 - 11])


def steps_of(total):
    """Steps where a curve of this length is hard: its ends, its middle and anywhere."""
    near = [0, 1, total // 2, total - 1, total, draw.randint(0, total), draw.randint(0, total)]
    return sorted({step for step in near if 0 <= step <= total})


def show(name, step, value, *arguments):
    print(name, step, repr(float(value)), *arguments, sep=",")


def exact(x):
    return mpf(x)


def ends():
    initial = real(-3, 1)
    return initial, draw.choice([0.0, initial * draw.uniform(0, 1), initial * draw.uniform(1, 9)])


def half_cosine(a, b, t):
    return b + (a - b) * (1 + mpmath.cos(mp.pi * t)) / 2


def main():
    for _ in range(12):
        a, b = ends()
        n = length()
        power = draw.choice([0.5, 1.0, 2.0, 0.9, 3.5])
        for s in steps_of(n):
            t = mpf(s) / n
            line = a + (exact(b) - a) * t
            show("linear", s, line, a, b, n)
            show("cosineDecay", s, half_cosine(exact(a), b, t), a, b, n)
            show("polynomial", s, b + (exact(a) - b) * (1 - t) ** exact(power), a, b, power, n)
            root = a + (exact(b) - a) * mpmath.sqrt(t)
            show("oneMinusSqrt", s, root, a, b, n)
    for _ in range(12):
        a, b = ends()
        n = length()
        cycles = draw.choice([0.5, 1.0, 1.5, 2.0, 0.3, 7.25, 1000.0])
        for s in steps_of(n):
            t = 2 * exact(cycles) * s / n
            show("cosine", s, half_cosine(exact(a), b, t), a, b, cycles, n)
    for _ in range(12):
        a = real(-3, 1)
        every = length()
        factor = draw.choice([0.1, 0.5, 0.96, 1.01])
        for s in steps_of(every) + [17 * every + every // 3, 40 * every - 1]:
            value = a * exact(factor) ** (mpf(s) / every)
            show("exponential", s, value, a, factor, every)
    for _ in range(12):
        a = real(-3, 1)
        every = length()
        rate, power = real(-2, 1), draw.choice([1.0, 0.5, 2.0])
        for s in steps_of(every) + [10**12]:
            value = a / (1 + exact(rate) * s / every) ** exact(power)
            show("inverseTime", s, value, a, rate, every, power)
            show("inverseSquareRoot", s, a * mpmath.sqrt(mpf(every) / (s + every)), a, every)
            rise = min(mpf(s + 1) / every, mpmath.sqrt(mpf(every) / (s + 1)))
            show("noam", s, a * rise, a, every)
    for _ in range(12):
        a = real(-3, 1)
        center = length()
        slope = draw.choice([-1, 1]) * real(-1, 1.5) / center
        for s in steps_of(2 * center) + [20 * center]:
            value = a / (1 + mpmath.exp(exact(slope) * (s - center)))
            show("sigmoid", s, value, a, slope, center)
    for _ in range(12):
        a, b = ends()
        first = draw.choice([1, 10, 391, 10**5])
        multiplier = draw.choice([1.0, 2.0, 3.0, 1.5, 1.1])
        decay = draw.choice([1.0, 0.5, 0.9])
        for s in [0, first, 3 * first, 4 * first - 1, 10**6, draw.randint(0, 10**12)]:
            value = restarts(s, a, b, first, multiplier, decay)
            show("cosineRestarts", s, value, a, b, first, multiplier, decay)
    for _ in range(12):
        a, b = ends()
        up, down = draw.randint(1, 40), draw.randint(1, 40)
        decay = draw.choice([1.0, 0.999])
        for s in [0, up, up + down, draw.randint(0, 300), draw.randint(0, 3000)]:
            position = s % (up + down)
            height = Fraction(min(position * down, (up + down - position) * up), up * down)
            scale = exact(decay) ** s
            value = a + (exact(b) - a) * height.numerator / height.denominator * scale
            show("cyclic", s, value, a, b, up, down, decay)


def restarts(step, a, b, first, multiplier, decay):
    """Follows the periods one by one; for multiplier 1 they are counted."""
    period, start = (step // first, step // first * first) if multiplier == 1 else (0, 0)
    real_start, real_length = Fraction(start), Fraction(first)
    while True:
        real_start += real_length
        real_length *= Fraction(multiplier)
        end = (real_start + Fraction(1, 2)).__floor__()
        if step < end:
            t = mpf(step - start) / (end - start)
            return half_cosine(a * exact(decay) ** period, b, t)
        period, start = period + 1, end


main()
