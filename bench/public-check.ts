/**
 * A naive judge of job shop schedules, written from the description of the formats and sharing nothing with the solver:
 * it reads the instance itself and recomputes the makespan.
 */

interface Planned {
  readonly job: number;
  readonly operation: number;
  readonly machine: number;
  readonly start: number;
  readonly end: number;
}

export type Verdict = { readonly makespan: number } | { readonly fault: string };

export function checkShop(format: 'jsp' | 'fjsp', instance: string, operations: readonly Planned[]): Verdict {
  const jobs = format === 'jsp' ? jobsOfJsp(instance) : jobsOfFjsp(instance);
  const byKey = new Map(operations.map((planned) => [`${planned.job}.${planned.operation}`, planned]));
  const total = jobs.reduce((sum, job) => sum + job.length, 0);
  if (operations.length !== total || byKey.size !== total)
    return { fault: `${operations.length} operations, not ${total}` };
  for (const [j, job] of jobs.entries()) {
    let free = 0;
    for (const [k, alternatives] of job.entries()) {
      const planned = byKey.get(`${j}.${k}`);
      if (planned === undefined) return { fault: `operation ${j}.${k} is missing` };
      const { machine, start, end } = planned;
      const isAllowed = alternatives.some((one) => one.machine === machine && one.duration === end - start);
      if (!isAllowed) return { fault: `operation ${j}.${k} may not take ${end - start} on machine ${machine}` };
      if (start < free) return { fault: `operation ${j}.${k} starts at ${start}, before ${free}` };
      free = end;
    }
  }
  return overlapOf(operations) ?? { makespan: Math.max(...operations.map((planned) => planned.end)) };
}

function overlapOf(operations: readonly Planned[]): Verdict | undefined {
  const sorted = operations.toSorted((a, b) => a.machine - b.machine || a.start - b.start || a.end - b.end);
  for (const [k, planned] of sorted.entries()) {
    const next = sorted[k + 1];
    if (next === undefined || next.machine !== planned.machine || next.start >= planned.end) continue;
    return {
      fault: `machine ${planned.machine}: ${planned.job}.${planned.operation} overlaps ${next.job}.${next.operation}`,
    };
  }
  return undefined;
}

interface Alternative {
  readonly machine: number;
  readonly duration: number;
}

function rowsOf(text: string): number[][] {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
  return lines.map((line) => line.trim().split(/\s+/).map(Number));
}

function jobsOfJsp(text: string): Alternative[][][] {
  const [size = [], ...rows] = rowsOf(text);
  return rows
    .slice(0, size[0])
    .map((row) =>
      Array.from({ length: row.length / 2 }, (_, k) => [{ machine: row[2 * k] ?? -1, duration: row[2 * k + 1] ?? -1 }]),
    );
}

function jobsOfFjsp(text: string): Alternative[][][] {
  const [size = [], ...rows] = rowsOf(text);
  return rows.slice(0, size[0]).map(([count = 0, ...rest]) =>
    Array.from({ length: count }, () => {
      const alternatives = rest.shift() ?? 0;
      return Array.from({ length: alternatives }, () => ({
        machine: (rest.shift() ?? 0) - 1,
        duration: rest.shift() ?? -1,
      }));
    }),
  );
}
