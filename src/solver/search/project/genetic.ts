/** experimental */
import { i32 } from '../../columns.ts';
import type { RandomInts } from '../random-ints.ts';
import { ScheduleGenerator } from './generator.ts';
import { ListBuilder } from './lists.ts';
import type { Project } from './project.ts';

export interface Individual {
  readonly list: Int32Array;
  readonly start: Int32Array;
  makespan: number;
}
export const X = { mode: 'ga', pop: 60, mut: 30, win: 'rand', minW: 25, maxW: 75, gens: 40, k: 12, T: 0 } as Record<
  string,
  any
>;

export interface Ctx {
  project: Project;
  random: RandomInts;
  tail: Int32Array;
  head: Int32Array;
  bound: number;
  stop: (n: number) => boolean;
  gen: ScheduleGenerator;
  onBest: (i: Individual) => void;
}

export function run(ctx: Ctx): void {
  if (X.mode === 'ga') ga(ctx);
  else lns(ctx);
}
const fresh = (n: number): Individual => ({ list: new Int32Array(n), start: new Int32Array(n), makespan: 0 });
const copy = (a: Individual, b: Individual) => {
  b.list.set(a.list);
  b.start.set(a.start);
  b.makespan = a.makespan;
};

/** regret-biased LFT sampling: random keys lft + noise. */
function sample(ctx: Ctx, b: ListBuilder, ind: Individual, noise: number) {
  const n = ctx.project.count;
  const keys: [number, number][] = [];
  for (let i = 0; i < n; i++) keys.push([-i32(ctx.tail, i) + ctx.random.below(noise + 1), i]);
  keys.sort((a, c) => a[0] - c[0] || a[1] - c[1]);
  b.begin(ind.list);
  for (const [, i] of keys) b.add(i);
  finish(ctx, ind);
}
function finish(ctx: Ctx, ind: Individual) {
  ind.makespan = ctx.gen.forward(ind.list, ind.start);
  ind.makespan = ctx.gen.justify(ind.start, ind.makespan, ind.list);
  ctx.gen.listOf(ind.start, ind.makespan, ind.list);
}

function lns(ctx: Ctx) {
  const n = ctx.project.count;
  const b = new ListBuilder(ctx.project);
  const cur = fresh(n),
    cand = fresh(n);
  let best = Infinity;
  const take = (i: Individual) => {
    if (i.makespan < best) {
      best = i.makespan;
      ctx.onBest(i);
    }
  };
  const wish = new Int32Array(n);
  const outer = X.restart ?? 0;
  sample(ctx, b, cur, 10);
  take(cur);
  let since = 0;
  while (!ctx.stop(ctx.gen.schedules) && best > ctx.bound) {
    if (outer && since > outer) {
      sample(ctx, b, cur, 1 + ctx.random.below(40));
      since = 0;
      take(cur);
    }
    // shuffle a window of the list
    const k = 2 + ctx.random.below(Math.min(n - 2, X.k));
    const at = ctx.random.below(n - k + 1);
    wish.set(cur.list);
    for (let i = k - 1; i > 0; i--) {
      const j = ctx.random.below(i + 1);
      const x = i32(wish, at + i);
      wish[at + i] = i32(wish, at + j);
      wish[at + j] = x;
    }
    b.begin(cand.list);
    for (let i = 0; i < n; i++) b.add(i32(wish, i));
    finish(ctx, cand);
    since++;
    if (cand.makespan < best) since = 0;
    take(cand);
    if (cand.makespan <= cur.makespan || (X.T > 0 && cand.makespan <= cur.makespan + 1 && ctx.random.below(1000) < X.T))
      copy(cand, cur);
  }
}

function ga(ctx: Ctx) {
  const n = ctx.project.count;
  const b = new ListBuilder(ctx.project);
  let best = Infinity;
  const take = (i: Individual) => {
    if (i.makespan < best) {
      best = i.makespan;
      ctx.onBest(i);
    }
  };
  const over = () => best <= ctx.bound || ctx.stop(ctx.gen.schedules);
  const P = X.pop;
  const pop = Array.from({ length: P }, () => fresh(n));
  const child = fresh(n);
  const mark = new Int32Array(n);
  let stamp = 0;
  const cross = (m: Individual, f: Individual, out: Individual) => {
    // window of the father's list
    const len = Math.floor((n * (X.minW + ctx.random.below(X.maxW - X.minW + 1))) / 100);
    const a = ctx.random.below(n - len + 1);
    stamp++;
    for (let i = a; i < a + len; i++) mark[i32(f.list, i)] = stamp;
    b.begin(out.list);
    let w = 0;
    let k = 0;
    for (; k < n && w < a; k++) {
      const x = i32(m.list, k);
      if (mark[x] !== stamp) {
        b.add(x);
        w++;
      }
    }
    for (let i = a; i < a + len; i++) b.add(i32(f.list, i));
    for (; k < n; k++) b.add(i32(m.list, k));
    for (let i = 0; i < n; i++) b.add(i32(m.list, i));
  };
  const mutate = (out: Individual) => {
    // random adjacent-ish moves via wish
    const times = ctx.random.below(3);
    for (let q = 0; q < times; q++) {
      const k = 2 + ctx.random.below(Math.min(X.k, n - 2));
      const at = ctx.random.below(n - k + 1);
      tmp.set(out.list);
      for (let i = k - 1; i > 0; i--) {
        const j = ctx.random.below(i + 1);
        const x = i32(tmp, at + i);
        tmp[at + i] = i32(tmp, at + j);
        tmp[at + j] = x;
      }
      b.begin(out.list);
      for (let i = 0; i < n; i++) b.add(i32(tmp, i));
    }
  };
  const tmp = new Int32Array(n);
  while (!over()) {
    for (let i = 0; i < P && !over(); i++) {
      sample(ctx, b, pop[i]!, 1 + ctx.random.below(40));
      take(pop[i]!);
    }
    let since = 0;
    while (!over() && since < X.gens * P) {
      const f = ctx.random.below(P),
        m0 = ctx.random.below(P - 1);
      const m = m0 >= f ? m0 + 1 : m0;
      cross(pop[m]!, pop[f]!, child);
      if (ctx.random.below(100) < X.mut) mutate(child);
      finish(ctx, child);
      since++;
      if (child.makespan < best) since = 0;
      take(child);
      // replace worse parent, if not worse
      const w = pop[m]!.makespan > pop[f]!.makespan ? m : f;
      if (child.makespan <= pop[w]!.makespan) copy(child, pop[w]!);
    }
  }
}
