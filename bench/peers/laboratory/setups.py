"""
Occupation of machines with sequence-dependent set-ups, exact without a circuit.

Where every set-up before a state is equally long, it is part of the interval. Elsewhere the longest is assumed unless a link says
which task comes directly before, by which it is shorter. A link stretches the task before until the set-up begins, so that nothing else fits in
between; maintenance may, because it keeps the state.
"""

from .problem import NONE


def add_setups(lab):
    links = Links(lab)
    for o in lab.open:
        _begin(lab, o, links)
    links.add()
    for o in lab.open:
        for m in lab.modes(o):
            if lab.problem.modes.machine[m] != NONE:
                _occupy(lab, o, m)
        _staff(lab, o)


def _setup_range(lab, m):
    machine = lab.problem.modes.machine[m]
    lengths = lab.times.setups(machine, lab.problem.modes.state[m]).values()
    return min(lengths), max(lengths)


def _ranges(lab, o):
    return [_setup_range(lab, m) for m in lab.modes(o) if lab.problem.modes.machine[m] != NONE]


def _begin(lab, o, links):
    """start less set-up: an expression where the set-up is always the same, else a variable that the links decide."""
    ranges = _ranges(lab, o)
    if not ranges:
        lab.begin[o] = lab.start[o]
        return
    shortest, longest = min(low for low, _ in ranges), max(high for _, high in ranges)
    if shortest == longest:
        lab.begin[o] = lab.start[o] - longest
        return
    low = lab.times.domain[o][0][0] if lab.times.domain[o] else 0
    high = lab.times.domain[o][-1][1] if lab.times.domain[o] else 0
    hint = None
    if lab.hinted(o):
        hint = lab.hint.start[lab.hint.leader[o]] - links.hinted_setup(o)
    lab.begin[o] = lab.int(min(0, low - longest), high, hint)
    lab.cp.add(lab.begin[o] >= 0).only_enforce_if(lab.kept[lab.order_of(o)])
    links.want(o)


def _occupy(lab, o, m):
    p, cp = lab.problem, lab.cp
    machine = p.modes.machine[m]
    low, high = _setup_range(lab, m)
    if low == high and lab.batches.is_fixed(o) and o not in lab.varying:
        interval = cp.new_optional_fixed_size_interval_var(lab.start[o] - high, high + lab.length(m), lab.runs[m], "")
    else:
        hint = None
        if lab.hinted(o) and lab.hint.leader[o] == o:
            begin = lab.hinted_begin.get(o, lab.hint.start[o] - high)
            hint = lab.hint.end[o] - begin
        size = lab.int(0, high + lab._longest(o), hint)
        interval = cp.new_optional_interval_var(lab.begin[o], size, lab.end[o], lab.runs[m], "")
    lab.occupied[machine].append(interval)


def _staff(lab, o):
    """Operators during the set-up; once for the operation where all its machines ask for the same."""
    p, cp = lab.problem, lab.cp
    asked = {}
    for m in lab.modes(o):
        machine = p.modes.machine[m]
        if machine != NONE and p.machines.setupResource[machine] != NONE:
            key = (p.machines.setupResource[machine], int(p.machines.setupAmount[machine]))
            asked.setdefault(key, []).append(m)
    for (resource, amount), modes in asked.items():
        literals = [lab.leads[o]] if len(modes) == len(lab.modes(o)) else [lab.runs[m] for m in modes]
        ranges = [_setup_range(lab, m) for m in modes]
        for literal in literals:
            longest = max(high for _, high in ranges)
            if longest == 0:
                continue
            if o in lab.varying:
                hint = lab.hint.start[o] - lab.hinted_begin[o] if o in lab.hinted_begin else None
                size = lab.int(0, longest, hint)
                interval = cp.new_optional_interval_var(lab.begin[o], size, lab.start[o], literal, "")
            else:
                interval = cp.new_optional_fixed_size_interval_var(lab.start[o] - longest, longest, literal, "")
            lab.load[resource].append((interval, amount))


def _earliest(lab, o):
    domain = lab.times.domain[o]
    return domain[0][0] if domain else 0


class Links:
    """Which task comes directly before which, where that makes the set-up shorter than it could be."""

    def __init__(self, lab):
        self.lab = lab
        lab.varying = set()
        lab.hinted_begin = {}
        self._hinted = self._hinted_before() if lab.hint is not None else {}

    def want(self, o):
        self.lab.varying.add(o)

    def _hinted_before(self):
        """Per leader of the hint: (leader before it on its machine or None, set-up)."""
        lab, p = self.lab, self.lab.problem
        rows = {}
        for leader in lab.hint.members:
            machine = p.modes.machine[lab.hint.mode[leader]]
            if machine != NONE:
                rows.setdefault(machine, []).append(leader)
        found = {}
        for machine, leaders in rows.items():
            state, before = p.machines.initialState[machine], None
            for leader in sorted(leaders, key=lambda o: (lab.hint.start[o], o)):
                own = p.modes.state[lab.hint.mode[leader]]
                found[leader] = (before, lab.times.setup(machine, state, own))
                state, before = own, leader
        return found

    def hinted_setup(self, o):
        leader = self.lab.hint.leader[o]
        setup = self._hinted[leader][1]
        if leader == o:
            self.lab.hinted_begin[o] = self.lab.hint.start[o] - setup
        return setup

    def add(self):
        lab, p, cp = self.lab, self.lab.problem, self.lab.cp
        self.into = {}
        self.out = {}
        for j in sorted(lab.varying):
            for m in lab.modes(j):
                self._candidates(j, m)
        self._ends = {}
        for i, links in self.out.items():
            self._stretch(i, links)
        for j in sorted(lab.varying):
            self._choose(j)
        self._blocks()

    def _candidates(self, j, m):
        """Links into mode m of j: from tasks on the same machine that could end before, and from the machine as it stands."""
        lab, p = self.lab, self.lab.problem
        machine, state = p.modes.machine[m], p.modes.state[m]
        setups = lab.times.setups(machine, state)
        longest = max(setups.values())
        if not hasattr(self, "_on_machine"):
            self._on_machine = {}
            for o in lab.open:
                for mode in lab.modes(o):
                    if p.modes.machine[mode] != NONE and lab.times.domain[o]:
                        self._on_machine.setdefault(p.modes.machine[mode], []).append((o, mode))
            self._running_on = {}
            for o in range(p.operations.count):
                if lab.times.is_frozen(o) and p.modes.machine[p.operations.firstMode[o]] != NONE:
                    mode = p.operations.firstMode[o]
                    known = self._running_on.get(p.modes.machine[mode])
                    if known is None or known[0] < lab.end[o]:
                        self._running_on[p.modes.machine[mode]] = (lab.end[o], p.modes.state[mode])
        end, before = self._running_on.get(machine, (0, p.machines.initialState[machine]))
        if setups.get(before, longest) < longest:
            self._link(("machine", machine, end), None, j, m, setups[before])
        if not lab.times.domain[j]:
            return
        near = []
        for i, mode in self._on_machine[machine]:
            if i == j or setups.get(p.modes.state[mode], longest) >= longest:
                continue
            if lab.times.est[i] >= lab.times.domain[j][-1][1] or p.operations.job[i] == p.operations.job[j] and i > j:
                continue
            is_hinted = (
                lab.hinted(j)
                and lab.hint.mode[j] == m
                and lab.hint.leader[j] == j
                and self._hinted[j][0] == i
                and lab.hint.mode[i] == mode
            )
            near.append((not is_hinted, abs(lab.times.est[i] - lab.times.est[j]), i, mode))
        near.sort()
        for _, _, i, mode in near[: lab.options.links]:
            self._link(i, mode, j, m, setups[p.modes.state[mode]])

    def _link(self, i, mode, j, m, setup):
        lab, cp = self.lab, self.lab.cp
        hint = None
        if lab.hint is not None:
            hint = (
                lab.hinted(j)
                and lab.hint.leader[j] == j
                and lab.hint.mode[j] == m
                and (self._hinted[j][0] == i if mode is not None else self._first_in_hint(j))
                and (mode is None or lab.hint.mode[i] == mode)
            )
        literal = lab.bool(hint)
        self.into.setdefault(j, []).append((m, setup, literal))
        self.out.setdefault(i, []).append((literal, j, bool(hint)))
        cp.add_implication(literal, lab.runs[m])
        if mode is not None:
            cp.add_implication(literal, lab.runs[mode])

    def _first_in_hint(self, j):
        before = self._hinted[j][0]
        return before is None or self.lab.times.is_frozen(before)

    def _stretch(self, i, links):
        """The block of i ends with its task, or where the set-up of the task linked to it begins."""
        lab, cp = self.lab, self.lab.cp
        literals = [literal for literal, _, _ in links]
        cp.add_at_most_one(literals)
        if isinstance(i, tuple):
            low = i[2]
            end = lab.int(low, lab.times.until, next((self._begin_hint(j) for _, j, h in links if h), low))
        else:
            low = min(lab.times.est[i], _earliest(lab, i))
            alone = lab.hint.end[i] if lab.hinted(i) else _earliest(lab, i)
            hint = None if lab.hint is None else next((self._begin_hint(j) for _, j, h in links if h), alone)
            end = lab.int(low, lab.times.until * 2, hint)
            free = lab.bool(None if lab.hint is None else not any(h for _, _, h in links))
            cp.add_bool_or([free, *literals])
            cp.add(end == lab.end[i]).only_enforce_if(free)
            cp.add(end >= lab.end[i]).only_enforce_if(lab.leads[i])
        for literal, j, _ in links:
            cp.add(end == lab.begin[j]).only_enforce_if(literal)
        self._ends[i] = end

    def _begin_hint(self, j):
        return self.lab.hinted_begin.get(j, self.lab.hint.start[j] if self.lab.hinted(j) else 0)

    def _choose(self, j):
        lab, p, cp = self.lab, self.lab.problem, self.lab.cp
        for m in lab.modes(j):
            links = [(setup, literal) for mode, setup, literal in self.into.get(j, []) if mode == m]
            _, longest = _setup_range(lab, m)
            if not links:
                cp.add(lab.begin[j] == lab.start[j] - longest).only_enforce_if(lab.runs[m])
                continue
            is_hinted = None
            if lab.hint is not None:
                runs = lab.hinted(j) and lab.hint.leader[j] == j and lab.hint.mode[j] == m
                is_hinted = runs and self._hinted[j][1] == longest
            plain = lab.bool(is_hinted)
            cp.add(plain + sum(literal for _, literal in links) == lab.runs[m])
            cp.add(lab.begin[j] == lab.start[j] - longest).only_enforce_if(plain)
            for setup, literal in links:
                cp.add(lab.begin[j] == lab.start[j] - setup).only_enforce_if(literal)

    def _blocks(self):
        """On every machine with links: tasks from the beginning of their set-up to the end of their block do not overlap."""
        lab, p, cp = self.lab, self.lab.problem, self.lab.cp
        machines = {p.modes.machine[m] for j in lab.varying for m in lab.modes(j)}
        blocks = {machine: [] for machine in machines}
        for i, end in self._ends.items():
            if isinstance(i, tuple):
                used = lab.bool(None if lab.hint is None else any(h for _, _, h in self.out[i]))
                cp.add_bool_or([used.negated(), *(literal for literal, _, _ in self.out[i])])
                for literal, _, _ in self.out[i]:
                    cp.add_implication(literal, used)
                begin = next((self._begin_hint(j) for _, j, h in self.out[i] if h), i[2])
                size = lab.int(0, lab.times.until, None if lab.hint is None else begin - i[2])
                blocks[i[1]].append(cp.new_optional_interval_var(i[2], size, end, used, ""))
        for o in lab.open:
            for m in lab.modes(o):
                machine = p.modes.machine[m]
                if machine not in machines:
                    continue
                end = self._ends.get(o, lab.end[o])
                size = lab.int(0, lab.times.until * 2, self._block_hint(o, m))
                blocks[machine].append(cp.new_optional_interval_var(lab.begin[o], size, end, lab.runs[m], ""))
        for intervals in blocks.values():
            cp.add_no_overlap(intervals)

    def _block_hint(self, o, m):
        lab = self.lab
        if lab.hint is None or not lab.hinted(o) or lab.hint.leader[o] != o:
            return None if lab.hint is None else 0
        until = next((self._begin_hint(j) for _, j, h in self.out.get(o, []) if h), lab.hint.end[o])
        return until - self._begin_hint_of(o, m)

    def _begin_hint_of(self, o, m):
        if o in self.lab.hinted_begin:
            return self.lab.hinted_begin[o]
        return self.lab.hint.start[o] - _setup_range(self.lab, m)[1]
