"""Times training steps in PyTorch: NETWORK LAYOUT SHAPE WARM_UP BLOCK BLOCKS.

The networks are those of the Java classes beside this file. A line on standard input is a turn:
first the warm-up, then a block of steps each.
"""

import os
import sys
import time

import torch
from torch import nn
from torch.nn import functional

CLASSES = 10


def normalized(weights, channels):
    return [weights, nn.BatchNorm2d(channels), nn.ReLU(inplace=True)]


def convolution(inputs, outputs, kernel, stride=1, groups=1):
    return nn.Conv2d(
        inputs, outputs, kernel, stride=stride, padding=kernel // 2, groups=groups, bias=False
    )


def classifier(channels):
    return [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, CLASSES)]


def small_cnn():
    layers = []
    for inputs in (1, 8, 8):
        layers += normalized(convolution(inputs, 8, 3), 8)
    return nn.Sequential(*layers, *classifier(8))


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.norm1 = nn.BatchNorm2d(inputs)
        self.conv1 = convolution(inputs, outputs, 3, stride)
        self.norm2 = nn.BatchNorm2d(outputs)
        self.conv2 = convolution(outputs, outputs, 3)
        self.shortcut = convolution(inputs, outputs, 1, stride) if stride > 1 else None

    def forward(self, x):
        h = functional.relu(self.norm1(x), inplace=True)
        shortcut = x if self.shortcut is None else self.shortcut(h)
        h = self.conv2(functional.relu(self.norm2(self.conv1(h)), inplace=True))
        return h + shortcut


def pre_res_net(blocks):
    layers = [convolution(3, 16, 3)]
    channels = 16
    for stage in range(3):
        for block in range(blocks):
            outputs = 16 << stage
            layers.append(Block(channels, outputs, 2 if stage > 0 and block == 0 else 1))
            channels = outputs
    return nn.Sequential(
        *layers, nn.BatchNorm2d(channels), nn.ReLU(inplace=True), *classifier(channels)
    )


def small_vgg():
    layers = []
    channels = 3
    for stage in ((32,), (64,), (128, 128), (256, 256), (256, 256)):
        for outputs in stage:
            layers += normalized(convolution(channels, outputs, 3), outputs)
            channels = outputs
        layers.append(nn.MaxPool2d(2))
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(channels, CLASSES))


def depthwise_net():
    layers = normalized(convolution(3, 16, 3), 16)
    channels = 16
    for stride, outputs in ((1, 32), (2, 64), (1, 64), (2, 128)):
        layers += normalized(convolution(channels, channels, 3, stride, channels), channels)
        layers += normalized(convolution(channels, outputs, 1), outputs)
        channels = outputs
    layers.append(convolution(channels, channels, 3, groups=channels))
    layers += normalized(convolution(channels, 128, 1), 128)
    return nn.Sequential(*layers, *classifier(128))


def small_mlp():
    layers = []
    for inputs in (784, 64):
        layers += [nn.Linear(inputs, 64, bias=False), nn.BatchNorm1d(64), nn.ReLU(inplace=True)]
    return nn.Sequential(*layers, nn.Linear(64, CLASSES))


NETWORKS = {
    "CNN": small_cnn,
    "PRERESNET20": lambda: pre_res_net(3),
    "PRERESNET32": lambda: pre_res_net(5),
    "VGG": small_vgg,
    "DEPTHWISE": depthwise_net,
    "MLP": small_mlp,
}


def blas():
    """The file of the BLAS that is loaded: Debian's default one is slow."""
    with open("/proc/self/maps") as maps:
        for line in maps:
            path = line.split()[-1]
            if "blas" in path:
                return os.path.realpath(path)
    return "no BLAS of its own"


def write(*what):
    print("measured", *what, flush=True)


def main(network, layout, shape, warm_up, block, blocks):
    sys.stdin.readline()
    torch.manual_seed(1)
    torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
    model = NETWORKS[network]()
    shape = [int(size) for size in shape.split(",")]
    batches = [(torch.randn(shape), torch.randint(CLASSES, shape[:1])) for _ in range(4)]
    if layout == "CHANNELS_LAST":
        model = model.to(memory_format=torch.channels_last)
        batches = [(x.contiguous(memory_format=torch.channels_last), y) for x, y in batches]
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9, weight_decay=5e-4)
    write("parameters", sum(each.numel() for each in model.parameters()))
    write(
        "backend",
        f"PyTorch {torch.__version__}, {blas()}; {torch.get_num_threads()} threads",
    )
    for step in range(warm_up + block * blocks):
        if step >= warm_up and (step - warm_up) % block == 0:
            write("turn")
            sys.stdin.readline()
        start = time.perf_counter()
        features, labels = batches[step % len(batches)]
        loss = functional.cross_entropy(model(features), labels)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        milliseconds = (time.perf_counter() - start) * 1e3
        if step >= warm_up:
            write("step", milliseconds)
    write("turn")
    sys.stdin.readline()


if __name__ == "__main__":
    name, memory_layout, batch_shape, *counts = sys.argv[1:]
    main(name, memory_layout, batch_shape, *map(int, counts))
