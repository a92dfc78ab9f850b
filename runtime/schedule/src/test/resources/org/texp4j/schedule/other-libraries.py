"""Prints other libraries' schedules, one a line: its name and its first values.

Run as: python other-libraries.py > other-libraries.csv
with the versions that the first line of other-libraries.csv names.
"""

import os
import warnings
from importlib.metadata import version

# Keras on JAX takes π in single precision.
os.environ["KERAS_BACKEND"] = "torch"
warnings.simplefilter("ignore")

import jax

jax.config.update("jax_enable_x64", True)

import keras
import numpy
import optax
import torch
import transformers
from keras.optimizers import schedules
from timm.scheduler import CosineLRScheduler
from torch.optim import lr_scheduler

keras.config.set_floatx("float64")


def sgd(rate):
    parameters = [torch.nn.Parameter(torch.zeros(1))]
    return torch.optim.SGD(parameters, lr=rate, momentum=0.9)


def show(name, values):
    print(name, *(repr(float(value)) for value in values), sep=",")


def walk(name, make, steps, rate=0.05, momentum=False):
    optimizer = sgd(rate)
    scheduler = make(optimizer)
    rates, momenta = [], []
    for _ in range(steps):
        rates.append(optimizer.param_groups[0]["lr"])
        momenta.append(optimizer.param_groups[0]["momentum"])
        optimizer.step()
        scheduler.step()
    show(name, rates)
    if momentum:
        show(name + " momentum", momenta)


def chained(optimizer):
    return lr_scheduler.ChainedScheduler(
        [
            lr_scheduler.LinearLR(optimizer, start_factor=0.25, total_iters=5),
            lr_scheduler.StepLR(optimizer, step_size=4, gamma=0.5),
        ],
        optimizer,
    )


def sequential(optimizer):
    return lr_scheduler.SequentialLR(
        optimizer,
        [
            lr_scheduler.LinearLR(optimizer, start_factor=0.1, total_iters=5),
            lr_scheduler.CosineAnnealingLR(optimizer, T_max=15),
        ],
        milestones=[5],
    )


def cyclic(mode, gamma=1.0):
    return lambda optimizer: lr_scheduler.CyclicLR(
        optimizer,
        base_lr=0.01,
        max_lr=0.1,
        step_size_up=4,
        step_size_down=6,
        mode=mode,
        gamma=gamma,
        base_momentum=0.8,
        max_momentum=0.9,
    )


def pytorch():
    s = lr_scheduler
    walk("StepLR", lambda o: s.StepLR(o, step_size=3, gamma=0.1), 14)
    walk("MultiStepLR", lambda o: s.MultiStepLR(o, milestones=[2, 5, 9], gamma=0.1), 12)
    walk("ExponentialLR", lambda o: s.ExponentialLR(o, gamma=0.9), 20)
    walk("LinearLR", lambda o: s.LinearLR(o, start_factor=0.25, total_iters=5), 8)
    walk("ConstantLR", lambda o: s.ConstantLR(o, factor=0.5, total_iters=4), 8)
    walk("PolynomialLR", lambda o: s.PolynomialLR(o, total_iters=12, power=2), 15)
    walk("CosineAnnealingLR", lambda o: s.CosineAnnealingLR(o, T_max=20, eta_min=0.01), 21)
    walk(
        "CosineAnnealingWarmRestarts",
        lambda o: s.CosineAnnealingWarmRestarts(o, T_0=5, T_mult=2, eta_min=0.001),
        40,
    )
    walk("CyclicLR triangular", cyclic("triangular"), 32, momentum=True)
    walk("CyclicLR triangular2", cyclic("triangular2"), 32, momentum=True)
    walk("CyclicLR exp_range", cyclic("exp_range", gamma=0.97), 32, momentum=True)
    walk("OneCycleLR", lambda o: s.OneCycleLR(o, 0.1, total_steps=24), 24, momentum=True)
    walk(
        "OneCycleLR linear",
        lambda o: s.OneCycleLR(o, 0.1, total_steps=24, anneal_strategy="linear"),
        24,
        momentum=True,
    )
    walk(
        "OneCycleLR three_phase",
        lambda o: s.OneCycleLR(o, 0.1, total_steps=24, three_phase=True),
        24,
        momentum=True,
    )
    walk(
        "OneCycleLR options",
        lambda o: s.OneCycleLR(
            o,
            0.1,
            total_steps=20,
            pct_start=0.25,
            anneal_strategy="linear",
            base_momentum=0.8,
            max_momentum=0.9,
            div_factor=10,
            final_div_factor=100,
            three_phase=True,
        ),
        20,
        momentum=True,
    )
    walk("OneCycleLR short", lambda o: s.OneCycleLR(o, 0.1, total_steps=3), 3)
    walk("ChainedScheduler", chained, 14)
    walk("SequentialLR", sequential, 20)


def hugging_face():
    t = transformers
    walk("linear", lambda o: t.get_linear_schedule_with_warmup(o, 4, 20), 22)
    walk("cosine 1.25", lambda o: t.get_cosine_schedule_with_warmup(o, 4, 20, 1.25), 20)
    walk(
        "hard restarts",
        lambda o: t.get_cosine_with_hard_restarts_schedule_with_warmup(o, 4, 20, 2),
        24,
    )
    walk("inverse_sqrt", lambda o: t.get_inverse_sqrt_schedule(o, 5, timescale=9), 30)
    walk(
        "polynomial",
        lambda o: t.get_polynomial_decay_schedule_with_warmup(o, 4, 20, lr_end=0.001, power=2),
        24,
    )
    for shape in ["linear", "cosine", "1-sqrt"]:
        walk(
            "wsd " + shape,
            lambda o: t.get_wsd_schedule(
                o, 4, 8, num_stable_steps=5, decay_type=shape, min_lr_ratio=0.1
            ),
            20,
        )


def timm_cosine():
    def show_timm(name, steps, **options):
        scheduler = CosineLRScheduler(sgd(0.05), **options)
        show(name, [scheduler._get_lr(step)[0] for step in range(steps)])

    show_timm(
        "timm decay", 45, t_initial=6, lr_min=0.001, cycle_mul=2, cycle_decay=0.5, cycle_limit=9
    )
    # To where it first restarts between two steps.
    show_timm("timm 1.5", 19, t_initial=4, lr_min=0, cycle_mul=1.5, cycle_limit=9)
    show_timm(
        "timm warmup_prefix",
        24,
        t_initial=16,
        warmup_t=4,
        warmup_lr_init=0.005,
        warmup_prefix=True,
    )


def optax_schedules():
    o = optax

    def show_optax(name, schedule, steps):
        show("optax " + name, [schedule(step) for step in range(steps)])

    for way in ["linear", "cosine"]:
        schedule = o.piecewise_interpolate_schedule(way, 0.1, {4: 0.5, 10: 3.0, 15: 0.2})
        show_optax("interpolate " + way, schedule, 18)
    joined = o.join_schedules(
        [o.linear_schedule(0.01, 0.1, 5), o.constant_schedule(0.1), o.exponential_decay(0.1, 2, 0.5)],
        [5, 9],
    )
    show_optax("join", joined, 16)
    show_optax("warmup_cosine", o.warmup_cosine_decay_schedule(0.01, 0.1, 5, 25, 0.001), 28)
    show_optax("exponential", o.exponential_decay(0.1, 3, 0.8), 14)
    show_optax("exponential stairs", o.exponential_decay(0.1, 3, 0.8, staircase=True), 14)
    show_optax("exponential end", o.exponential_decay(0.1, 3, 0.8, end_value=0.05), 14)
    show_optax("polynomial", o.polynomial_schedule(0.1, 0.01, 1.5, 12), 15)


def keras_schedules():
    s = schedules
    rate = numpy.float64(0.05)

    def show_keras(name, schedule, steps):
        show("keras " + name, [schedule(numpy.float64(step)) for step in range(steps)])

    show_keras("polynomial", s.PolynomialDecay(rate, 10, 0.001, 0.5), 14)
    show_keras("polynomial cycle", s.PolynomialDecay(rate, 10, 0.001, 2.0, cycle=True), 34)
    show_keras("exponential", s.ExponentialDecay(rate, 7, 0.6), 24)
    show_keras("exponential stairs", s.ExponentialDecay(rate, 7, 0.6, staircase=True), 24)
    show_keras("inverse time", s.InverseTimeDecay(rate, 7, 0.6), 24)
    show_keras("inverse time stairs", s.InverseTimeDecay(rate, 7, 0.6, staircase=True), 24)
    show_keras("restarts", s.CosineDecayRestarts(rate, 5, t_mul=2.0, m_mul=0.5), 40)
    show_keras(
        "piecewise", s.PiecewiseConstantDecay([3, 8], [rate, rate / 4, rate / 8]), 12
    )


libraries = ["torch", "transformers", "timm", "optax", "keras"]
print("#", ", ".join(f"{library} {version(library)}" for library in libraries))
pytorch()
hugging_face()
timm_cosine()
optax_schedules()
keras_schedules()
