"""CP-SAT on job shops, flexible job shops and projects: writes the same solution file as `seqplan solve`. See README.md beside it."""

import argparse
import json
import pathlib
import resource
import sys
import threading

from ortools.sat.python import cp_model


def numbers(text):
    return [[int(float(word)) for word in line.split()] for line in text.splitlines() if line.strip() and not line.startswith("#")]


def read_jobs(text, form):
    """Per job, per operation: alternatives (machine from 0, duration)."""
    head, *rows = numbers(text)
    rows = rows[: head[0]]
    if form == "jsp":
        return [[[(row[k], row[k + 1])] for k in range(0, len(row), 2)] for row in rows]
    jobs = []
    for row in rows:
        entries = iter(row[1:])
        jobs.append([[(next(entries) - 1, next(entries)) for _ in range(next(entries))] for _ in range(row[0])])
    return jobs


def read_project(text):
    """Capacities; per activity (duration, demands, successors from 0)."""
    words = iter([word for row in numbers(text) for word in row])
    count, resources = next(words), next(words)
    capacities = [next(words) for _ in range(resources)]
    activities = []
    for _ in range(count):
        duration = next(words)
        demands = [next(words) for _ in range(resources)]
        activities.append((duration, demands, [next(words) - 1 for _ in range(next(words))]))
    return capacities, activities


def shop_model(jobs):
    cp = cp_model.CpModel()
    horizon = sum(max(duration for _, duration in alternatives) for job in jobs for alternatives in job)
    makespan = cp.new_int_var(0, horizon, "")
    on_machine, chosen = {}, []
    for j, job in enumerate(jobs):
        previous = 0
        for k, alternatives in enumerate(job):
            start, end = cp.new_int_var(0, horizon, ""), cp.new_int_var(0, horizon, "")
            cp.add(start >= previous)
            literals = []
            for machine, duration in alternatives:
                if len(alternatives) == 1:
                    interval = cp.new_interval_var(start, duration, end, "")
                    literal = True
                else:
                    literal = cp.new_bool_var("")
                    interval = cp.new_optional_interval_var(start, duration, end, literal, "")
                literals.append((literal, machine, duration))
                on_machine.setdefault(machine, []).append(interval)
            if len(alternatives) > 1:
                cp.add_exactly_one(literal for literal, _, _ in literals)
            chosen.append((j, k, start, literals))
            previous = end
        cp.add(makespan >= previous)
    for intervals in on_machine.values():
        cp.add_no_overlap(intervals)
    cp.minimize(makespan)

    def solution(value):
        rows = []
        for j, k, start, literals in chosen:
            machine, duration = next((m, d) for literal, m, d in literals if literal is True or value(literal))
            rows.append({"job": j, "operation": k, "machine": machine, "start": value(start), "end": value(start) + duration})
        return {"operations": rows}

    return cp, solution


def project_model(capacities, activities):
    cp = cp_model.CpModel()
    horizon = sum(duration for duration, _, _ in activities)
    starts = [cp.new_int_var(0, horizon, "") for _ in activities]
    intervals = [cp.new_fixed_size_interval_var(start, a[0], "") for start, a in zip(starts, activities)]
    for start, (duration, _, successors) in zip(starts, activities):
        for successor in successors:
            cp.add(starts[successor] >= start + duration)
    for r, capacity in enumerate(capacities):
        using = [(interval, a[1][r]) for interval, a in zip(intervals, activities) if a[1][r] > 0 and a[0] > 0]
        if using:
            cp.add_cumulative([interval for interval, _ in using], [amount for _, amount in using], capacity)
    makespan = cp.new_int_var(0, horizon, "")
    for start, (duration, _, _) in zip(starts, activities):
        cp.add(makespan >= start + duration)
    cp.minimize(makespan)

    def solution(value):
        return {
            "activities": [
                {"activity": k, "start": value(start), "end": value(start) + activities[k][0]}
                for k, start in enumerate(starts)
            ]
        }

    return cp, solution


def processor_seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def stop_when_used(solver, seconds, finished):
    until = processor_seconds() + seconds
    while not finished.wait(0.02):
        if processor_seconds() >= until:
            solver.stop_search()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("instance")
    parser.add_argument("--format", choices=["jsp", "fjsp", "rcpsp"], required=True)
    parser.add_argument("--seconds", type=float, default=10, help="processor time of the search")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    text = pathlib.Path(options.instance).read_text(encoding="utf-8")
    if options.format == "rcpsp":
        cp, solution = project_model(*read_project(text))
    else:
        cp, solution = shop_model(read_jobs(text, options.format))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = options.workers
    solver.parameters.random_seed = options.seed
    # Processor time decides; this only ends what would hang.
    solver.parameters.max_time_in_seconds = 60 * options.seconds
    finished = threading.Event()
    began = processor_seconds()
    alarm = threading.Thread(target=stop_when_used, args=(solver, options.seconds, finished), daemon=True)
    alarm.start()
    status = solver.solve(cp)
    finished.set()
    alarm.join()
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        print(solver.status_name(status))
        sys.exit(3)
    document = {
        "problem": options.format,
        "instance": pathlib.Path(options.instance).stem,
        "objective": round(solver.objective_value),
        "bound": round(solver.best_objective_bound),
        "seconds": round(processor_seconds() - began, 3),
        "iterations": solver.num_branches,
        "workers": options.workers,
        "seed": options.seed,
        **solution(solver.value),
    }
    pathlib.Path(options.out).write_text(json.dumps(document), encoding="utf-8")
    head = {key: document[key] for key in ("instance", "objective", "bound", "seconds", "iterations")}
    print(json.dumps(head))


if __name__ == "__main__":
    main()
