/** How fast the kernels of planning are, one by one, in processor time. */

import { createHash } from 'node:crypto';
import { Bench } from 'tinybench';
import { canonicalJson } from '../src/base/index.ts';
import { spread, type BenchCase, type BenchResult, type BenchRow } from './case.ts';
import { laboratoryKernels, scheduleKernels, shopKernel, type Kernel } from './kernel-work.ts';

export const kernelsCase: BenchCase = {
  name: 'kernels',
  about:
    'What is done again and again while a plan is made: operations per second of processor time, with the margin of error that tinybench reports',
  run,
};

async function run({ smoke }: { readonly smoke: boolean }): Promise<BenchResult> {
  const sizes = smoke ? [6] : [50, 1000];
  const shop = smoke ? { jobs: 5, machines: 3, steps: 20 } : { jobs: 20, machines: 15, steps: 1000 };
  const timeMs = smoke ? 0 : 2000;
  // One group after the other, so that none is measured with the memory of all the others in use.
  const groups = [
    ...sizes.flatMap((pipelines) => [() => laboratoryKernels(pipelines), () => scheduleKernels(pipelines)]),
    () => [shopKernel(shop)],
  ];
  const hash = createHash('sha256');
  const rows = groups.flatMap((group) =>
    group().map((kernel) => {
      hash.update(canonicalJson(kernel.value()));
      return measure(kernel, timeMs);
    }),
  );
  return {
    workload: { seed: 1, pipelines: sizes.join(), shop: `${shop.jobs} x ${shop.machines}`, steps: shop.steps, timeMs },
    resultHash: hash.digest('hex'),
    rows,
  };
}

/** Processor time of this process, so that other work on the machine counts as little as it can. */
function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function measure({ name, size, operations, run: work }: Kernel, timeMs: number): BenchRow {
  const bench = new Bench({
    now: processorMs,
    time: timeMs,
    iterations: timeMs === 0 ? 2 : 10,
    warmupTime: timeMs / 4,
    warmupIterations: 2,
    retainSamples: true,
  });
  bench.add(name, work);
  const result = bench.runSync()[0]?.result;
  if (result?.state !== 'completed') throw new Error(`${name} was not measured: ${result?.state}`);
  const { throughput, latency } = result;
  const { p50, p99 } = spread(latency.samples ?? []);
  return {
    kernel: name,
    size,
    calls: latency.samplesCount,
    'operations per call': operations,
    'operations/s': Math.round((1000 * operations) / latency.mean),
    '± %': throughput.rme,
    'p50 ms': p50,
    'p99 ms': p99,
  };
}
