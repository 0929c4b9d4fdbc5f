"""A known solution in the words of the model: where the search may start."""

import json

from .problem import NONE


class Hint:
    """Per operation: mode (NONE: lost), start and end in ticks, and the lowest operation of its task."""

    def __init__(self, problem, document):
        self.document = document
        self.mode = list(document["operations"]["mode"])
        self.start = [None if s is None else problem.instant(s) for s in document["operations"]["start"]]
        task = document["operations"]["task"]
        self.leader = [NONE] * problem.operations.count
        self.end = [None] * problem.operations.count
        first, members = {}, {}
        for o in range(problem.operations.count):
            if problem.operations.frozenTask[o] != NONE:
                self.mode[o] = problem.operations.firstMode[o]
                self.start[o] = problem.instant(problem.operations.frozenStart[o])
            if self.mode[o] == NONE:
                continue
            key = ("shared", task[o]) if task[o] != NONE else ("alone", o)
            self.leader[o] = first.setdefault(key, o)
            members.setdefault(self.leader[o], []).append(o)
        self.members = members
        for group in members.values():
            length = max(problem.length(problem.modes.duration[self.mode[o]]) for o in group)
            for o in group:
                self.end[o] = self.start[o] + length
        self.occurrences = [[] for _ in range(problem.maintenance.count)]
        rows, starts = document["maintenance"]["row"], document["maintenance"]["start"]
        for row, start in sorted(zip(rows, starts)):
            self.occurrences[row].append(problem.instant(start))

    def keeps(self, problem, order):
        jobs, operations = problem.jobs, problem.operations
        return all(
            self.mode[o] != NONE
            for job in problem.row(problem.orders.firstJob, order)
            for o in problem.row(jobs.firstOperation, job)
            if operations.frozenTask[o] == NONE
        )


def read_hint(problem, path):
    with open(path, encoding="utf-8") as file:
        document = json.load(file)
    if document.get("format") != "seqplan-solution":
        raise ValueError("not a seqplan-solution")
    return Hint(problem, document)
