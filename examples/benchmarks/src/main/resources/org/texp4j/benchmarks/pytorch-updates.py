"""Times the optimizers of PyTorch on the tensors of UpdateNet: SIZES (784,512,512,10).

Prints the nanoseconds of a step per parameter, the least of several repetitions, for each optimizer,
implementation and number of threads.
"""

import sys
import time

import torch

SECONDS = 1.0
REPETITIONS = 5


def tensors(sizes):
    shapes = []
    for inputs, outputs in zip(sizes, sizes[1:]):
        last = outputs == sizes[-1]
        shapes += [(outputs, inputs), (outputs,)] if last else [(outputs, inputs), (outputs,), (outputs,)]
    parameters = [torch.nn.Parameter(0.05 * torch.randn(shape)) for shape in shapes]
    for each in parameters:
        each.grad = 0.05 * torch.randn_like(each)
    return parameters


def nanoseconds(optimizer, count):
    for _ in range(20):
        optimizer.step()
    best = float("inf")
    for _ in range(REPETITIONS):
        steps = 0
        start = time.perf_counter()
        while time.perf_counter() - start < SECONDS:
            optimizer.step()
            steps += 1
        best = min(best, (time.perf_counter() - start) / steps)
    return best / count * 1e9


sizes = [int(size) for size in sys.argv[1].split(",")]
torch.manual_seed(1)
for threads in sorted({1, torch.get_num_threads()}):
    torch.set_num_threads(threads)
    for foreach in (False, True):
        for name, optimizer in (
            ("SGD", lambda p: torch.optim.SGD(p, 1e-3, 0.9, weight_decay=5e-4, foreach=foreach)),
            ("AdamW", lambda p: torch.optim.AdamW(p, 1e-3, weight_decay=0.01, foreach=foreach)),
        ):
            parameters = tensors(sizes)
            count = sum(each.numel() for each in parameters)
            print(
                f"PyTorch {torch.__version__}, {name}, foreach={foreach}, {threads} thread(s):"
                f" {nanoseconds(optimizer(parameters), count):.3f} ns per parameter",
                flush=True,
            )
