"""Flexible maintenance: occurrences by time in their windows and, where runs are counted, before the run that would be one too many."""

import math

from .problem import NONE


def add_upkeep(lab):
    """Per row of the maintenance table: a list of (start, is planned)."""
    return [_row(lab, row) for row in range(lab.problem.maintenance.count)]


def _row(lab, row):
    p, cp, table = lab.problem, lab.cp, lab.problem.maintenance
    machines = [table.machine[k] for k in p.row(table.firstMachine, row)]
    length = p.length(table.duration[row])
    every, early, late = (p.length(column[row]) for column in (table.every, table.early, table.late))
    by_runs = table.everyRuns[row]
    horizon = p.instant(p.horizon)
    free = max([0, p.instant(table.freeFrom[row])] + [_running_until(lab, machine) for machine in machines])
    first_due = p.instant(table.lastDone[row]) + every
    count = _most(lab, row, machines, horizon)
    if lab.hint is not None:
        count = max(count, len(lab.hint.occurrences[row]))
    occurrences, due = [], first_due
    for k in range(count):
        hints = lab.hint.occurrences[row] if lab.hint is not None else []
        start = lab.int(free, lab.times.until, hints[k] if k < len(hints) else free)
        planned = lab.bool(None if lab.hint is None else k < len(hints))
        if occurrences:
            before, is_before = occurrences[-1]
            cp.add_implication(planned, is_before)
            cp.add(start >= before + length).only_enforce_if(planned)
        if every > 0:
            is_blocked = k == 0 and free > due + late
            if not is_blocked:
                cp.add(start <= due + late).only_enforce_if(planned)
                if by_runs == 0:
                    cp.add(start >= due - early).only_enforce_if(planned)
            _required(lab, planned, occurrences, max(due + late, free) if k == 0 else due + late, horizon)
            due = start + length + every
        interval = cp.new_optional_fixed_size_interval_var(start, length, planned, "")
        for machine in machines:
            lab.occupied[machine].append(interval)
        if table.resource[row] != NONE:
            lab.load[table.resource[row]].append((interval, int(table.amount[row])))
        occurrences.append((start, planned))
    if every > 0 and occurrences:
        # The last one possible is the last one needed.
        last, is_last = occurrences[-1]
        cp.add(last + length + every + late >= horizon).only_enforce_if(is_last)
    if by_runs > 0:
        for k in p.row(table.firstMachine, row):
            rule = {"row": row, "limit": by_runs, "since": table.runsSince[k], "length": length}
            _count_runs(lab, table.machine[k], rule, occurrences)
    return occurrences


def _running_until(lab, machine):
    p = lab.problem
    ends = [
        lab.end[o]
        for o in range(p.operations.count)
        if lab.times.is_frozen(o) and p.modes.machine[p.operations.firstMode[o]] == machine
    ]
    return max(ends, default=0)


def _most(lab, row, machines, horizon):
    """No plan needs more occurrences."""
    p, table = lab.problem, lab.problem.maintenance
    by_time = 0
    if table.every[row] > 0:
        pace = p.length(table.every[row] + table.duration[row]) - p.length(table.early[row])
        left = horizon - p.instant(table.lastDone[row]) - p.length(table.every[row]) - p.length(table.late[row])
        if left > 0:
            by_time = 1 + math.floor(left / max(1, pace))
    if table.everyRuns[row] == 0:
        return by_time
    runs = max(_runs_possible(lab, machine) for machine in machines)
    since = max(table.runsSince[k] for k in p.row(table.firstMachine, row))
    return by_time + min(4, max(0, math.ceil((runs + since) / table.everyRuns[row]) - 1))


def _runs_possible(lab, machine):
    p = lab.problem
    return sum(1 for o in lab.open if any(p.modes.machine[m] == machine for m in lab.modes(o)))


def _required(lab, planned, before, latest, horizon):
    """Planned, unless it may begin at or after the horizon or the one before it is not planned."""
    cp = lab.cp
    if not before:
        if latest < horizon:
            cp.add(planned == 1)
        return
    cp.add(latest >= horizon).only_enforce_if([before[-1][1], planned.negated()])


def _count_runs(lab, machine, rule, occurrences):
    """Tasks that start between two occurrences, those after the horizon aside, are at most the limit."""
    p, cp = lab.problem, lab.cp
    horizon = p.instant(p.horizon)
    runs = [(o, m) for o in lab.open for m in lab.modes(o) if p.modes.machine[m] == machine]
    if len({o for o, _ in runs}) + rule["since"] <= rule["limit"]:
        return
    counted = [[] for _ in range(len(occurrences) + 1)]
    for o, m in runs:
        is_here = lab.hinted(o) and lab.hint.leader[o] == o and lab.hint.mode[o] == m
        place = _hinted_place(lab, o, rule["row"], horizon) if is_here else None
        literals = []
        for k in range(len(occurrences) + 1):
            literal = lab.bool(None if lab.hint is None else place == k)
            if k > 0:
                start, planned = occurrences[k - 1]
                cp.add_implication(literal, planned)
                cp.add(lab.start[o] >= start + rule["length"]).only_enforce_if(literal)
            if k < len(occurrences):
                start, planned = occurrences[k]
                cp.add(lab.end[o] <= start).only_enforce_if([literal, planned])
            counted[k].append(literal)
            literals.append(literal)
        beyond = lab.bool(None if lab.hint is None else place == "beyond")
        cp.add(lab.start[o] >= horizon).only_enforce_if(beyond)
        cp.add(sum(literals) + beyond == lab.runs[m])
    for k, literals in enumerate(counted):
        cp.add(sum(literals) <= rule["limit"] - (rule["since"] if k == 0 else 0))


def _hinted_place(lab, o, row, horizon):
    """Which occurrence of the hint the task comes after."""
    if lab.hint.start[o] >= horizon:
        return "beyond"
    return sum(1 for start in lab.hint.occurrences[row] if start <= lab.hint.start[o])
