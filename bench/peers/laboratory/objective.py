"""
Levels of the objective as integer expressions.

Lost samples, tardiness, idle time, empty units are exact up to rounding. Quality is not linear: each wait loses the lower convex hull of its own curve,
entered with the quality of the reference solution (or none yet: 1). Expected failure cost takes machines at their present age. Change against the plan
in force is left out: no comparison reaches that level.
"""

import math

from .problem import NEVER, NONE

# Integer units per unit of a level's value.
SCALE = 10_000_000
# And per sample of quality.
QUALITY = 100_000_000
# Slopes of losses are whole numbers of this part.
FINE = 4096


class Objective:
    """`level(k)`: an expression whose value is SCALE times the level's."""

    def __init__(self, lab):
        self.lab = lab
        p = lab.problem
        self.size = [
            sum(p.jobs.size[j] for j in p.row(p.orders.firstJob, order)) for order in range(p.orders.count)
        ]
        self._terms = {}

    def level(self, number):
        parts = []
        for entry in self.lab.problem.levels[number]["terms"]:
            build = TERMS.get(entry["term"])
            if build is None:
                continue
            if entry["term"] not in self._terms:
                self._terms[entry["term"]] = build(self)
            # (variable, value per unit of it), and a constant
            pairs, constant = self._terms[entry["term"]]
            parts += [(variable, entry["weight"] * value) for variable, value in pairs]
            parts.append((1, entry["weight"] * constant))
        return sum(variable * round(SCALE * value) for variable, value in parts)


def samples_lost(objective):
    p, lab = objective.lab.problem, objective.lab
    pairs, constant = [], 0
    for order in range(p.orders.count):
        worth = p.orders.weight[order] * objective.size[order]
        constant += worth
        pairs.append((lab.kept[order], -worth))
    return pairs, constant


def weighted_tardiness(objective):
    p, lab = objective.lab.problem, objective.lab
    pairs = []
    for order in range(p.orders.count):
        due = p.instant(p.orders.due[order])
        done = p.orders.doneUntil[order]
        last = [o for o in _operations(p, order) if not _followers(p, o)]
        most = max([0, *(lab.times.until - due for _ in last)])
        hint = None
        if lab.hint is not None:
            ends = [lab.hint.end[o] for o in last if lab.hinted(o)]
            ends += [p.instant(done)] if done > -NEVER else []
            hint = max([0, *(end - due for end in ends)]) if lab.hint.keeps(p, order) else 0
        late = lab.int(0, max(most, 0), hint)
        for o in last:
            lab.cp.add(late >= lab.end[o] - due).only_enforce_if(lab.kept[order])
        if done > -NEVER and p.instant(done) > due:
            lab.cp.add(late >= p.instant(done) - due).only_enforce_if(lab.kept[order])
        pairs.append((late, p.orders.weight[order] * objective.size[order] * p.tick / 3600))
    return pairs, 0


def _operations(p, order):
    return [o for job in p.row(p.orders.firstJob, order) for o in p.row(p.jobs.firstOperation, job)]


def _followers(p, o):
    return len(p.row(p.arcs.firstOut, o))


def aged(p, curve, quality, wait):
    """docs/PLAN-RULES.md: `quality` after `wait` seconds by `curve`, carried as equivalent age."""
    if curve == NONE or wait <= 0 or quality <= 0 or p.curves.tau[curve] == math.inf:
        return quality
    tau, beta = p.curves.tau[curve], p.curves.beta[curve]
    age = tau * (-math.log(quality)) ** (1 / beta)
    return math.exp(-(((age + wait) / tau) ** beta))


def quality_lost(objective):
    p, lab = objective.lab.problem, objective.lab
    pairs, constant = [], 0
    for job in range(p.jobs.count):
        order = p.jobs.order[job]
        worth = p.orders.weight[order] * p.jobs.size[job]
        taking = [o for o in p.row(p.jobs.firstOperation, job) if p.operations.takesMaterial[o]]
        if not taking:
            constant += worth * (1 - p.jobs.quality[job])
            continue
        for loss in _losses(lab, job, taking):
            if isinstance(loss, float):
                constant += worth * loss
            else:
                pairs.append((loss, worth / QUALITY))
    return pairs, constant


def _losses(lab, job, taking):
    """One loss per wait, a number or a variable; a lost order loses nothing but what is constant."""
    p = lab.problem
    order = p.jobs.order[job]
    first = taking[0]

    def at_first(start):
        quality = p.jobs.quality[job]
        rows = list(p.row(p.jobs.firstPhase, job))
        for n, k in enumerate(rows):
            since = p.jobs.phaseFrom[k]
            if n > 0 and since > start:
                break
            until = min(start, p.jobs.phaseFrom[rows[n + 1]]) if n + 1 < len(rows) else start
            quality = aged(p, p.jobs.phaseCurve[k], quality, until - since)
        return quality

    low, high = _span(lab, first)
    yield from _wait_loss(lab, order, lab.start[first], (low, high), lambda t: 1 - at_first(p.seconds(t)), _hinted_start(lab, first))
    rows = list(p.row(p.jobs.firstPhase, job))
    curve = p.jobs.phaseCurve[rows[-1]] if rows else NONE
    reference = _hinted_start(lab, first)
    quality = at_first(p.seconds(low if reference is None else reference))
    for before, o in zip(taking, taking[1:]):
        if p.operations.outputCurve[before] != NONE:
            curve = p.operations.outputCurve[before]
        if curve == NONE or p.curves.tau[curve] == math.inf:
            continue
        longest = _longest_wait(lab, before, o)
        hinted = None
        if lab.hinted(before) and lab.hinted(o):
            hinted = max(0, lab.hint.start[o] - lab.hint.end[before])
        entered = quality

        def loss(wait, entered=entered, curve=curve):
            return entered - aged(p, curve, entered, wait * p.tick)

        yield from _wait_loss(lab, order, lab.start[o] - lab.end[before], (0, longest), loss, hinted)
        if hinted is not None:
            quality = aged(p, curve, quality, hinted * p.tick)


def _hinted_start(lab, o):
    return lab.hint.start[o] if lab.hinted(o) else None


def _span(lab, o):
    domain = lab.times.domain[o]
    return (domain[0][0], domain[-1][1]) if domain else (0, 0)


def _longest_wait(lab, before, o):
    p = lab.problem
    limits = [p.length(p.arcs.max[a]) for a in p.row(p.arcs.firstIn, o) if p.arcs.from_[a] == before and p.arcs.max[a] < NEVER]
    return max(0, min([_span(lab, o)[1] - _span(lab, before)[0], *limits]))


def _wait_loss(lab, order, wait, span, loss, hinted):
    """A variable at or above the lower convex hull of `loss` over the span; a number where it hardly changes."""
    low, high = span
    base = loss(low)
    if isinstance(wait, int):
        yield float(loss(wait))
        return
    if high <= low:
        yield float(base)
        return
    if loss(high) - base < 1e-4:
        yield float(base)
        return
    yield float(base)
    points = [(t, loss(t) - base) for t in sorted({low + round((high - low) * (k / 24) ** 2) for k in range(25)})]
    hull = []
    for point in points:
        while len(hull) >= 2 and _turns_right(hull[-2], hull[-1], point):
            hull.pop()
        hull.append(point)
    hint = None
    if lab.hint is not None:
        hint = 0 if hinted is None or not lab.hint.keeps(lab.problem, order) else min(1 + math.ceil(QUALITY * (_at(hull, hinted) + 1e-5)), math.ceil(QUALITY * hull[-1][1]) + QUALITY // 100)
    variable = lab.int(0, math.ceil(QUALITY * max(y for _, y in hull)) + QUALITY // 100, hint)
    for (x0, y0), (x1, y1) in zip(hull, hull[1:]):
        slope = math.floor(FINE * QUALITY * (y1 - y0) / (x1 - x0))
        offset = math.floor(FINE * QUALITY * y0) - slope * x0
        if slope > 0:
            lab.cp.add(FINE * variable >= slope * wait + offset).only_enforce_if(lab.kept[order])
    yield variable


def _turns_right(a, b, c):
    return (b[0] - a[0]) * (c[1] - a[1]) <= (b[1] - a[1]) * (c[0] - a[0])


def _at(hull, x):
    for (x0, y0), (x1, y1) in zip(hull, hull[1:]):
        if x <= x1:
            return y0 + (y1 - y0) * (max(x, x0) - x0) / (x1 - x0)
    return hull[-1][1]


def sequencer_idle(objective):
    """Calendar of scarce machines up to the horizon, less tasks and maintenance inside it."""
    p, lab, cp = objective.lab.problem, objective.lab, objective.lab.cp
    horizon = p.instant(p.horizon)
    hour = p.tick / 3600
    constant, pairs = 0, []
    for machine in range(p.machines.count):
        if not p.machines.isScarce[machine]:
            continue
        for k in p.row(p.machines.firstInterval, machine):
            low = max(0, p.instant(p.machines.intervalStart[k]))
            high = min(horizon, p.instant(p.machines.intervalEnd[k])) if p.machines.intervalEnd[k] < NEVER else horizon
            constant += max(0, high - low) * hour
    for o in range(p.operations.count):
        scarce = [m for m in lab.modes(o) if p.modes.machine[m] != NONE and p.machines.isScarce[p.modes.machine[m]]]
        if not scarce:
            continue
        if lab.times.is_frozen(o):
            continue
        inside = lab.int(0, lab._longest(o), _inside_hint(lab, o, horizon))
        cp.add(inside <= sum(lab.length(m) * lab.runs[m] for m in scarce))
        cp.add(inside <= max(0, horizon)).only_enforce_if(lab.kept[lab.order_of(o)])
        if _span(lab, o)[1] + lab._longest(o) > horizon:
            is_begun = lab.bool(None if lab.hint is None else lab.hinted(o) and lab.hint.start[o] < horizon)
            cp.add(inside <= horizon - lab.start[o]).only_enforce_if(is_begun)
            cp.add(inside == 0).only_enforce_if(is_begun.negated())
        pairs.append((inside, -hour))
    running = {}
    for o in range(p.operations.count):
        if lab.times.is_frozen(o):
            machine = p.modes.machine[p.operations.firstMode[o]]
            if machine != NONE and p.machines.isScarce[machine]:
                running[p.operations.frozenTask[o]] = lab.times.frozen_span(o)
    for start, end in running.values():
        constant -= max(0, min(end, horizon) - max(start, 0)) * hour
    for row, occurrences in enumerate(lab.occurrences):
        machines = [p.maintenance.machine[k] for k in p.row(p.maintenance.firstMachine, row)]
        scarce_count = sum(1 for machine in machines if p.machines.isScarce[machine])
        for _, planned in occurrences:
            pairs.append((planned, -scarce_count * p.length(p.maintenance.duration[row]) * hour))
    return pairs, constant


def _inside_hint(lab, o, horizon):
    if lab.hint is None:
        return None
    if not lab.hinted(o) or lab.hint.leader[o] != o:
        return 0
    return max(0, min(lab.hint.end[o], horizon) - min(lab.hint.start[o], horizon))


def empty_lanes(objective):
    p, lab = objective.lab.problem, objective.lab
    pairs = []
    for o in lab.open:
        for m in lab.modes(o):
            if p.modes.unit[m] > 0:
                pairs.append((lab.runs[m], p.modes.capacity[m] / p.modes.unit[m]))
                pairs.append((lab.uses[m], -p.modes.size[m] / p.modes.unit[m]))
    return pairs, 0


def failure_cost(objective):
    p, lab = objective.lab.problem, objective.lab
    pairs = []
    for o in lab.open:
        for m in lab.modes(o):
            machine = p.modes.machine[m]
            if machine == NONE or p.machines.failureShape[machine] == 0:
                continue
            shape, scale = p.machines.failureShape[machine], p.machines.failureScale[machine]
            age, length = p.machines.failureAge[machine], p.modes.duration[m]
            hazard = ((age + length) / scale) ** shape - (age / scale) ** shape
            chance = 1 - math.exp(-p.machines.failureHazard[machine] * hazard)
            pairs.append((lab.runs[m], chance * (length / 2 + p.machines.repairMean[machine]) / 3600))
    return pairs, 0


TERMS = {
    "samples-lost": samples_lost,
    "weighted-tardiness": weighted_tardiness,
    "quality-lost": quality_lost,
    "sequencer-idle": sequencer_idle,
    "empty-lanes": empty_lanes,
    "failure-cost": failure_cost,
}
