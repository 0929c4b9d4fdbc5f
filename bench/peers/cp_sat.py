"""CP-SAT on a problem.json of `seqplan export-problem`: writes a solution.json. See README.md beside it."""

import argparse
import json
import sys
import time

from laboratory.hint import read_hint
from laboratory.model import LabModel
from laboratory.problem import read_problem
from laboratory.search import Search, processor_seconds


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("problem")
    parser.add_argument("--seconds", type=float, default=10, help="processor time of the search; the model is built before")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--hint", help="solution.json to start from")
    parser.add_argument("--neighbours", type=int, default=24, help="later partners that an operation may share a task with")
    parser.add_argument("--links", type=int, default=6, help="predecessors per mode that may shorten a set-up")
    parser.add_argument("--presolve", choices=["full", "quick", "none"], default="none")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--log", action="store_true")
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    problem = read_problem(options.problem)
    hint = read_hint(problem, options.hint) if options.hint else None
    began = time.perf_counter()
    lab = LabModel(problem, hint, options)
    search = Search(lab, options)
    built = time.perf_counter() - began
    search.began = processor_seconds()
    search.run()
    report = {
        "found": search.document is not None,
        "buildSeconds": round(built, 2),
        "searchCpuSeconds": round(processor_seconds() - search.began, 2),
        "variables": len(lab.cp.proto.variables),
        "constraints": len(lab.cp.proto.constraints),
        "solves": search.log,
    }
    print(json.dumps(report))
    if search.document is None:
        sys.exit(3)
    with open(options.out, "w", encoding="utf-8") as file:
        json.dump(search.document, file)


if __name__ == "__main__":
    main()
