"""
Whether the members of runs fit their lanes: the greedy rule by which seqplan reads solutions (most conflicts first, then largest, lowest lane
first). The model knows only that clashing members need lanes of their own, so a solution that does not pack is passed over.
"""

from .problem import NONE

CLASH_NOTHING, CLASH_BATCH = 0, 2


class Packing:
    def __init__(self, lab):
        self.problem = lab.problem
        self.is_frozen = lab.times.is_frozen
        clashes = lab.problem.clashes
        self.others = [set(clashes.other[clashes.first[c] : clashes.first[c + 1]]) for c in range(clashes.count)]

    def packs(self, document):
        modes, tasks = self.problem.modes, {}
        for o, task in enumerate(document["operations"]["task"]):
            mode = document["operations"]["mode"][o]
            if mode != NONE and not self.is_frozen(o) and modes.unit[mode] > 0:
                tasks.setdefault(task, []).append((o, mode))
        return all(self._fits(members) for members in tasks.values())

    def _clash(self, a, b):
        return a != NONE and b != NONE and b in self.others[a]

    def _fits(self, members):
        modes = self.problem.modes
        mode = members[0][1]
        unit, scope = modes.unit[mode], modes.clashScope[mode]
        sizes = [modes.size[m] for _, m in members]
        classes = [self.problem.operations.clashClass[o] for o, _ in members]
        count = range(len(members))
        degree = [
            0 if scope == CLASH_NOTHING else sum(1 for j in count if j != i and self._clash(classes[i], classes[j]))
            for i in count
        ]
        if scope == CLASH_BATCH and any(degree):
            return False
        left = [unit] * round(modes.capacity[mode] / unit)
        holds = [set() for _ in left]
        for i in sorted(count, key=lambda i: (-degree[i], -sizes[i], classes[i], i)):
            rest = sizes[i]
            for u, room in enumerate(left):
                if rest <= 0:
                    break
                if room <= 0 or degree[i] > 0 and any(self._clash(classes[i], classes[j]) for j in holds[u]):
                    continue
                load = min(room, rest)
                left[u] -= load
                rest -= load
                holds[u].add(i)
            if rest > 0:
                return False
        return True
