"""Tasks that operations share: who rides with whom, what fits, how long it lasts."""

import math

from .problem import NONE, THROUGHOUT

CLASH_UNIT, CLASH_BATCH = 1, 2


def add_batches(lab):
    return Batches(lab)


class Batches:
    """`rides[leader][follower]`: literals, leader < follower."""

    def __init__(self, lab):
        self.lab = lab
        self.rides = {}
        self.led_by = {}
        self._places = {o: self._places_of(o) for o in lab.open}
        self._cliques = clash_cliques(lab.problem.clashes)
        for i, j in self._pairs():
            literal = lab.bool(None if lab.hint is None else lab.hinted(j) and lab.hint.leader[j] == i)
            self.rides.setdefault(i, {})[j] = literal
            self.led_by.setdefault(j, {})[i] = literal
        for o in lab.open:
            self._leads(o)
        for o in lab.open:
            self._runs(o)
        for i, followers in self.rides.items():
            for j, literal in followers.items():
                self._together(i, j, literal)
            self._capacity(i, followers)
            self._clashes(i, followers)
        for o in lab.open:
            self._length(o)

    def _places_of(self, o):
        """Modes that can be shared, by (machine, key)."""
        p = self.lab.problem
        return {(p.modes.machine[m], p.modes.batchKey[m]): m for m in self.lab.modes(o) if p.modes.batchKey[m] != NONE}

    def _pairs(self):
        """Pairs that could be in one task: common place, time and room. For large problems only the nearest in time."""
        lab, p, times = self.lab, self.lab.problem, self.lab.times
        by_key = {}
        for o in lab.open:
            if times.domain[o]:
                for key in {key for _, key in self._places[o]}:
                    by_key.setdefault(key, []).append(o)
        pairs = set()
        for members in by_key.values():
            members.sort(key=lambda o: (times.est[o], o))
            for k, a in enumerate(members):
                near = 0
                for b in members[k + 1 :]:
                    if near >= lab.options.neighbours:
                        break
                    if self._could_share(a, b):
                        near += 1
                        pairs.add((min(a, b), max(a, b)))
        if lab.hint is not None:
            for leader, members in lab.hint.members.items():
                pairs.update((leader, o) for o in members if o != leader and not times.is_frozen(o))
        return sorted(pairs)

    def _could_share(self, a, b):
        p, times = self.lab.problem, self.lab.times
        if p.operations.job[a] == p.operations.job[b]:
            return False
        if times.domain[a][0][0] > times.domain[b][-1][1] or times.domain[b][0][0] > times.domain[a][-1][1]:
            return False
        clash = self._clash(a, b)
        for place in self._places[a].keys() & self._places[b].keys():
            x, y = self._places[a][place], self._places[b][place]
            if p.modes.size[x] + p.modes.size[y] > p.modes.capacity[x]:
                continue
            if clash and p.modes.clashScope[x] == CLASH_BATCH:
                continue
            return True
        return False

    def _clash(self, a, b):
        p = self.lab.problem
        x, y = p.operations.clashClass[a], p.operations.clashClass[b]
        return x != NONE and y != NONE and y in p.clashes.other[p.clashes.first[x] : p.clashes.first[x + 1]]

    def _leads(self, o):
        lab = self.lab
        kept = lab.kept[lab.order_of(o)]
        leaders = list(self.led_by.get(o, {}).values())
        if not leaders:
            lab.leads[o] = kept
            return
        lab.leads[o] = lab.bool(None if lab.hint is None else lab.hinted(o) and lab.hint.leader[o] == o)
        lab.cp.add(lab.leads[o] + sum(leaders) == kept)

    def _runs(self, o):
        """Modes of leaders: the intervals of machines hang on them."""
        lab = self.lab
        modes = lab.modes(o)
        if not self.led_by.get(o):
            for m in modes:
                lab.runs[m] = lab.uses[m]
            return
        if len(modes) == 1:
            lab.runs[modes[0]] = lab.leads[o]
            return
        for m in modes:
            is_hinted = None if lab.hint is None else lab.hint.mode[o] == m and lab.hint.leader[o] == o
            lab.runs[m] = lab.bool(is_hinted)
            lab.cp.add_implication(lab.runs[m], lab.uses[m])
        lab.cp.add(sum(lab.runs[m] for m in modes) == lab.leads[o])

    def _together(self, i, j, literal):
        lab, cp = self.lab, self.lab.cp
        cp.add_implication(literal, lab.leads[i])
        cp.add(lab.start[j] == lab.start[i]).only_enforce_if(literal)
        cp.add(lab.end[j] == lab.end[i]).only_enforce_if(literal)
        shared = self._places[i].keys() & self._places[j].keys()
        for place in shared:
            cp.add_bool_or([literal.negated(), lab.uses[self._places[i][place]].negated(), lab.uses[self._places[j][place]]])
        common = {self._places[i][place] for place in shared}
        for m in lab.modes(i):
            if m not in common:
                cp.add_implication(literal, lab.uses[m].negated())
        common = {self._places[j][place] for place in shared}
        for m in lab.modes(j):
            if m not in common:
                cp.add_implication(literal, lab.uses[m].negated())

    def _size(self, o):
        """The same in all modes that can be shared."""
        p = self.lab.problem
        return int(max((p.modes.size[m] for m in self._places[o].values()), default=0))

    def _capacity(self, i, followers):
        lab, p = self.lab, self.lab.problem
        load = sum(self._size(j) * literal for j, literal in followers.items())
        room = {m: int(p.modes.capacity[m]) - self._size(i) for m in self._places[i].values()}
        total = sum(self._size(j) for j in followers)
        most = max(room.values())
        if total > most:
            lab.cp.add(load <= most)
        for m, left in room.items():
            if left < most and total > left:
                lab.cp.add(load <= left).only_enforce_if(lab.uses[m])

    def _clashes(self, i, followers):
        """Of operations that clash pairwise, each takes units (or the batch) of its own."""
        lab, p = self.lab, self.lab.problem
        for m in self._places[i].values():
            scope = p.modes.clashScope[m]
            if scope not in (CLASH_UNIT, CLASH_BATCH):
                continue
            unit = p.modes.unit[m]
            units = 1 if scope == CLASH_BATCH or unit == 0 else round(p.modes.capacity[m] / unit)

            def taken(o):
                return 1 if scope == CLASH_BATCH or unit == 0 else math.ceil(self._size(o) / unit)

            for clique in self._cliques:
                clashing = [j for j in followers if p.operations.clashClass[j] in clique]
                own = taken(i) if p.operations.clashClass[i] in clique else 0
                if own + sum(taken(j) for j in clashing) <= units:
                    continue
                lab.cp.add(own + sum(taken(j) * followers[j] for j in clashing) <= units).only_enforce_if(lab.uses[m])

    def _lengths(self, o):
        """Lengths of the operation by place."""
        return {place: self.lab.length(m) for place, m in self._places[o].items()}

    def is_fixed(self, o):
        """Whether a task that the operation leads lasts as long as the operation alone."""
        own = self._lengths(o)
        return all(
            length <= own[place]
            for j in self.rides.get(o, {})
            for place, length in self._lengths(j).items()
            if place in own
        )

    def _length(self, o):
        lab, cp = self.lab, self.lab.cp
        own = sum(lab.length(m) * lab.uses[m] for m in lab.modes(o))
        is_equal = all(
            self._lengths(i).get(place, length) == length
            for i in self.led_by.get(o, {})
            for place, length in self._lengths(o).items()
        ) and all(self.is_fixed(i) for i in self.led_by.get(o, {}))
        if self.is_fixed(o):
            equation = cp.add(lab.end[o] == lab.start[o] + own)
            if not is_equal:
                equation.only_enforce_if(lab.leads[o])
            return
        followers = [
            max(self._lengths(j).values()) * literal
            for j, literal in self.rides[o].items()
            if max(self._lengths(j).values()) > min(self._lengths(o).values())
        ]
        hint = lab.hint.end[o] - lab.hint.start[o] if lab.hinted(o) else None
        length = lab.int(0, lab._longest(o), hint)
        cp.add_max_equality(length, [own, *followers])
        cp.add(lab.end[o] == lab.start[o] + length).only_enforce_if(lab.leads[o])

    def merged(self, o, demands):
        """What a task led by `o` takes. Where a follower may ask for more or longer, the most of any is reserved."""
        p = self.lab.problem
        most = {resource: [amount, span] for resource, amount, span in demands}
        for j in self.rides.get(o, {}):
            for m in self._places[j].values():
                for d in p.row(p.modes.firstDemand, m):
                    resource, amount, span = p.demands.resource[d], int(p.demands.amount[d]), p.demands.span[d]
                    known = most.setdefault(resource, [amount, span])
                    known[0] = max(known[0], amount)
                    known[1] = THROUGHOUT if THROUGHOUT in (known[1], span) else max(known[1], span)
        return [(resource, amount, span) for resource, (amount, span) in most.items()]


def clash_cliques(clashes):
    """Maximal sets of classes that clash with each other and each with itself."""
    others = [set(clashes.other[clashes.first[c] : clashes.first[c + 1]]) for c in range(clashes.count)]
    members = [c for c in range(clashes.count) if c in others[c]]
    found = []

    def grow(clique, candidates, excluded):
        if not candidates and not excluded:
            found.append(frozenset(clique))
        for c in sorted(candidates):
            grow(clique | {c}, candidates & others[c] - {c}, excluded & others[c] - {c})
            candidates = candidates - {c}
            excluded = excluded | {c}

    if members:
        grow(set(), set(members), set())
    return found
