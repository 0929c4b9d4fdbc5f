"""The flat problem of docs/FORMATS.md "problem.json" as Python lists, with times counted from `now` in one common unit."""

import json
import math
from bisect import bisect_right

NEVER = 2**40
NONE = -1
THROUGHOUT = -1


class Table:
    """Columns as attributes; null becomes what the column says it stands for."""

    def __init__(self, columns, nulls):
        self.count = columns["count"]
        for name, values in columns.items():
            if name == "count":
                continue
            null = nulls.get(name, NEVER)
            # `from` is a word of Python's own.
            name = "from_" if name == "from" else name
            setattr(self, name, [null if value is None else value for value in values])


class Problem:
    """Tables as in src/solver/problem.ts. Times stay seconds of the scenario; `tick` and `now` scale them for the model."""

    TABLES = (
        "operations modes demands arcs jobs orders machines resources clashes maintenance curves previous".split()
    )

    def __init__(self, document):
        if document.get("format") != "seqplan-problem" or document.get("version") != 1:
            raise ValueError("not a seqplan-problem, version 1")
        nulls = {
            "orders": {"doneUntil": -NEVER},
            "resources": {"stepTime": -NEVER},
            "curves": {"tau": math.inf},
        }
        for name in self.TABLES:
            setattr(self, name, Table(document[name], nulls.get(name, {})))
        self.name = document["name"]
        self.now = document["now"]
        self.horizon = document["horizon"]
        self.levels = document["levels"]
        self.tick = self._tick()

    def _tick(self):
        """The longest unit in which every time of the problem is whole: times scale without loss."""
        periods = [self.modes.duration, self.demands.span, self.arcs.min, self.arcs.max, self.machines.setupTime]
        upkeep = self.maintenance
        periods += [upkeep.duration, upkeep.every, upkeep.early, upkeep.late]
        instants = [self.operations.release, self.operations.latestStart, self.operations.frozenStart]
        instants += [self.operations.windowStart, self.operations.windowEnd, self.orders.due, self.orders.deadline]
        instants += [self.machines.intervalStart, self.machines.intervalEnd, self.resources.stepTime]
        instants += [upkeep.lastDone, upkeep.freeFrom, [self.horizon]]
        frozen = self.operations.frozenTask
        instants[2] = [start for start, task in zip(self.operations.frozenStart, frozen) if task != NONE]
        unit = 0
        for column in periods:
            for value in column:
                if 0 < value < NEVER:
                    unit = math.gcd(unit, int(value))
        for column in instants:
            for value in column:
                if -NEVER < value < NEVER:
                    unit = math.gcd(unit, int(value - self.now))
        return max(1, unit)

    def length(self, seconds):
        """Seconds to ticks; whole by the choice of the tick."""
        return int(seconds) // self.tick

    def instant(self, seconds):
        """Instant to ticks after now; lower limits and upper limits alike, because both are whole."""
        return int(seconds - self.now) // self.tick

    def seconds(self, ticks):
        return self.now + ticks * self.tick

    def row(self, starts, index):
        return range(starts[index], starts[index + 1])


def read_problem(path):
    with open(path, encoding="utf-8") as file:
        return Problem(json.load(file))


class Steps:
    """A step function over ticks >= 0, ending at `until`."""

    def __init__(self, times, levels, until):
        self.times = [0]
        self.levels = [0]
        self.until = until
        for time, level in zip(times, levels):
            if time <= 0:
                self.levels[0] = level
            elif time < until:
                self.times.append(time)
                self.levels.append(level)

    def at(self, time):
        return self.levels[bisect_right(self.times, time) - 1]

    def less(self, uses):
        """What is left when `uses`, (start, end, amount), are taken; never below 0."""
        cuts = sorted({*self.times, *(min(max(0, t), self.until) for u in uses for t in u[:2])})
        levels = [
            max(0, self.at(cut) - sum(amount for start, end, amount in uses if start <= cut < end)) for cut in cuts
        ]
        return Steps(cuts, levels, self.until)

    def pieces(self):
        for k, (start, level) in enumerate(zip(self.times, self.levels)):
            end = self.times[k + 1] if k + 1 < len(self.times) else self.until
            if start < end:
                yield start, end, level

    def at_least(self, amount):
        """Maximal intervals [start, end) with level >= amount."""
        found = []
        for start, end, level in self.pieces():
            if level < amount:
                continue
            if found and found[-1][1] == start:
                found[-1][1] = end
            else:
                found.append([start, end])
        return found
