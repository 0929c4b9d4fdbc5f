import { describe, expect, it } from 'vitest';

import { parseUsage } from '../../src/execution/process-usage.ts';
import { finished, computeLab, computeStage, nodeTool, openBench } from './support.ts';

describe('what a process has used', () => {
  it('is read from proc(5): fields 14 to 17 of stat in hundredths of a second, VmHWM of status in kB', () => {
    // Fields 1 to 17; the name may hold blanks and parentheses. 150 + 20 + 7 + 3 ticks are 1.8 s.
    const stat = '4242 (a b) c) R 1 4242 4242 0 -1 4194304 100 0 0 0 150 20 7 3 20 0 1 0 12345';
    expect(parseUsage(stat, 'Name:\tx\nVmPeak:\t  900 kB\nVmHWM:\t   512 kB\n')).toEqual({
      cpuSeconds: 1.8,
      peakMemoryBytes: 524_288,
    });
    expect(parseUsage(stat, '')).toEqual({ cpuSeconds: 1.8 });
    expect(parseUsage('', '')).toBeUndefined();
  });

  it.skipIf(process.platform !== 'linux')('goes on record as last seen before its end', async () => {
    // Half a second of its own processor time, and 64 MiB that are written to.
    const script = `const b = Buffer.alloc(64 * 2 ** 20, 1); while (process.cpuUsage().user < 5e5); require('fs').writeFileSync('out.txt', String(b.length))`;
    const outputs = new Map([['out', { file: 'out.txt', format: 'text' }]]);
    const bench = await openBench(computeLab([computeStage('work', { tool: nodeTool(script, { outputs }) })]));
    bench.start('work');
    const [execution] = finished(await bench.next()).executions;
    // The last reading is at most a third of the process's life before its end.
    expect(execution?.used?.cpuSeconds).toBeGreaterThan(0.2);
    expect(execution?.used?.peakMemoryBytes).toBeGreaterThan(64 * 2 ** 20);
  });
});
