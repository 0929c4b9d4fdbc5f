"""
Levels one after the other within one budget of processor time.

A level that is proved, or whose share of the time is used up, becomes a constraint, and its solution the hint of the next. The last solution whose lanes
can be packed counts.
"""

import resource
import threading

from ortools.sat.python import cp_model

from .objective import SCALE, Objective
from .packing import Packing
from .problem import NONE

# Share of the whole budget after which each level gives way to the next.
SHARES = (0.4, 0.75, 1.0)


def processor_seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


class Watch(cp_model.CpSolverSolutionCallback):
    """Keeps the last solution that can be packed."""

    def __init__(self, keep):
        super().__init__()
        self._keep = keep

    def on_solution_callback(self):
        self._keep(self.value)


class Search:
    def __init__(self, lab, options):
        self.lab = lab
        self.options = options
        self.objective = Objective(lab)
        self.packing = Packing(lab)
        # Whoever starts from a solution has at least that one.
        self.document = lab.hint.document if lab.hint is not None else None
        self.log = []
        self.began = processor_seconds()

    def run(self):
        levels = [k for k in range(min(3, len(self.lab.problem.levels)))]
        expressions = {k: self.objective.level(k) for k in levels}
        self.lab.fill_hint()
        for k in levels:
            if k == 0 and self._loses_nothing():
                self.lab.cp.add(expressions[k] <= 0)
                continue
            value = self._solve(f"level {k + 1}", expressions[k], SHARES[k])
            if value is None:
                return
            slack = self.lab.problem.levels[k].get("tolerance", 0)
            self.lab.cp.add(expressions[k] <= value + round(abs(value) * slack))

    def _loses_nothing(self):
        lab = self.lab
        return lab.hint is not None and all(lab.hint.keeps(lab.problem, k) for k in range(lab.problem.orders.count))

    def left(self, share):
        return self.options.seconds * share - (processor_seconds() - self.began)

    def _solve(self, name, expression, share):
        left = self.left(share)
        if left <= 0.05:
            left = max(left, 0.1)
        cp = self.lab.cp
        cp.clear_objective()
        cp.minimize(expression)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = self.options.workers
        solver.parameters.random_seed = self.options.seed
        solver.parameters.max_time_in_seconds = 30 * left
        solver.parameters.log_search_progress = self.options.log
        if self.options.presolve == "none":
            solver.parameters.cp_model_presolve = False
        if self.options.presolve == "quick":
            # The default spends more than ten seconds on a model of this size before it searches at all.
            solver.parameters.cp_model_probing_level = 0
            solver.parameters.max_presolve_iterations = 1
            solver.parameters.symmetry_level = 0
        before = self.document
        # Without a solution there is no next level to leave time for.
        limits = (processor_seconds() + left, self.began + self.options.seconds)
        finished = threading.Event()
        alarm = threading.Thread(target=self._stop_at, args=(solver, limits, finished), daemon=True)
        alarm.start()
        start = processor_seconds()
        status = solver.solve(cp, Watch(self._keep))
        finished.set()
        alarm.join()
        used = processor_seconds() - start
        found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
        self.log.append(
            {
                "solve": name,
                "status": solver.status_name(status),
                "value": solver.objective_value / SCALE if found else None,
                "bound": solver.best_objective_bound / SCALE if found else None,
                "cpu": round(used, 2),
                "isNew": self.document is not before,
            }
        )
        if not found:
            return None
        cp.clear_hints()
        for index, value in enumerate(solver.response_proto.solution):
            cp.add_hint(cp.get_int_var_from_proto_index(index), value)
        return round(solver.objective_value)

    def _keep(self, value):
        document = self._solution(value)
        if self.packing.packs(document):
            self.document = document

    def _solution(self, value):
        lab = self.lab
        p = lab.problem
        count = p.operations.count
        mode, start, task = [NONE] * count, [None] * count, [NONE] * count
        for o in range(count):
            if lab.times.is_frozen(o):
                mode[o] = p.operations.firstMode[o]
                start[o] = p.operations.frozenStart[o]
                task[o] = count + p.operations.frozenTask[o]
                continue
            if not value(lab.kept[lab.order_of(o)]):
                continue
            mode[o] = next(m for m in lab.modes(o) if value(lab.uses[m]))
            start[o] = p.seconds(value(lab.start[o]))
            task[o] = next((i for i, literal in lab.batches.led_by.get(o, {}).items() if value(literal)), o)
        rows, starts = [], []
        for row, occurrences in enumerate(lab.occurrences):
            for begin, planned in occurrences:
                if value(planned):
                    rows.append(row)
                    starts.append(p.seconds(value(begin)))
        return {
            "format": "seqplan-solution",
            "version": 1,
            "problem": p.name,
            "operations": {"mode": mode, "start": start, "task": task},
            "maintenance": {"row": rows, "start": starts},
        }

    def _stop_at(self, solver, limits, finished):
        """Ends the search when the process has used its time, whatever else the machine does."""
        while not finished.wait(0.02):
            if processor_seconds() >= limits[1 if self.document is None else 0]:
                solver.stop_search()
