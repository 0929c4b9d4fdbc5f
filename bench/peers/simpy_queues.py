"""SimPy 4 on the two queues of bench/simulation.ts, with the very draws that our kernel gets.

Reads a folder with workload.json and little-endian float64 files, runs one model, and prints one JSON line:
{"seconds": processor time of the run alone, "result": what the model computed}. Reading files and importing are not timed.

  simpy_queues.py FOLDER queue|line
"""

import array
import json
import pathlib
import sys
import time

import simpy


def numbers(folder, name):
    values = array.array("d")
    values.frombytes((folder / name).read_bytes())
    return values


def queue(folder, workload):
    """M/M/c: a resource with c servers, one process per customer."""
    gaps, services = numbers(folder, "gaps.f64"), numbers(folder, "services.f64")
    env = simpy.Environment()
    servers = simpy.Resource(env, capacity=workload["servers"])
    totals = {"wait": 0.0, "end": 0.0}

    def customer(service):
        arrived = env.now
        with servers.request() as turn:
            yield turn
            totals["wait"] += env.now - arrived
            yield env.timeout(service)
        totals["end"] = env.now

    def source():
        for gap, service in zip(gaps, services):
            yield env.timeout(gap)
            env.process(customer(service))

    env.process(source())
    return env, totals


def line(folder, workload):
    """A tandem line: stations one after the other, each with one server that breaks down at work and goes on after its repair."""
    gaps, services = numbers(folder, "gaps.f64"), numbers(folder, "services.f64")
    uptimes, repairs = numbers(folder, "uptimes.f64"), numbers(folder, "repairs.f64")
    stations, failures = workload["stations"], workload["failures"]
    env = simpy.Environment()
    servers = [simpy.Resource(env, capacity=1) for _ in range(stations)]
    # Of each station: work left until it breaks, and which of its breakdowns comes next.
    left = [uptimes[s * failures] for s in range(stations)]
    count = [0] * stations
    totals = {"flow": 0.0, "end": 0.0, "breakdowns": 0}

    def work(station, service):
        while service > left[station]:
            service -= left[station]
            yield env.timeout(left[station])
            k = station * failures + count[station] % failures
            count[station] += 1
            totals["breakdowns"] += 1
            yield env.timeout(repairs[k])
            left[station] = uptimes[station * failures + count[station] % failures]
        left[station] -= service
        yield env.timeout(service)

    def part(number):
        arrived = env.now
        for station in range(stations):
            with servers[station].request() as turn:
                yield turn
                yield from work(station, services[number * stations + station])
        totals["flow"] += env.now - arrived
        totals["end"] = env.now

    def source():
        for number, gap in enumerate(gaps):
            yield env.timeout(gap)
            env.process(part(number))

    env.process(source())
    return env, totals


def main():
    folder, model = pathlib.Path(sys.argv[1]), sys.argv[2]
    workload = json.loads((folder / "workload.json").read_text())
    env, totals = {"queue": queue, "line": line}[model](folder, workload)
    begin = time.process_time()
    env.run()
    seconds = time.process_time() - begin
    print(json.dumps({"seconds": seconds, "result": totals}))


main()
