"""Prints the weights of published update rules after each of 24 steps with prescribed gradients.

Run as: python3 rule-figures.py > rule-figures.csv
with the versions that the first line of rule-figures.csv names.

Each rule is written here as its paper or its authors' code writes it, in float64, without looking
at the annotation of the same name. Where PyTorch 1.13 has the optimizer, its weights are compared
with these after each step.

Lines are of these kinds; t is a step from 1, and the matrix is given row by row:

    rate|decay|momentum, its value at each step
    initial, tensor, weights
    gradient, tensor, t, gradient
    weights, rule, coupling, attributes, tensor, t, weights
    evaluation, as weights: what the network is evaluated with, where that is not w

Attributes are separated by blanks; one whose value is "curve" is the momentum of each step.
"""

import numpy as np
import torch

STEPS = 24
SHAPES = {"vector": (6,), "matrix": (5, 4)}

generator = np.random.default_rng(22)
RATE = [
    0.08 * (t / 4 if t < 4 else (1 + np.cos(np.pi * (t - 4) / 20)) / 2) for t in range(STEPS)
]
DECAY = [0.1] * 8 + [0.5] * 8 + [0.2] * 8
MOMENTUM = [0.95 - 0.1 * np.sin(np.pi * t / STEPS) for t in range(STEPS)]
INITIAL = {tensor: 0.5 * generator.standard_normal(shape) for tensor, shape in SHAPES.items()}
GRADIENTS = {
    tensor: generator.standard_normal((STEPS, *shape)) for tensor, shape in SHAPES.items()
}
# A number without gradient at first: sign(0) is 0, and 0 is divided by ε alone.
GRADIENTS["vector"][:2, 1] = 0
GRADIENTS["matrix"][:2, 0, 2] = 0


# The rules. Each function makes a step of its own for one tensor: (θ, g, α, λ, t) to the new θ,
# where λ is 0 if decay is part of g. The momentum is a function of t.


def sgd(momentum, dampening=0, nesterov=False):
    buf = 0

    def step(theta, g, lr, lam, t):
        nonlocal buf
        buf = momentum(t) * buf + (1 - dampening) * g
        d = g + momentum(t) * buf if nesterov else buf
        return theta - lr * lam * theta - lr * d

    return step


def keras_sgd(momentum, dampening=0, nesterov=False):
    velocity = 0

    def step(theta, g, lr, lam, t):
        nonlocal velocity
        g = (1 - dampening) * g
        velocity = momentum(t) * velocity - lr * g
        move = momentum(t) * velocity - lr * g if nesterov else velocity
        return theta * (1 - lr * lam) + move

    return step


def qhm(beta, nu):
    d = 0

    def step(theta, g, alpha, lam, t):
        nonlocal d
        d = (1 - beta(t)) * g + beta(t) * d
        return theta - alpha * ((1 - nu) * g + nu * d + lam * theta)

    return step


def aggmo(beta1, beta2, beta3):
    betas = np.array([beta1, beta2, beta3])
    velocities = [0, 0, 0]

    def step(theta, g, gamma, lam, t):
        nonlocal velocities
        velocities = [beta * v - g for beta, v in zip(betas, velocities)]
        return theta + gamma / 3 * sum(velocities) - gamma * lam * theta

    return step


def adamw(beta1, beta2, epsilon):
    m = v = 0

    def step(theta, g, alpha, lam, t):
        nonlocal m, v
        m = beta1(t) * m + (1 - beta1(t)) * g
        v = beta2 * v + (1 - beta2) * g**2
        m_hat = m / (1 - beta1(t) ** t)
        v_hat = v / (1 - beta2**t)
        return theta - alpha * (m_hat / (np.sqrt(v_hat) + epsilon) + lam * theta)

    return step


def nadamw(beta1, beta2, epsilon, momentumDecay):
    m = v = 0
    product = 1

    def step(theta, g, gamma, lam, t):
        nonlocal m, v, product
        mu = beta1(t) * (1 - 0.96 ** (t * momentumDecay) / 2)
        mu_next = beta1(t) * (1 - 0.96 ** ((t + 1) * momentumDecay) / 2)
        product *= mu
        m = beta1(t) * m + (1 - beta1(t)) * g
        v = beta2 * v + (1 - beta2) * g**2
        m_hat = mu_next * m / (1 - product * mu_next) + (1 - mu) * g / (1 - product)
        v_hat = v / (1 - beta2**t)
        return theta - gamma * lam * theta - gamma * m_hat / (np.sqrt(v_hat) + epsilon)

    return step


def radamw(beta1, beta2, epsilon):
    m = v = 0
    rho_inf = 2 / (1 - beta2) - 1

    def step(theta, g, alpha, lam, t):
        nonlocal m, v
        v = beta2 * v + (1 - beta2) * g**2
        m = beta1(t) * m + (1 - beta1(t)) * g
        m_hat = m / (1 - beta1(t) ** t)
        rho = rho_inf - 2 * t * beta2**t / (1 - beta2**t)
        move = m_hat
        if rho > 5:
            length = np.sqrt(1 - beta2**t) / (np.sqrt(v) + epsilon)
            r = np.sqrt(((rho - 4) * (rho - 2) * rho_inf) / ((rho_inf - 4) * (rho_inf - 2) * rho))
            move = r * m_hat * length
        return theta - alpha * move - alpha * lam * theta

    return step


def amsgradw(beta1, beta2, epsilon):
    m = v = largest = 0

    def step(theta, g, alpha, lam, t):
        nonlocal m, v, largest
        m = beta1(t) * m + (1 - beta1(t)) * g
        v = beta2 * v + (1 - beta2) * g**2
        largest = np.maximum(largest, v)
        v_hat = largest / (1 - beta2**t)
        m_hat = m / (1 - beta1(t) ** t)
        return theta - alpha * lam * theta - alpha * m_hat / (np.sqrt(v_hat) + epsilon)

    return step


def adabelief(beta1, beta2, epsilon):
    m = s = 0

    def step(theta, g, alpha, lam, t):
        nonlocal m, s
        m = beta1(t) * m + (1 - beta1(t)) * g
        s = beta2 * s + (1 - beta2) * (g - m) ** 2 + epsilon
        m_hat = m / (1 - beta1(t) ** t)
        s_hat = s / (1 - beta2**t)
        return theta - alpha * lam * theta - alpha * m_hat / (np.sqrt(s_hat) + epsilon)

    return step


def adan(beta1, beta2, beta3, epsilon):
    m = v = n = 0
    previous = None

    def step(theta, g, lr, lam, t):
        nonlocal m, v, n, previous
        diff = 0 * g if previous is None else g - previous
        previous = g
        m = beta1(t) * m + (1 - beta1(t)) * g
        v = beta2 * v + (1 - beta2) * diff
        n = beta3 * n + (1 - beta3) * (g + beta2 * diff) ** 2
        denominator = np.sqrt(n) / np.sqrt(1 - beta3**t) + epsilon
        theta = theta * (1 - lr * lam)
        theta = theta - lr / (1 - beta1(t) ** t) * m / denominator
        return theta - lr * beta2 / (1 - beta2**t) * v / denominator

    return step


def adamax(beta1, beta2, epsilon):
    m = u = 0

    def step(theta, g, alpha, lam, t):
        nonlocal m, u
        m = beta1(t) * m + (1 - beta1(t)) * g
        u = np.maximum(beta2 * u, np.abs(g) + epsilon)
        return theta - alpha * lam * theta - alpha / (1 - beta1(t) ** t) * m / u

    return step


def rmsprop(rho, epsilon, momentum):
    v = buf = 0

    def step(theta, g, gamma, lam, t):
        nonlocal v, buf
        v = rho * v + (1 - rho) * g**2
        buf = momentum(t) * buf + g / (np.sqrt(v) + epsilon)
        return theta - gamma * lam * theta - gamma * buf

    return step


def adagrad(epsilon):
    total = 0

    def step(theta, g, gamma, lam, t):
        nonlocal total
        total = total + g**2
        return theta - gamma * lam * theta - gamma * g / (np.sqrt(total) + epsilon)

    return step


def adadelta(rho, epsilon):
    square = delta_square = 0

    def step(x, g, gamma, lam, t):
        nonlocal square, delta_square
        square = rho * square + (1 - rho) * g**2
        delta = -np.sqrt(delta_square + epsilon) / np.sqrt(square + epsilon) * g
        delta_square = rho * delta_square + (1 - rho) * delta**2
        return x + gamma * delta - gamma * lam * x

    return step


def adopt(beta1, beta2, epsilon):
    m = v = 0

    def step(theta, g, alpha, lam, t):
        nonlocal m, v
        decayed = theta - alpha * lam * theta
        if t == 1:
            v = g**2
            return decayed
        normed = g / np.maximum(np.sqrt(v), epsilon)
        bound = (t - 1) ** 0.25
        m = beta1(t) * m + (1 - beta1(t)) * np.clip(normed, -bound, bound)
        v = beta2 * v + (1 - beta2) * g**2
        return decayed - alpha * m

    return step


def lion(beta1, beta2):
    m = 0

    def step(theta, g, eta, lam, t):
        nonlocal m
        c = beta1(t) * m + (1 - beta1(t)) * g
        theta = theta - eta * (np.sign(c) + lam * theta)
        m = beta2 * m + (1 - beta2) * g
        return theta

    return step


def signum(momentum):
    m = 0

    def step(x, g, delta, lam, t):
        nonlocal m
        m = momentum(t) * m + (1 - momentum(t)) * g
        return x - delta * (np.sign(m) + lam * x)

    return step


def newton_schulz(gradient):
    a, b, c = 3.4445, -4.7750, 2.0315
    x = gradient / (np.linalg.norm(gradient) + 1e-7)
    if gradient.shape[0] > gradient.shape[1]:
        x = x.T
    for _ in range(5):
        gram = x @ x.T
        x = a * x + (b * gram + c * gram @ gram) @ x
    return x.T if gradient.shape[0] > gradient.shape[1] else x


def muon(momentum, scale, beta1, beta2, epsilon):
    m = 0
    other = adamw(lambda t: beta1, beta2, epsilon)

    def step(w, g, eta, lam, t):
        nonlocal m
        if w.ndim == 1:
            return other(w, g, eta, lam, t)
        m = momentum(t) * m + g
        o = newton_schulz(momentum(t) * m + g)
        return w - eta * (scale * o * np.sqrt(max(w.shape)) + lam * w)

    return step


def projected(move, theta, g, delta):
    length = np.linalg.norm
    cosine = abs(np.vdot(theta, g)) / (length(theta) * length(g))
    if cosine >= delta / np.sqrt(theta.size):
        return move
    unit = theta / length(theta)
    return move - np.vdot(unit, move) * unit


def sgdp(momentum, delta):
    p = 0

    def step(w, g, eta, lam, t):
        nonlocal p
        p = momentum(t) * p + g
        return w - eta * lam * w - eta * projected(p, w, g, delta)

    return step


def adamp(beta1, beta2, epsilon, delta):
    m = v = 0

    def step(w, g, eta, lam, t):
        nonlocal m, v
        m = beta1(t) * m + (1 - beta1(t)) * g
        v = beta2 * v + (1 - beta2) * g**2
        p = (m / (1 - beta1(t) ** t)) / (np.sqrt(v / (1 - beta2**t)) + epsilon)
        return w - eta * lam * w - eta * projected(p, w, g, delta)

    return step


def lars(momentum, trust):
    v = 0

    def step(w, g, gamma, lam, t):
        nonlocal v
        local = trust * np.linalg.norm(w) / np.linalg.norm(g)
        v = momentum(t) * v + gamma * local * g
        return w * (1 - gamma * lam) - v

    return step


def lamb(beta1, beta2, epsilon):
    m = v = 0

    def step(x, g, eta, lam, t):
        nonlocal m, v
        m = beta1(t) * m + (1 - beta1(t)) * g
        v = beta2 * v + (1 - beta2) * g**2
        r = (m / (1 - beta1(t) ** t)) / (np.sqrt(v / (1 - beta2**t)) + epsilon)
        return x - eta * lam * x - eta * np.linalg.norm(x) / np.linalg.norm(r) * r

    return step


def hyperball(momentum):
    buf = 0

    def step(w, g, eta, lam, t):
        nonlocal buf
        buf = momentum(t) * buf + g
        if w.ndim == 1:
            return w - eta * lam * w - eta * buf
        radius = np.linalg.norm(w)
        moved = w - eta * lam * w - eta * radius * buf / np.linalg.norm(buf)
        return radius * moved / np.linalg.norm(moved)

    return step


def schedule_free(direction, beta):
    z = x = None

    def step(y, g, gamma, lam, t):
        nonlocal z, x
        if z is None:
            z = x = y
        z = z - gamma * direction(g, t) - gamma * lam * z
        c = 1 / t
        x = (1 - c) * x + c * z
        return (1 - beta(t)) * z + beta(t) * x

    step.evaluated = lambda: x
    return step


def schedule_free_sgd(beta):
    return schedule_free(lambda g, t: g, beta)


def schedule_free_adamw(beta, beta2, epsilon):
    v = 0

    def direction(g, t):
        nonlocal v
        v = beta2 * v + (1 - beta2) * g**2
        return g / (np.sqrt(v / (1 - beta2**t)) + epsilon)

    return schedule_free(direction, beta)


def padam(beta1, beta2, epsilon, p):
    m = v = largest = 0

    def step(theta, g, alpha, lam, t):
        nonlocal m, v, largest
        m = beta1(t) * m + (1 - beta1(t)) * g
        v = beta2 * v + (1 - beta2) * g**2
        largest = np.maximum(largest, v)
        size = alpha * np.sqrt(1 - beta2**t) / (1 - beta1(t) ** t)
        return theta - alpha * lam * theta - size * m / (np.sqrt(largest) + epsilon) ** (2 * p)

    return step


def cautious_adamw(beta1, beta2, epsilon):
    m = v = 0

    def step(theta, g, lr, lam, t):
        nonlocal m, v
        m = beta1(t) * m + (1 - beta1(t)) * g
        v = beta2 * v + (1 - beta2) * g**2
        denominator = np.sqrt(v / (1 - beta2**t)) + epsilon
        mask = (m * g > 0).astype(float)
        mask = mask / max(mask.mean(), 1e-3)
        return theta - lr * lam * theta - lr / (1 - beta1(t) ** t) * (m * mask) / denominator

    return step


def grams(beta1, beta2, epsilon):
    m = v = 0

    def step(w, g, eta, lam, t):
        nonlocal m, v
        m = beta1(t) * m + (1 - beta1(t)) * g
        v = beta2 * v + (1 - beta2) * g**2
        u = (m / (1 - beta1(t) ** t)) / (np.sqrt(v / (1 - beta2**t)) + epsilon)
        return w - eta * (np.sign(g) * np.abs(u) + lam * w)

    return step


def yogi(beta1, beta2, epsilon):
    m = v = 0

    def step(x, g, eta, lam, t):
        nonlocal m, v
        m = beta1(t) * m + (1 - beta1(t)) * g
        v = v - (1 - beta2) * np.sign(v - g**2) * g**2
        return x - eta * lam * x - eta * m / (np.sqrt(v) + epsilon)

    return step


def ademamix(beta1, beta2, beta3, alpha, epsilon):
    m1 = m2 = v = 0

    def step(theta, g, eta, lam, t):
        nonlocal m1, m2, v
        m1 = beta1(t) * m1 + (1 - beta1(t)) * g
        m2 = beta3 * m2 + (1 - beta3) * g
        v = beta2 * v + (1 - beta2) * g**2
        m_hat = m1 / (1 - beta1(t) ** t)
        v_hat = v / (1 - beta2**t)
        return theta - eta * ((m_hat + alpha * m2) / (np.sqrt(v_hat) + epsilon) + lam * theta)

    return step


def novograd(beta1, beta2, epsilon):
    m = v = None

    def step(w, g, lr, lam, t):
        nonlocal m, v
        square = np.sum(g**2)
        v = square if v is None else beta2 * v + (1 - beta2) * square
        scaled = g / (np.sqrt(v) + epsilon) + lam * w
        m = scaled if m is None else beta1(t) * m + scaled
        return w - lr * m

    return step


RULES = {
    "HEAVY_BALL": sgd,
    "NESTEROV": lambda momentum: sgd(momentum, nesterov=True),
    "RATE_IN_VELOCITY": keras_sgd,
    "NESTEROV_RATE_IN_VELOCITY": lambda momentum: keras_sgd(momentum, nesterov=True),
    "QHM": qhm,
    "AggMo": aggmo,
    "AdamW": adamw,
    "NAdamW": nadamw,
    "RAdamW": radamw,
    "AMSGradW": amsgradw,
    "AdaBelief": adabelief,
    "Adan": adan,
    "Adamax": adamax,
    "RMSprop": rmsprop,
    "Adagrad": adagrad,
    "Adadelta": adadelta,
    "Adopt": adopt,
    "Lion": lion,
    "Signum": signum,
    "Muon": muon,
    "SGDP": sgdp,
    "AdamP": adamp,
    "LARS": lars,
    "LAMB": lamb,
    "Hyperball": hyperball,
    "ScheduleFreeSgd": schedule_free_sgd,
    "ScheduleFreeAdamW": schedule_free_adamw,
    "Padam": padam,
    "CautiousAdamW": cautious_adamw,
    "Grams": grams,
    "Yogi": yogi,
    "AdEMAMix": ademamix,
    "NovoGrad": novograd,
}

# Rules that treat the numbers of a tensor together, or matrices in a way of their own. For all
# others the vector suffices.
TENSORWISE = {
    "Muon",
    "SGDP",
    "AdamP",
    "LARS",
    "LAMB",
    "Hyperball",
    "CautiousAdamW",
    "NovoGrad",
}

COUPLED = "IN_GRADIENT"
DECOUPLED = "DECOUPLED"
ADAM = dict(beta1=0.8, beta2=0.95, epsilon=0.03)
# Numbers for which each term matters within 24 steps: an ε of 1e-8 could be left out unseen.
CASES = [
    ("HEAVY_BALL", COUPLED, dict(momentum=0.9, dampening=0)),
    ("HEAVY_BALL", COUPLED, dict(momentum="curve", dampening=0.25)),
    ("HEAVY_BALL", DECOUPLED, dict(momentum="curve", dampening=0)),
    ("NESTEROV", COUPLED, dict(momentum="curve")),
    ("NESTEROV", DECOUPLED, dict(momentum=0.9)),
    ("RATE_IN_VELOCITY", COUPLED, dict(momentum="curve", dampening=0.25)),
    ("RATE_IN_VELOCITY", DECOUPLED, dict(momentum=0.9, dampening=0)),
    ("NESTEROV_RATE_IN_VELOCITY", COUPLED, dict(momentum="curve")),
    ("NESTEROV_RATE_IN_VELOCITY", DECOUPLED, dict(momentum=0.9)),
    ("QHM", COUPLED, dict(beta=0.9, nu=0.6)),
    ("QHM", DECOUPLED, dict(beta=0.9, nu=0.6)),
    ("AggMo", COUPLED, dict(beta1=0.3, beta2=0.8, beta3=0.95)),
    ("AggMo", DECOUPLED, dict(beta1=0.0, beta2=0.9, beta3=0.99)),
    ("AdamW", DECOUPLED, dict(beta1=0.9, beta2=0.999, epsilon=1e-8)),
    ("AdamW", DECOUPLED, dict(ADAM, beta1="curve")),
    ("AdamW", COUPLED, ADAM),
    ("NAdamW", DECOUPLED, dict(ADAM, momentumDecay=0.4)),
    ("NAdamW", DECOUPLED, dict(ADAM, beta1="curve", momentumDecay=0.004)),
    ("RAdamW", DECOUPLED, dict(ADAM, beta2=0.99)),
    ("RAdamW", COUPLED, dict(ADAM, beta2=0.99)),
    ("AMSGradW", DECOUPLED, dict(ADAM, beta2=0.7)),
    ("AdaBelief", DECOUPLED, ADAM),
    ("Adan", DECOUPLED, dict(ADAM, beta2=0.9, beta3=0.95)),
    ("Adamax", DECOUPLED, ADAM),
    ("Adamax", COUPLED, ADAM),
    ("RMSprop", DECOUPLED, dict(rho=0.9, epsilon=0.03, momentum=0)),
    ("RMSprop", COUPLED, dict(rho=0.9, epsilon=0.03, momentum=0.8)),
    ("Adagrad", DECOUPLED, dict(epsilon=0.03)),
    ("Adagrad", COUPLED, dict(epsilon=0.03)),
    ("Adadelta", DECOUPLED, dict(rho=0.9, epsilon=0.01)),
    ("Adadelta", COUPLED, dict(rho=0.9, epsilon=0.01)),
    ("Adopt", DECOUPLED, dict(ADAM, epsilon=0.5)),
    ("Lion", DECOUPLED, dict(beta1=0.8, beta2=0.95)),
    ("Signum", DECOUPLED, dict(momentum=0.8)),
    ("Muon", DECOUPLED, dict(ADAM, momentum="curve", scale=0.2)),
    ("SGDP", DECOUPLED, dict(momentum=0.8, delta=0.5)),
    ("AdamP", DECOUPLED, dict(ADAM, delta=0.5)),
    ("LARS", DECOUPLED, dict(momentum=0.8, trust=0.3)),
    ("LAMB", DECOUPLED, ADAM),
    ("Hyperball", DECOUPLED, dict(momentum=0.8)),
    ("ScheduleFreeSgd", DECOUPLED, dict(beta=0.8)),
    ("ScheduleFreeAdamW", DECOUPLED, dict(beta=0.8, beta2=0.95, epsilon=0.03)),
    ("Padam", DECOUPLED, dict(ADAM, beta2=0.7, p=0.125)),
    ("CautiousAdamW", DECOUPLED, ADAM),
    ("Grams", DECOUPLED, ADAM),
    ("Yogi", DECOUPLED, ADAM),
    ("AdEMAMix", DECOUPLED, dict(ADAM, beta3=0.99, alpha=2)),
    ("NovoGrad", DECOUPLED, ADAM),
]


def adam_groups(a):
    return dict(eps=a["epsilon"], betas=(0, a["beta2"]))


# PyTorch's optimizer and its arguments, and how the momentum of a step is given to it.
TORCH = {
    "HEAVY_BALL": lambda a: (torch.optim.SGD, dict(dampening=a["dampening"])),
    "NESTEROV": lambda a: (torch.optim.SGD, dict(nesterov=True, momentum=0.5)),
    "AdamW": lambda a: (torch.optim.AdamW, adam_groups(a)),
    "AMSGradW": lambda a: (torch.optim.AdamW, dict(adam_groups(a), amsgrad=True)),
    "RAdamW": lambda a: (torch.optim.RAdam, adam_groups(a)),
    "Adamax": lambda a: (torch.optim.Adamax, adam_groups(a)),
    "RMSprop": lambda a: (torch.optim.RMSprop, dict(alpha=a["rho"], eps=a["epsilon"])),
    "Adagrad": lambda a: (torch.optim.Adagrad, dict(eps=a["epsilon"])),
    "Adadelta": lambda a: (torch.optim.Adadelta, dict(rho=a["rho"], eps=a["epsilon"])),
}


def constant(value):
    return lambda t: value


def momentum_name(rule, attributes):
    """The attribute that is the momentum of the recipe and may have a curve."""
    named = [name for name in ("momentum", "beta", "beta1") if name in attributes]
    return named[0] if named and rule != "AggMo" else None


def weights(rule, coupling, attributes, tensor):
    """The weights after each step, and what evaluation uses, if that is something else."""
    given = dict(attributes)
    name = momentum_name(rule, attributes)
    if name:
        value = given[name]
        given[name] = (lambda t: MOMENTUM[t - 1]) if value == "curve" else constant(value)
    step = RULES[rule](**given)
    theta, run, evaluated = INITIAL[tensor], [], []
    for t in range(1, STEPS + 1):
        g, decay = GRADIENTS[tensor][t - 1], DECAY[t - 1]
        if coupling == COUPLED:
            g, decay = g + decay * theta, 0
        theta = step(theta, g, RATE[t - 1], decay, t)
        run.append(theta)
        if hasattr(step, "evaluated"):
            evaluated.append(step.evaluated())
    return run, evaluated


def torch_weights(rule, coupling, attributes, tensor):
    optimizer_class, arguments = TORCH[rule](attributes)
    parameter = torch.nn.Parameter(torch.tensor(INITIAL[tensor]))
    optimizer = optimizer_class([parameter], lr=1.0, **arguments, foreach=False)
    name = momentum_name(rule, attributes)
    run = []
    for t in range(1, STEPS + 1):
        group = optimizer.param_groups[0]
        group["lr"] = RATE[t - 1]
        if name:
            value = MOMENTUM[t - 1] if attributes[name] == "curve" else attributes[name]
            if name == "momentum":
                group["momentum"] = value
            else:
                group["betas"] = (value, attributes["beta2"])
        # AdamW has a decay of its own; in the others weight_decay is part of the gradient.
        own = isinstance(optimizer, torch.optim.AdamW)
        group["weight_decay"] = DECAY[t - 1] if own == (coupling == DECOUPLED) else 0
        gradient = torch.tensor(GRADIENTS[tensor][t - 1])
        with torch.no_grad():
            if own and coupling == COUPLED:
                gradient += DECAY[t - 1] * parameter
            if not own and coupling == DECOUPLED:
                parameter *= 1 - RATE[t - 1] * DECAY[t - 1]
        parameter.grad = gradient
        optimizer.step()
        run.append(parameter.detach().numpy().copy())
    return run


def show(*columns):
    texts = []
    for column in columns:
        if isinstance(column, np.ndarray):
            texts += [format(x, ".17g") for x in column.ravel()]
        else:
            texts.append(format(column, ".17g") if isinstance(column, float) else str(column))
    print(",".join(texts))


def main():
    print(f"# numpy {np.__version__}, torch {torch.__version__}")
    show("rate", np.array(RATE))
    show("decay", np.array(DECAY))
    show("momentum", np.array(MOMENTUM))
    for tensor in SHAPES:
        show("initial", tensor, INITIAL[tensor])
    for tensor in SHAPES:
        for t in range(1, STEPS + 1):
            show("gradient", tensor, t, GRADIENTS[tensor][t - 1])
    for rule, coupling, attributes in CASES:
        text = " ".join(f"{name}={value}" for name, value in attributes.items())
        for tensor in SHAPES if rule in TENSORWISE else ["vector"]:
            run, evaluated = weights(rule, coupling, attributes, tensor)
            if rule in TORCH:
                other = torch_weights(rule, coupling, attributes, tensor)
                # PyTorch's first step is not dampened; the velocity is, in all later ones.
                if attributes.get("dampening", 0) == 0:
                    worst = max(np.abs(a - b).max() for a, b in zip(run, other))
                    assert worst <= 1e-12, (rule, coupling, text, worst)
            for kind, values in (("weights", run), ("evaluation", evaluated)):
                for t, value in enumerate(values, start=1):
                    show(kind, rule, coupling, text, tensor, t, value)


if __name__ == "__main__":
    main()
