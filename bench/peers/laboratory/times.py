"""When each operation can start at all: releases, holds, deadlines, windows and staffed hours, before any search."""

from .problem import NEVER, NONE, THROUGHOUT, Steps
from .sets import intersect, union


class Times:
    """Ticks. `domain[o]`: closed intervals of starts; empty where the order of the operation must be lost."""

    def __init__(self, problem):
        self.problem = problem
        p = problem
        ends = [p.instant(e) for e in p.machines.intervalEnd if e < NEVER]
        longest = max([p.length(d) for d in p.modes.duration], default=0)
        # Work in pools may follow the last task on a machine.
        self.until = max(ends, default=0) + 3 * longest + 1
        self.capacity = [self._capacity(r) for r in range(p.resources.count)]
        self.est = [0] * p.operations.count
        self.lst = [self.until] * p.operations.count
        self._heads()
        self._tails()
        staffed = {}
        self.domain = [self._domain(o, staffed) for o in range(p.operations.count)]

    def is_frozen(self, o):
        return self.problem.operations.frozenTask[o] != NONE

    def shortest(self, o):
        p = self.problem
        return min((p.length(p.modes.duration[m]) for m in p.row(p.operations.firstMode, o)), default=0)

    def frozen_span(self, o):
        p = self.problem
        start = p.instant(p.operations.frozenStart[o])
        return start, start + self.shortest(o)

    def _capacity(self, resource):
        """Steps of the resource, less what is running."""
        p = self.problem
        rows = p.row(p.resources.firstStep, resource)
        times = [-1 if p.resources.stepTime[k] <= p.now else p.instant(p.resources.stepTime[k]) for k in rows]
        steps = Steps(times, [int(p.resources.stepLevel[k]) for k in rows], self.until)
        return steps.less(list(self._running(resource)))

    def _running(self, resource):
        p = self.problem
        tasks = {}
        for o in range(p.operations.count):
            if self.is_frozen(o):
                tasks.setdefault(p.operations.frozenTask[o], []).append(o)
        for members in tasks.values():
            start = p.instant(p.operations.frozenStart[members[0]])
            end = max(self.frozen_span(o)[1] for o in members)
            amount, until = 0, start
            for o in members:
                mode = p.operations.firstMode[o]
                for d in p.row(p.modes.firstDemand, mode):
                    if p.demands.resource[d] != resource:
                        continue
                    span = p.demands.span[d]
                    amount = max(amount, int(p.demands.amount[d]))
                    until = max(until, end if span == THROUGHOUT else start + p.length(span))
            if amount > 0:
                yield start, until, amount
            machine = p.modes.machine[p.operations.firstMode[members[0]]]
            if machine != NONE and start > 0 and p.machines.setupResource[machine] == resource:
                yield 0, start, int(p.machines.setupAmount[machine])

    def _heads(self):
        p = self.problem
        for o in range(p.operations.count):
            if self.is_frozen(o):
                self.est[o] = self.lst[o] = self.frozen_span(o)[0]
                continue
            head = max(0, p.instant(p.operations.release[o]))
            for a in p.row(p.arcs.firstIn, o):
                before = p.arcs.from_[a]
                head = max(head, self.est[before] + self.shortest(before) + p.length(p.arcs.min[a]))
            self.est[o] = head

    def _tails(self):
        p = self.problem
        for o in reversed(range(p.operations.count)):
            if self.is_frozen(o):
                continue
            order = p.jobs.order[p.operations.job[o]]
            latest = self.until
            if p.operations.latestStart[o] < NEVER:
                latest = min(latest, p.instant(p.operations.latestStart[o]))
            if p.orders.deadline[order] < NEVER:
                latest = min(latest, p.instant(p.orders.deadline[order]) - self.shortest(o))
            for k in p.row(p.arcs.firstOut, o):
                arc = p.arcs.out[k]
                latest = min(latest, self.lst[p.arcs.to[arc]] - p.length(p.arcs.min[arc]) - self.shortest(o))
            self.lst[o] = latest

    def _domain(self, o, staffed):
        p = self.problem
        if self.is_frozen(o):
            return [(self.est[o], self.est[o])]
        if self.est[o] > self.lst[o]:
            return []
        domain = [(self.est[o], self.lst[o])]
        windows = p.row(p.operations.firstWindow, o)
        if len(windows) > 0:
            opened = [
                (p.instant(p.operations.windowStart[k]), p.instant(p.operations.windowEnd[k]) - 1) for k in windows
            ]
            domain = intersect(domain, opened)
        modes = [self._mode_domain(m, staffed) for m in p.row(p.operations.firstMode, o)]
        return intersect(domain, union(modes))

    def _mode_domain(self, mode, known):
        """Starts at which the machine and the resources of the mode could be there, were nothing else going on."""
        p = self.problem
        machine = p.modes.machine[mode]
        duration = p.length(p.modes.duration[mode])
        setup = 0 if machine == NONE else self.shortest_setup(machine, p.modes.state[mode])
        demands = tuple(
            (
                p.demands.resource[d],
                int(p.demands.amount[d]),
                duration if p.demands.span[d] == THROUGHOUT else p.length(p.demands.span[d]),
            )
            for d in p.row(p.modes.firstDemand, mode)
        )
        key = (machine, setup, duration, demands)
        if key in known:
            return known[key]
        domain = [(0, self.until)]
        if machine != NONE:
            calendar = p.row(p.machines.firstInterval, machine)
            free = [
                (
                    max(0, p.instant(p.machines.intervalStart[k])) + setup,
                    (p.instant(p.machines.intervalEnd[k]) if p.machines.intervalEnd[k] < NEVER else self.until)
                    - duration,
                )
                for k in calendar
            ]
            domain = intersect(domain, [(low, high) for low, high in free if low <= high])
            resource = p.machines.setupResource[machine]
            if resource != NONE and setup > 0:
                domain = self._staffed(domain, resource, int(p.machines.setupAmount[machine]), (setup, 0))
        for resource, amount, span in demands:
            domain = self._staffed(domain, resource, amount, (0, span))
        known[key] = domain
        return domain

    def _staffed(self, domain, resource, amount, around):
        before, after = around
        if before + after == 0:
            return domain
        free = [(low + before, high - after) for low, high in self.capacity[resource].at_least(amount)]
        return intersect(domain, [(low, high) for low, high in free if low <= high])

    def setup(self, machine, before, state):
        p = self.problem
        return p.length(p.machines.setupTime[p.machines.firstSetup[machine] + before * p.machines.states[machine] + state])

    def setups(self, machine, state):
        """Every set-up that may come before a task in this state, by the state before."""
        p = self.problem
        befores = set(range(p.machines.states[machine])) | {p.machines.initialState[machine]}
        return {before: self.setup(machine, before, state) for before in befores}

    def shortest_setup(self, machine, state):
        return min(self.setups(machine, state).values())
