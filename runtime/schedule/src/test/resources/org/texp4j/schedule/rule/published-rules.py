"""Confirms the verdicts in published-rules.txt, each by a derivation and a run of its own.

Run as: python3 published-rules.py
It prints a line per rule and ends with an error if a verdict is not confirmed.

Degrees are solved for here from the statements, without knowledge of what the file expects. For
each rule with a twin, the declared run with weight decay and the twin without it then train two
scale-invariant tensors in lockstep for 100 steps: the weights have to agree up to the scale c. A
twin with one mistake has to fail: states that are not scaled, constants that are not carried,
another k, or κ left out.
"""

import ast
import pathlib
import sys
from fractions import Fraction

import numpy as np

STEPS = 100
ELEMENTWISE = {"sign", "abs", "sqrt", "min", "max", "where"}
REDUCTIONS = {"norm", "rms", "mean", "dot"}
FUNCTIONS = ELEMENTWISE | REDUCTIONS | {"rows", "columns", "project", "orthogonalize"}
# What may multiply something linear: the same number for all that decay reaches.
NUMBERS = {"rate", "decay", "momentum", "t"}


class Refused(Exception):
    def __init__(self, code, through=""):
        super().__init__(f"{code} {through}")
        self.code, self.through = code, through


class Block:
    def __init__(self, text):
        pairs = [line.split(": ", 1) for line in text.splitlines() if not line.startswith("#")]
        keys = dict(pairs)
        self.name = keys["name"]
        self.coupling = keys.get("coupling", "DECOUPLED")
        self.texts = [value for key, value in pairs if key == "step"]
        self.states = keys.get("states", "").split()
        self.attributes = {
            name: Fraction(value) for name, value in named(keys.get("attributes", ""))
        }
        self.twin, self.refused = keys.get("twin"), keys.get("refused")
        self.through = keys.get("through")
        self.insensitive = keys.get("insensitive")
        self.k = [Fraction(k) for k in keys.get("k", "").split(" then ") if k]
        self.degrees = {name: Fraction(d) for name, d in named(keys.get("degrees", ""))}
        self.inputs = {name: Fraction(d) for name, d in named(keys.get("inputs", ""))}
        self.carried = {tuple(pair) for pair in named(keys.get("carried", ""))}
        assert (self.twin is None) != (self.refused is None), self.name

    def parse(self):
        """The statements as pairs of a name and an expression of Python's, whose ** is our ^."""
        statements = []
        for text in self.texts:
            for symbol in "%@":
                if symbol in text:
                    raise Refused("TexpRuleSyntax", symbol)
            target, expression = text.split(" = ", 1)
            statements.append((target, ast.parse(expression.replace("^", "**"), mode="eval").body))
        self.check_names(statements)
        return statements

    def check_names(self, statements):
        known = NUMBERS | {"w", "g"} | set(self.states) | set(self.attributes)
        for target, expression in statements:
            for node in ast.walk(expression):
                if isinstance(node, ast.Call) and node.func.id not in FUNCTIONS:
                    raise Refused("TexpRuleSyntax", node.func.id)
            calls = {n.func for n in ast.walk(expression) if isinstance(n, ast.Call)}
            for node in ast.walk(expression):
                if isinstance(node, ast.Name) and node not in calls and node.id not in known:
                    raise Refused("TexpRuleSyntax", node.id)
            known.add(target)
        if self.coupling == "IN_GRADIENT" and any(names_of(e, "decay") for _, e in statements):
            raise Refused("TexpRuleSyntax", "decay")
        # What reaches the last w, by the statements backwards; states reach it from step to step.
        needed, before = {"w"}, None
        while before != needed:
            before = set(needed)
            for target, expression in statements:
                if target in needed:
                    needed |= {n.id for n in ast.walk(expression) if isinstance(n, ast.Name)}
        for target, _ in statements:
            if target not in needed:
                raise Refused("TexpRuleSyntax", target)


def named(text):
    return [pair.rsplit("=", 1) for pair in text.split()]


def names_of(expression, name):
    return any(isinstance(n, ast.Name) and n.id == name for n in ast.walk(expression))


def names_in(expression):
    return [n for n in ast.walk(expression) if isinstance(n, ast.Name)]


def written(node):
    """The node as it is written in the file: the text that a message quotes."""
    return ast.unparse(node).replace(" ** ", "^").replace("**", "^")


# Degrees: linear forms over the unknowns, solved over the rationals.


class Form:
    """d + Σ f_i x_i, where each unknown x_i is a state's degree, that of decay or that of rate."""

    def __init__(self, value=0, unknowns=()):
        self.value, self.unknowns = Fraction(value), {n: f for n, f in dict(unknowns).items() if f}

    def __add__(self, other):
        unknowns = dict(self.unknowns)
        for name, factor in other.unknowns.items():
            unknowns[name] = unknowns.get(name, 0) + factor
        return Form(self.value + other.value, unknowns)

    def __mul__(self, factor):
        return Form(self.value * factor, {n: f * factor for n, f in self.unknowns.items()})

    def __sub__(self, other):
        return self + other * Fraction(-1)


class Solver:
    """Equations "form = 0", kept solved for one unknown each."""

    def __init__(self):
        self.solved = {}

    def reduce(self, form):
        for name in list(form.unknowns):
            if name in self.solved:
                factor = form.unknowns.get(name, Fraction(0))
                form = form + Form(0, {name: -factor}) + self.solved[name] * factor
        return form

    def holds(self, form):
        """Adds the equation; false if it contradicts the others."""
        form = self.reduce(form)
        if not form.unknowns:
            return form.value == 0
        name, factor = next(iter(form.unknowns.items()))
        solution = (form - Form(0, {name: factor})) * (-1 / factor)
        self.solved = {
            n: f + Form(0, {name: -f.unknowns[name]}) + solution * f.unknowns[name]
            if name in f.unknowns
            else f
            for n, f in self.solved.items()
        }
        self.solved[name] = solution
        return True

    def value(self, form):
        return self.reduce(form).value  # an unknown that is free is 0


class Degrees:
    """The degrees of a rule for one outcome of its conditions that are made of numbers."""

    def __init__(self, block, statements, solver, outcome, label):
        self.block, self.solver, self.outcome, self.label = block, solver, outcome, label
        self.constant, self.forms, self.carried = {}, {}, []
        one, minus = Form(1), Form(-1)
        self.rate = Form(0, {f"rate {label}": Fraction(1)})
        self.forms = {"w": one, "g": minus, "rate": self.rate, "t": Form(), "momentum": Form()}
        self.forms["decay"] = Form(0, {f"decay {label}": Fraction(1)})
        self.constants = {"t", "momentum"} | set(block.attributes)
        for name in block.attributes:
            self.forms[name] = Form()
        for name in block.states:
            self.forms[name] = Form(0, {name: Fraction(1)})
        for target, expression in statements:
            form, constant = self.of(expression)
            wanted = one if target == "w" else Form(0, {target: Fraction(1)})
            if target == "w" or target in block.states:
                if constant:
                    self.carry(expression, wanted)
                elif not solver.holds(form - wanted):
                    raise Refused("TexpRuleDegree", target)
                form, constant = wanted, False
            self.forms[target] = form
            (self.constants.add if constant else self.constants.discard)(target)

    def carry(self, node, form):
        if not (isinstance(node, ast.Constant) and node.value == 0):
            self.carried.append((node, form))

    def common(self, *nodes):
        values = [(node, *self.of(node)) for node in nodes]
        variable = [(node, form) for node, form, constant in values if not constant]
        if not variable:
            return Form(), True
        first, degree = variable[0]
        for node, form in variable[1:]:
            if not self.solver.holds(form - degree):
                raise Refused("TexpRuleDegree", f"{written(first)} | {written(node)}")
        for node, _, constant in values:
            if constant:
                self.carry(node, degree)
        return degree, False

    def of(self, node):
        """The degree of an expression, and whether it is a constant."""
        if isinstance(node, ast.Constant):
            return Form(), True
        if isinstance(node, ast.Name):
            return self.forms[node.id], node.id in self.constants
        if isinstance(node, ast.UnaryOp):
            return self.of(node.operand)
        if isinstance(node, ast.BinOp):
            return self.of_operator(node)
        function, arguments = node.func.id, node.args
        if function == "where":
            constants = [self.of(branch)[1] for branch in arguments[1:]]
            if node in self.outcome and not any(constants):
                return self.of(arguments[1] if self.outcome[node] else arguments[2])
            if node in self.outcome:
                return self.common(arguments[1], arguments[2])
            self.common(arguments[0].left, arguments[0].comparators[0])
            degree, _ = self.common(arguments[1], arguments[2])
            return degree, False
        if function in ("min", "max"):
            return self.common(*arguments)
        forms = [self.of(argument) for argument in arguments]
        constant = all(c for _, c in forms)
        if function in ("sign", "rows", "columns", "orthogonalize"):
            return Form(), constant
        if function == "sqrt":
            return forms[0][0] * Fraction(1, 2), constant
        if function == "dot":
            return forms[0][0] + forms[1][0], constant
        return forms[0][0], constant

    def of_operator(self, node):
        if isinstance(node.op, (ast.Add, ast.Sub)):
            return self.common(node.left, node.right)
        (left, a), (right, b) = self.of(node.left), self.of(node.right)
        if isinstance(node.op, ast.Mult):
            return left + right, a and b
        if isinstance(node.op, ast.Div):
            return left - right, a and b
        exponent = number(node.right, self.block.attributes)
        if exponent is not None:
            return left * exponent, a and b
        if not (self.solver.holds(left) and self.solver.holds(right)):
            raise Refused("TexpRuleDegree", written(node))
        return Form(), a and b


def number(node, attributes):
    """The value of an expression of numbers and attributes; None of any other."""
    if isinstance(node, ast.Constant):
        return Fraction(str(node.value))
    if isinstance(node, ast.Name):
        return attributes.get(node.id)
    if isinstance(node, ast.UnaryOp):
        value = number(node.operand, attributes)
        return None if value is None else -value
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Mult, ast.Div, ast.Add, ast.Sub)):
        left, right = number(node.left, attributes), number(node.right, attributes)
        if left is None or right is None:
            return None
        return {ast.Mult: left * right, ast.Add: left + right, ast.Sub: left - right}.get(
            type(node.op)
        ) or left / right
    return None


# Decay: what it reaches has to be linear, with the same number for all elements.


class Reach:
    """What decay reaches; refuses where that is not linear.

    That is the gradient where it contains decay, what names decay, and all that follows from them
    but the weights.
    """

    def __init__(self, block, statements):
        self.reached = {"g"} if block.coupling == "IN_GRADIENT" else set()
        self.numbers = NUMBERS | set(block.attributes)
        before = None
        while before != self.reached:
            before = set(self.reached)
            self.fixed = set(self.numbers)
            for target, expression in statements:
                reached = self.of(expression)
                if reached and target != "w":
                    self.reached.add(target)
                if self.is_number(expression):
                    self.fixed.add(target)
                else:
                    self.fixed.discard(target)

    def is_number(self, node):
        names = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
        functions = {n.func.id for n in ast.walk(node) if isinstance(n, ast.Call)}
        return names - functions <= self.fixed

    def of(self, node):
        if isinstance(node, ast.Constant):
            return False
        if isinstance(node, ast.Name):
            return node.id in self.reached or node.id == "decay"
        if isinstance(node, ast.UnaryOp):
            return self.of(node.operand)
        if isinstance(node, ast.BinOp):
            left, right = self.of(node.left), self.of(node.right)
            if isinstance(node.op, (ast.Add, ast.Sub)) or not (left or right):
                return left or right
            if isinstance(node.op, ast.Mult):
                if left and (self.is_number(node.right) or self.is_number(node.left)):
                    return True
                if right and self.is_number(node.left):
                    return True
            if isinstance(node.op, ast.Div) and left and self.is_number(node.right):
                return True
            raise Refused("TexpRuleDecay", written(node))
        function = node.func.id
        if function == "where" and self.is_number(node.args[0]):
            return self.of(node.args[1]) or self.of(node.args[2])
        arguments = node.args
        if function == "where":
            comparison = node.args[0]
            arguments = [comparison.left, *comparison.comparators, *node.args[1:]]
        if any([self.of(argument) for argument in arguments]):
            raise Refused("TexpRuleDecay", function)
        return False


# Evaluation.


def orthogonalized(x, carried):
    a, b, c = 3.4445, -4.7750, 2.0315
    x = x / (np.linalg.norm(x) + 1e-7 * carried)
    tall = x.shape[0] > x.shape[1]
    x = x.T if tall else x
    for _ in range(5):
        gram = x @ x.T
        x = a * x + (b * gram + c * gram @ gram) @ x
    return x.T if tall else x


CALLS = {
    "sign": np.sign,
    "abs": np.abs,
    "sqrt": np.sqrt,
    "min": np.minimum,
    "max": np.maximum,
    "norm": lambda x: np.sqrt(np.sum(x * x)),
    "rms": lambda x: np.sqrt(np.mean(x * x)),
    "mean": np.mean,
    "dot": lambda x, y: np.sum(x * y),
    "rows": lambda x: x.shape[0],
    "columns": lambda x: x.shape[1],
    "project": lambda x, w: x - w * (np.sum(x * w) / np.sum(w * w)),
}


class Machine:
    """Executes statements; a constant that is carried is multiplied by the power of c it needs."""

    def __init__(self, statements, carried, scale):
        self.statements, self.carried, self.scale = statements, carried, scale

    def run(self, values, inputs=()):
        for target, expression in self.statements:
            if target in inputs:
                values[target] = inputs[target]
            else:
                values[target] = self.value(expression, values)
        return values

    def value(self, node, values):
        value = self.plain(node, values)
        degree = self.carried.get(node)
        return value * self.scale ** float(degree) if degree else value

    def plain(self, node, values):
        if isinstance(node, ast.Constant):
            return float(node.value)
        if isinstance(node, ast.Name):
            return values[node.id]
        if isinstance(node, ast.UnaryOp):
            return -self.value(node.operand, values)
        if isinstance(node, ast.Compare):
            left, right = self.value(node.left, values), self.value(node.comparators[0], values)
            return left > right if isinstance(node.ops[0], ast.Gt) else left < right
        if isinstance(node, ast.BinOp):
            left, right = self.value(node.left, values), self.value(node.right, values)
            return {
                ast.Add: np.add,
                ast.Sub: np.subtract,
                ast.Mult: np.multiply,
                ast.Div: np.divide,
                ast.Pow: np.power,
            }[type(node.op)](left, right)
        arguments = [self.value(argument, values) for argument in node.args]
        if node.func.id == "where":
            return np.where(*arguments)
        if node.func.id == "orthogonalize":
            degree = self.carried.get(("orthogonalize", node), 0)
            return orthogonalized(arguments[0], self.scale ** float(degree))
        return CALLS[node.func.id](*arguments)


# The loss: least squares of a network whose two matrices are each used in unit length.

SHAPES = [(6, 5), (4, 3)]


def gradients(weights, t):
    data = np.random.default_rng([7, t])
    units = [w / np.linalg.norm(w) for w in weights]
    outer = [
        [data.standard_normal((3, w.shape[0])), data.standard_normal((w.shape[1], 3))]
        for w in weights
    ]
    residual = sum(a @ u @ b for (a, b), u in zip(outer, units)) - np.eye(3)
    result = []
    for w, u, (a, b) in zip(weights, units, outer):
        gradient = a.T @ residual @ b.T
        gradient -= u * np.sum(u * gradient)
        result.append(gradient / np.linalg.norm(w))
    return result


def rate(t):
    return 0.02 * (t / 10 if t <= 10 else (1 + np.cos(np.pi * (t - 10) / STEPS)) / 2)


def decay(t):
    return STRENGTH * (0.4 if t <= 40 else 1.5 if t <= 70 else 0.7)


# Reduced for linear rules until α stays positive.
STRENGTH = 1.0


def start():
    generator = np.random.default_rng(12)
    return [generator.standard_normal(shape) for shape in SHAPES]


def names(block, t, learning_rate, weight_decay):
    given = {name: float(value) for name, value in block.attributes.items()}
    given.update(t=float(t), rate=learning_rate, decay=weight_decay)
    given.setdefault("momentum", 0.9)
    return given


def conditions(statements, block):
    """The conditions that are made of numbers, by the step: each outcome with its first step."""
    numbers = {"t", "momentum"} | set(block.attributes)
    sites, outcomes = [], {}
    for target, expression in statements:
        for node in ast.walk(expression):
            if isinstance(node, ast.Call) and node.func.id == "where":
                read = {n.id for n in ast.walk(node.args[0]) if isinstance(n, ast.Name)}
                if read - set(CALLS) <= numbers:
                    sites.append(node)
        used = {n.id for n in ast.walk(expression) if isinstance(n, ast.Name)}
        if used - set(CALLS) - {"where"} <= numbers:
            numbers = numbers | {target}
    plain = [s for s in statements if s[0] in numbers]
    steps = []
    for t in range(1, STEPS + 1):
        machine = Machine(plain, {}, 1)
        values = machine.run(names(block, t, 1.0, 0.0))
        outcome = tuple(bool(machine.value(site.args[0], values)) for site in sites)
        outcomes.setdefault(outcome, dict(zip(sites, outcome)))
        steps.append(outcome)
    return steps, outcomes


class Analysis:
    def __init__(self, block):
        self.block = block
        self.statements = block.parse()
        self.by_hand = any(names_of(e, "decay") for _, e in self.statements)
        self.linear = block.coupling == "IN_GRADIENT" or bool(block.inputs)
        self.check_decay()
        self.steps, outcomes = conditions(self.statements, block)
        solver = Solver()
        solved = {
            key: Degrees(block, self.statements, solver, outcome, str(key))
            for key, outcome in outcomes.items()
        } if not self.linear else self.inner(solver, outcomes)
        self.carried, self.r = {}, {}
        for key, degrees in solved.items():
            carried = {}
            for node, form in degrees.carried:
                carried[node] = solver.value(form)
            for _, expression in self.statements:
                for node in ast.walk(expression):
                    if isinstance(node, ast.Call) and node.func.id == "orthogonalize":
                        carried[("orthogonalize", node)] = solver.value(degrees.of(node.args[0])[0])
            self.carried[key] = carried
            self.r[key] = solver.value(degrees.rate)
        self.degrees = {
            name: solver.value(Form(0, {name: Fraction(1)})) for name in block.states
        }

    def inner(self, solver, outcomes):
        """Degrees of what decay does not reach."""
        reach = Reach(self.block, self.statements)
        inner = [s for s in self.statements if s[0] != "w" and s[0] not in reach.reached]
        self.outer = [n for n in self.block.states if n in reach.reached]
        result = {
            key: Degrees(self.block, inner, solver, outcome, str(key))
            for key, outcome in outcomes.items()
        }
        for name, degree in self.block.inputs.items():
            for degrees in result.values():
                assert solver.value(degrees.forms[name]) == degree, (self.block.name, name)
        return result

    def check_decay(self):
        last = [e for target, e in self.statements if target == "w"][-1]
        term = last
        while isinstance(term, ast.BinOp) and isinstance(term.op, (ast.Add, ast.Sub)):
            term = term.left
        is_sum = isinstance(last, ast.BinOp) and isinstance(term, ast.Name) and term.id == "w"
        if self.block.coupling == "DECOUPLED" and not self.by_hand and not is_sum:
            raise Refused("TexpRuleDecay", "w")
        if self.block.coupling == "IN_GRADIENT":
            Reach(self.block, self.statements)
        elif self.by_hand and not self.is_factor():
            Reach(self.block, self.statements)

    def is_factor(self):
        """Whether decay occurs only as 1 - rate * decay, a factor of a term."""
        for _, expression in self.statements:
            factors = [n for n in ast.walk(expression) if written(n) == "1 - rate * decay"]
            inside = sum(names_of(factor, "decay") for factor in factors)
            if sum(names_of(name, "decay") for name in names_in(expression)) > inside:
                return False
        return True

    def scaled(self, states, ratio, mutation):
        """The states as the step at the new scale reads them."""
        if mutation == "states":
            return states
        return {name: x * ratio ** float(self.degrees[name]) for name, x in states.items()}

    def machine(self, t, scale, mutation=None):
        carried = self.carried[self.steps[t - 1]]
        return Machine(self.statements, {} if mutation == "constants" else carried, scale)


def declared_step(analysis, states, w, g, t):
    """w and the states after a step of the declared run."""
    block, lr, wd = analysis.block, rate(t), decay(t)
    if block.coupling == "IN_GRADIENT":
        g = g + wd * w
    values = names(block, t, lr, wd) | states | {"w": w, "g": g}
    values = analysis.machine(t, 1.0).run(values)
    result = values["w"]
    if block.coupling == "DECOUPLED" and not analysis.by_hand:
        result = result - lr * wd * w
    return result, {name: filled(values[name], w) for name in block.states}


def filled(value, like):
    return value + np.zeros_like(like)


def twin_by_degrees(analysis, mutation=None):
    """The worst angle between the declared run and the twin, which has no decay of its own."""
    block = analysis.block
    declared, twin = start(), start()
    zero = [{n: np.zeros_like(w) for n in block.states} for w in declared]
    states, twins = [dict(z) for z in zero], [dict(z) for z in zero]
    c, before, worst = 1.0, 1.0, 0.0
    for t in range(1, STEPS + 1):
        k = 1 - analysis.r[analysis.steps[t - 1]] + (mutation == "degree")
        f = 1 - rate(t) * decay(t)
        for i, (g, h) in enumerate(zip(gradients(declared, t), gradients(twin, t))):
            declared[i], states[i] = declared_step(analysis, states[i], declared[i], g, t)
            scaled = analysis.scaled(twins[i], c / before, mutation)
            # The step at the scale c; then everything follows to the scale c/f.
            lr = rate(t) * c ** float(1 - k)
            values = names(block, t, lr, decay(t) * rate(t) / lr) | scaled | {"w": twin[i], "g": h}
            values = analysis.machine(t, c, mutation).run(values)
            twins[i] = {name: filled(values[name], h) for name in block.states}
            if analysis.by_hand:
                twin[i] = values["w"] / f
            else:
                twin[i] = twin[i] + (values["w"] - twin[i]) / f
        before, c = c, c / f
        worst = max(worst, distance(declared, twin, c))
    return worst


def distance(declared, twin, c):
    return max(
        np.linalg.norm(b / c - a) / np.linalg.norm(a) for a, b in zip(declared, twin)
    )


def linear_numbers(analysis, t, inputs):
    """a, p, q and r, A, b of a step: what a unit of weights, of a state, of an input becomes."""
    block, outer = analysis.block, analysis.outer
    machine = analysis.machine(t, 1.0)
    coupled = block.coupling == "IN_GRADIENT"
    columns = []
    for unit in ["w", *outer, *inputs]:
        values = names(block, t, rate(t), decay(t)) | {n: 0.0 for n in block.states}
        values |= {"w": 0.0, "g": 0.0}
        overridden = {} if coupled else {name: 0.0 for name in inputs}
        if unit in overridden:
            overridden[unit] = 1.0
        else:
            values[unit] = 1.0
        if coupled:
            values["g"] = values["g"] + decay(t) * values["w"]
        values = machine.run(values, overridden)
        columns.append([float(values["w"]), *(float(values[n]) for n in outer)])
    return np.array(columns).T


def twin_by_linear_map(analysis, mutation=None):
    block, outer = analysis.block, analysis.outer
    inputs = list(block.inputs)
    inner = [n for n in block.states if n not in outer]
    declared, twin = start(), start()
    states = [{n: np.zeros_like(w) for n in block.states} for w in declared]
    twins = [[np.zeros_like(w) for _ in outer] for w in declared]
    inners = [{n: np.zeros_like(w) for n in inner} for w in declared]
    p_now, p_before, kappa, worst = 1.0, 1.0, np.zeros(len(outer)), 0.0
    n = len(outer)
    for t in range(1, STEPS + 1):
        matrix = linear_numbers(analysis, t, inputs)
        a, p, q = matrix[0, 0], matrix[0, 1 : n + 1], matrix[0, n + 1 :]
        r, big, b = matrix[1:, 0], matrix[1:, 1 : n + 1], matrix[1:, n + 1 :]
        alpha = a + p @ kappa
        if alpha <= 0:
            return None
        after = (r + big @ kappa) / alpha if mutation != "kappa" else 0 * kappa
        p_after = p_now / alpha
        for i, (g, h) in enumerate(zip(gradients(declared, t), gradients(twin, t))):
            declared[i], states[i] = declared_step(analysis, states[i], declared[i], g, t)
            if block.coupling == "IN_GRADIENT":
                values = [h]
            else:
                scaled = analysis.scaled(inners[i], p_now / p_before, mutation)
                zeros = {m: np.zeros_like(h) for m in outer}
                run = names(block, t, rate(t), 0.0) | scaled | zeros | {"w": twin[i], "g": h}
                run = analysis.machine(t, p_now, mutation).run(run)
                inners[i] = {m: filled(run[m], h) for m in inner}
                values = [run[name] for name in inputs]
            scale = [
                v * p_now ** float(-block.inputs[name]) for v, name in zip(values, inputs)
            ]
            x = twins[i]
            twin[i] = twin[i] + p_now * p_after * sum(
                (p[j] * x[j] for j in range(n)), np.zeros_like(h)
            ) + p_after * sum(q[j] * scale[j] for j in range(len(inputs)))
            transition = (p_now / p_after) * (big - np.outer(after, p))
            source = (b - np.outer(after, q)) / p_after
            twins[i] = [
                sum(transition[j, m] * x[m] for m in range(n))
                + sum(source[j, m] * scale[m] for m in range(len(inputs)))
                for j in range(n)
            ]
        p_before, p_now, kappa = p_now, p_after, after
        worst = max(worst, distance(declared, twin, p_now))
    return worst


def confirm(block):
    """The verdict in words; an AssertionError if it is not the expected one."""
    try:
        analysis = Analysis(block)
    except Refused as refusal:
        assert block.refused == refusal.code, f"refused: {refusal}"
        if block.through:
            assert block.through == refusal.through, refusal.through
        return f"{refusal}"
    assert block.twin, "not refused"
    if not analysis.linear:
        ks = []
        for key in analysis.steps:
            if not ks or ks[-1] != 1 - analysis.r[key]:
                ks.append(1 - analysis.r[key])
        assert ks == block.k, f"k {[str(k) for k in ks]}"
    inner = {
        n: d for n, d in analysis.degrees.items() if not analysis.linear or n not in analysis.outer
    }
    assert inner == block.degrees, {n: str(d) for n, d in inner.items()}
    carried = {
        (written(node) if isinstance(node, ast.AST) else node[0], str(degree))
        for carried in analysis.carried.values()
        for node, degree in carried.items()
        if degree
    }
    assert carried == block.carried, carried
    global STRENGTH
    STRENGTH = 1.0
    run = twin_by_linear_map if analysis.linear else twin_by_degrees
    while (error := run(analysis)) is None:
        STRENGTH /= 10
    assert error <= 1e-9, f"error {error}"
    wrong = {}
    mutations = (["kappa"] if analysis.outer else []) if analysis.linear else ["degree"]
    mutations += ["states"] if any(block.degrees.values()) else []
    mutations += ["constants"] if block.carried else []
    for mutation in mutations:
        wrong[mutation] = run(analysis, mutation)
        assert wrong[mutation] > 1e-6 or mutation == block.insensitive, (mutation, wrong[mutation])
    verdict = f"error {error:.0e}; " + ", ".join(f"wrong {n} {e:.0e}" for n, e in wrong.items())
    return verdict


def main():
    np.seterr(all="ignore")
    text = pathlib.Path(__file__).with_name("published-rules.txt").read_text()
    blocks = [Block(part) for part in text.strip().split("\n\n") if part.startswith("name: ")]
    failed = 0
    for block in blocks:
        try:
            print(f"{block.name}: {confirm(block)}")
        except AssertionError as error:
            failed += 1
            print(f"NOT CONFIRMED {block.name}: {error}")
    print(f"{len(blocks)} rules, {failed} not confirmed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
