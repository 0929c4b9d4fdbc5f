"""
The laboratory as a constraint model: optional intervals by mode, shared tasks led by their lowest operation.

A task with several members is represented by its leader; the others ride with it. Set-ups are exact (setups.py). What is not
exact is said in ../README.md, and is never stricter than the rules unless named there.
"""

from ortools.sat.python import cp_model

from .batches import add_batches
from .problem import NEVER, NONE, THROUGHOUT
from .setups import add_setups
from .times import Times
from .upkeep import add_upkeep


class LabModel:
    """Variables by operation `o` and mode `m`:

    kept[order]; start[o], end[o]; uses[m]: o runs in m; leads[o]: o has a task of its own or leads one; runs[m]: leads and uses;
    begin[o]: start less set-up.
    """

    def __init__(self, problem, hint, options):
        self.problem = problem
        self.hint = hint
        self.options = options
        self.times = Times(problem)
        self.cp = cp_model.CpModel()
        p, times = problem, self.times
        self.open = [o for o in range(p.operations.count) if not times.is_frozen(o)]
        self.kept = [self.bool(None if hint is None else hint.keeps(p, order)) for order in range(p.orders.count)]
        self.start, self.end, self.uses, self.runs, self.leads, self.begin = {}, {}, {}, {}, {}, {}
        # Per resource: (interval, amount); per machine: intervals that may not overlap.
        self.load = [[] for _ in range(p.resources.count)]
        self.occupied = [[] for _ in range(p.machines.count)]
        for o in range(p.operations.count):
            self._times_of(o)
        for o in self.open:
            self._modes_of(o)
        self.batches = add_batches(self)
        add_setups(self)
        for o in self.open:
            self._demands_of(o)
        self._arcs()
        self._deadlines()
        self._calendars()
        self.occurrences = add_upkeep(self)
        for intervals in self.occupied:
            self.cp.add_no_overlap(intervals)
        self._resources()
        self._strategy()

    def _strategy(self):
        """For the workers that follow one: keep orders, then start early whatever can start first."""
        cp = self.cp
        cp.add_decision_strategy(self.kept, cp_model.CHOOSE_FIRST, cp_model.SELECT_MAX_VALUE)
        starts = sorted(self.open, key=lambda o: (self.times.est[o], o))
        cp.add_decision_strategy([self.start[o] for o in starts], cp_model.CHOOSE_LOWEST_MIN, cp_model.SELECT_MIN_VALUE)

    def fill_hint(self):
        """What nothing was said of is as small as it may be: a hint counts as complete only with every variable in it."""
        if self.hint is None:
            return
        said = set(self.cp.proto.solution_hint.vars)
        for index, variable in enumerate(self.cp.proto.variables):
            if index not in said:
                self.cp.add_hint(self.cp.get_int_var_from_proto_index(index), variable.domain[0])

    def bool(self, hint=None):
        variable = self.cp.new_bool_var("")
        if hint is not None:
            self.cp.add_hint(variable, bool(hint))
        return variable

    def int(self, low, high, hint=None):
        variable = self.cp.new_int_var(low, high, "")
        if hint is not None:
            self.cp.add_hint(variable, min(max(low, hint), high))
        return variable

    def order_of(self, o):
        return self.problem.jobs.order[self.problem.operations.job[o]]

    def modes(self, o):
        return self.problem.row(self.problem.operations.firstMode, o)

    def length(self, m):
        return self.problem.length(self.problem.modes.duration[m])

    def hinted(self, o):
        """Whether the hint plans the operation."""
        return self.hint is not None and self.hint.mode[o] != NONE

    def _times_of(self, o):
        times = self.times
        if times.is_frozen(o):
            self.start[o], self.end[o] = times.frozen_span(o)
            return
        domain = times.domain[o]
        if not domain or len(self.modes(o)) == 0:
            self.cp.add(self.kept[self.order_of(o)] == 0)
            domain = [(0, 0)]
        start = self.cp.new_int_var_from_domain(cp_model.Domain.from_intervals(domain), "")
        low, high = domain[0][0], domain[-1][1]
        # What is lost is hinted as nothing at its earliest instant.
        begins, ends = (self.hint.start[o], self.hint.end[o]) if self.hinted(o) else (low, low)
        self.end[o] = self.int(low, high + self._longest(o), None if self.hint is None else ends)
        if self.hint is not None:
            self.cp.add_hint(start, begins)
        self.start[o] = start

    def _longest(self, o):
        """No task that the operation may be in takes longer."""
        p = self.problem
        if not hasattr(self, "_longest_of_key"):
            self._longest_of_key = {}
            for m in range(p.modes.count):
                key = p.modes.batchKey[m]
                if key != NONE:
                    self._longest_of_key[key] = max(self._longest_of_key.get(key, 0), self.length(m))
        return max(
            (
                self.length(m) if p.modes.batchKey[m] == NONE else self._longest_of_key[p.modes.batchKey[m]]
                for m in self.modes(o)
            ),
            default=0,
        )

    def _modes_of(self, o):
        kept = self.kept[self.order_of(o)]
        modes = self.modes(o)
        if len(modes) == 1:
            self.uses[modes[0]] = kept
            return
        for m in modes:
            self.uses[m] = self.bool(None if self.hint is None else self.hint.mode[o] == m)
        self.cp.add(sum(self.uses[m] for m in modes) == kept)

    def _demands_of(self, o):
        """By mode, unless all modes ask for the same: then once for the operation."""
        p = self.problem
        rows = {m: self._demand_rows(m) for m in self.modes(o)}
        if len(rows) > 1 and len({tuple(r) for r in rows.values()}) == 1:
            self._demand(o, self.leads[o], next(iter(rows.values())))
            return
        for m, demands in rows.items():
            self._demand(o, self.runs[m], demands, self.length(m))

    def _demand_rows(self, m):
        p = self.problem
        return [
            (p.demands.resource[d], int(p.demands.amount[d]), p.demands.span[d]) for d in p.row(p.modes.firstDemand, m)
        ]

    def _demand(self, o, literal, demands, length=None):
        p, cp = self.problem, self.cp
        for resource, amount, span in self.batches.merged(o, demands):
            if span == THROUGHOUT:
                if length is not None and self.batches.is_fixed(o):
                    interval = cp.new_optional_fixed_size_interval_var(self.start[o], length, literal, "")
                else:
                    size = self.int(0, self._longest(o), self.hint.end[o] - self.hint.start[o] if self.hinted(o) else None)
                    interval = cp.new_optional_interval_var(self.start[o], size, self.end[o], literal, "")
            else:
                interval = cp.new_optional_fixed_size_interval_var(self.start[o], p.length(span), literal, "")
            self.load[resource].append((interval, amount))

    def _arcs(self):
        p, cp = self.problem, self.cp
        for o in self.open:
            kept = self.kept[self.order_of(o)]
            for a in p.row(p.arcs.firstIn, o):
                before = p.arcs.from_[a]
                cp.add(self.start[o] >= self.end[before] + p.length(p.arcs.min[a])).only_enforce_if(kept)
                if p.arcs.max[a] < NEVER:
                    cp.add(self.start[o] <= self.end[before] + p.length(p.arcs.max[a])).only_enforce_if(kept)

    def _deadlines(self):
        p = self.problem
        for o in self.open:
            order = self.order_of(o)
            if p.orders.deadline[order] < NEVER:
                limit = p.instant(p.orders.deadline[order])
                self.cp.add(self.end[o] <= limit).only_enforce_if(self.kept[order])

    def _calendars(self):
        """What lies outside the calendar, and what runs, occupies the machine."""
        p, cp = self.problem, self.cp
        running = {}
        for o in range(p.operations.count):
            machine = p.modes.machine[p.operations.firstMode[o]] if self.times.is_frozen(o) else NONE
            if machine != NONE:
                running[machine] = max(running.get(machine, 0), self.times.frozen_span(o)[1])
        for machine in range(p.machines.count):
            gap = 0
            for k in p.row(p.machines.firstInterval, machine):
                opens = max(0, p.instant(p.machines.intervalStart[k]))
                opens = max(opens, running.get(machine, 0))
                end = p.machines.intervalEnd[k]
                closes = p.instant(end) if end < NEVER else self.times.until * 2
                if opens >= closes:
                    continue
                if gap < opens:
                    self.occupied[machine].append(cp.new_fixed_size_interval_var(gap, opens - gap, ""))
                gap = closes
            if gap < self.times.until * 2:
                self.occupied[machine].append(cp.new_fixed_size_interval_var(gap, self.times.until * 2 - gap, ""))

    def _resources(self):
        p, cp = self.problem, self.cp
        for resource, loads in enumerate(self.load):
            if not loads:
                continue
            most = max(self.times.capacity[resource].levels)
            intervals, amounts = [interval for interval, _ in loads], [amount for _, amount in loads]
            for start, end, level in self.times.capacity[resource].pieces():
                if level < most:
                    intervals.append(cp.new_fixed_size_interval_var(start, end - start, ""))
                    amounts.append(most - level)
            cp.add_cumulative(intervals, amounts, most)
