import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { DAY, HOUR, WEEK } from '../../../src/base/index.ts';
import { id, type Scenario } from '../../../src/model/index.ts';
import { actualGantt, planGantt } from '../../../src/analytics/index.ts';
import { order, tinyLab, WORKFLOW } from '../../support/tiny-lab.ts';
import { attempt, down, ledger, maintained, membersOf, run } from '../facts.ts';
import { plan, runPlacement, task } from '../plans.ts';
import { elementsOf, readXml, type XmlElement } from './xml.ts';

const M = 1_000_000;
const START = 8.75 * HOUR;
const lanes = [{ o1: 400 * M, o2: 400 * M }, { o3: 400 * M }];

/** Pixels: the plot begins at 166 and is 1420 wide. */
const x = (hours: number, span = 4 * 168): number => 166 + (hours / span) * 1420;

const made = plan([
  task({
    id: 'prep-1',
    lots: ['o1', 'o2'],
    stage: 'prep',
    placement: { kind: 'machine', machine: id('tc-1') },
    start: 10 * HOUR,
    hours: 2,
  }),
  task({
    id: 'run-1',
    lots: ['o1', 'o2', 'o3'],
    stage: 'sequence',
    placement: runPlacement('seq/A', 'long', lanes),
    start: START,
    hours: 24,
    setup: 2700,
  }),
  task({
    id: 'align-1',
    lots: ['o1'],
    stage: 'align',
    placement: { kind: 'pool', pool: id('cluster'), parallel: 4, cores: 32, memoryBytes: 128e9, gpus: 0 },
    start: 10 * DAY,
    hours: 12,
  }),
]);

const draw = (svg: string) => {
  const all = elementsOf(readXml(svg));
  return {
    all,
    texts: all.filter((e) => e.name === 'text').map((e) => e.text),
    /** The groups whose tooltip says so. */
    told: (part: string) => all.filter((e) => e.name === 'g' && titleOf(e).includes(part)),
    label: (text: string) => all.find((e) => e.name === 'text' && e.text === text),
  };
};

const titleOf = (e: XmlElement): string => e.children.find((child) => child.name === 'title')?.text ?? '';
const boxOf = ({ attributes: a }: XmlElement) => ({
  x: Number(a['x']),
  width: Number(a['width']),
  height: Number(a['height']),
  fill: a['fill'],
  stroke: a['stroke'],
});
const rects = (e: XmlElement | undefined) => (e?.children ?? []).filter((child) => child.name === 'rect').map(boxOf);

describe('the chart of a plan', () => {
  const drawing = draw(planGantt(tinyLab(), made));

  it('has a title, and a row for every machine and pool', () => {
    expect(drawing.texts).toEqual(
      expect.arrayContaining(['tiny: plan', 'seq (Tiny Seq)', 'A', 'B', 'handler-1', 'tc-1', 'tc-2', 'cluster', '64']),
    );
  });

  it('draws a run from its start to its end, its set-up hatched before it', () => {
    const [setup, body] = rects(drawing.told('sequence (run-1)')[0]);
    expect(setup?.fill).toBe('url(#seqplan-setup)');
    expect(setup?.x).toBeCloseTo(x(8), 1);
    expect(setup?.width).toBeCloseTo(x(8.75) - x(8), 1);
    expect(body?.x).toBeCloseTo(x(8.75), 1);
    expect(body?.width).toBeCloseTo(x(32.75) - x(8.75), 1);
  });

  it('fills the lanes of a run as far as they are used, in the colour of the workflow', () => {
    // Rows of positions are 44 high: 3 + 3 of padding and 13 for the label leave 25; lanes are filled to 80 % and 40 %.
    const filled = rects(drawing.told('sequence (run-1)')[0]).filter((r) => r.fill === '#0072B2');
    expect(filled.map((r) => r.height)).toEqual([20, 10]);
  });

  it('says on the bar, or beside it, how full the flow cell and how large the batch is', () => {
    // 24 h are 50.7 pixels: the recipe, the filled share and the count do not fit; recipe and share do.
    expect(drawing.texts).toEqual(expect.arrayContaining(['long 60%', '\u00d72']));
    expect(Number(drawing.label('\u00d72')?.attributes['x'])).toBeCloseTo(x(12) + 2, 1);
  });

  it('tells the rest in a tooltip', () => {
    expect(drawing.told('sequence (run-1)').map(titleOf)[0]).toBe(
      [
        'sequence (run-1)',
        '2026-11-30 08:45 to 2026-12-01 08:45 (24.0 h), after 45.0 min of set-up',
        'recipe long, 60% full',
        'lots: o1, o2, o3',
        'lane 1: 80% of 1000 M, o1, o2',
        'lane 2: 40% of 1000 M, o3',
      ].join('\n'),
    );
  });

  it('shades the hours without operators over the height of all rows', () => {
    // The weekend: Friday 18:00 to Monday 8:00, 62 of 672 h.
    const shades = drawing.all.map(boxOf).filter((r) => r.fill === '#EDF0F3');
    expect(shades.some((r) => Math.abs(r.width - (x(62) - x(0))) < 0.02)).toBe(true);
  });

  it('marks fixed maintenance', () => {
    const [box] = rects(drawing.told('maintenance annual, fixed')[0]);
    expect(box?.fill).toBe('url(#seqplan-maintenance)');
    expect(box?.width).toBeCloseTo(x(8) - x(0), 1);
  });

  it('stacks the cores in use below the cores on offer', () => {
    // The row is 60 high with 6 + 6 of padding: 32 of 64 cores are 24 pixels.
    const area = drawing.all.find((e) => e.name === 'path' && e.attributes['fill'] === '#0072B2');
    const heights = [...(area?.attributes['d'] ?? '').matchAll(/[\d.]+ ([\d.]+)/g)].map((m) => Number(m[1]));
    expect(Math.max(...heights) - Math.min(...heights)).toBeCloseTo(24, 1);
  });

  it('is the same text each time', () => {
    expect(planGantt(tinyLab(), made)).toBe(planGantt(tinyLab(), made));
  });
});

describe('the chart of a run', () => {
  const facts = ledger(
    run({
      task: 'run-1',
      machine: 'seq/A',
      recipe: 'long',
      lanes,
      start: START,
      setup: 2700,
      end: START + 10 * HOUR,
      failure: 'equipment-failure',
    }),
    down('seq/A', START + 10 * HOUR, START + 34 * HOUR),
    run({ task: 'run-2', machine: 'seq/B', recipe: 'short', lanes, start: 2 * WEEK }),
    maintained('seq/B', WEEK, WEEK + 2 * HOUR),
  );
  const drawing = draw(actualGantt(tinyLab(), facts));

  it('outlines failed attempts and crosses them', () => {
    const [failed] = drawing.told('failed: equipment-failure');
    expect(rects(failed).some((r) => r.stroke === '#D55E00' && r.fill === 'none')).toBe(true);
    expect(failed?.children.some((c) => c.name === 'path' && c.attributes['stroke'] === '#D55E00')).toBe(true);
  });

  it('marks downtime and maintenance for as long as they lasted', () => {
    const [downtime] = rects(drawing.told('down: chiller')[0]);
    expect(downtime?.fill).toBe('url(#seqplan-down)');
    expect(downtime?.width).toBeCloseTo(x(24) - x(0), 1);
    expect(rects(drawing.told('maintenance wash')[0])[0]?.width).toBeCloseTo(x(2) - x(0), 1);
  });

  it('draws what is not finished up to the last fact', () => {
    // The last fact is the start of that run: nothing of it has passed yet.
    expect(drawing.told('run-2')).toEqual([]);
    const later = ledger(facts, down('seq/A', 2 * WEEK + 5 * HOUR));
    const [open] = draw(actualGantt(tinyLab(), later)).told('not finished');
    expect(rects(open)[0]?.width).toBeCloseTo(x(5) - x(0), 1);
  });

  it('comes close where everything is over in a quarter of the horizon', () => {
    // A minute of work: 63 s are drawn, in steps of 5 s.
    const align = attempt({
      task: 'a',
      members: membersOf(['o1'], 'prep'),
      placement: { kind: 'machine', machine: id<never>('tc-1') },
      start: 0,
      end: 60,
    });
    const close = draw(actualGantt(tinyLab(), align));
    expect(rects(close.told('prep (a)')[0])[0]?.width).toBeCloseTo((60 / 63) * 1420, 1);
    expect(close.texts).toEqual(expect.arrayContaining(['Monday 30 November 2026', '00:00:00', '00:01:00']));
  });
});

describe('the time axis', () => {
  it('follows the wall clock of the site over a change of the clocks', () => {
    // In Zurich, 22 March 2027 begins at 23:00 UTC of the day before; the 28th has 23 h.
    const scenario: Scenario = {
      ...tinyLab(),
      timeZone: 'Europe/Zurich',
      epoch: { iso: '2027-03-22T00:00:00+01:00', ms: Date.UTC(2027, 2, 21, 23) },
    };
    const drawing = draw(planGantt(scenario, made));
    expect(Number(drawing.label('Sun 28')?.attributes['x'])).toBeCloseTo(x(6 * 24) + 4, 1);
    expect(Number(drawing.label('Mon 29')?.attributes['x'])).toBeCloseTo(x(7 * 24 - 1) + 4, 1);
    expect(drawing.texts).toContain('week of 29 March 2027');
  });

  it('marks the horizon where work goes on after it', () => {
    const late = plan([
      task({
        id: 'late',
        lots: ['o1'],
        stage: 'prep',
        placement: { kind: 'machine', machine: id('tc-1') },
        start: 5 * WEEK - HOUR,
        hours: 1,
      }),
    ]);
    const drawing = draw(planGantt(tinyLab(), late));
    // Drawn over five weeks.
    expect(Number(drawing.label('horizon')?.attributes['x'])).toBeCloseTo(x(4 * 168, 5 * 168) + 4, 1);
    expect(draw(planGantt(tinyLab(), made)).texts).not.toContain('horizon');
  });
});

describe('any text in a scenario', () => {
  it('leaves the drawing well formed and is readable in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 12 }), (name) => {
        const workflow = { ...WORKFLOW, name: `w${name}` };
        const scenario = {
          ...tinyLab({ orders: [order('o1')] }),
          name: `lab${name}`,
          workflows: new Map([[WORKFLOW.id, workflow]]),
        };
        // oxlint-disable-next-line no-control-regex -- what XML cannot hold is replaced.
        const readable = name.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd');
        expect(draw(planGantt(scenario, made)).texts).toEqual(
          expect.arrayContaining([`lab${readable}: plan`, `w${readable}`]),
        );
      }),
      { seed: 20261130, numRuns: 10 },
    );
  });

  it('cannot smuggle markup in', () => {
    const scenario = { ...tinyLab(), name: '</text><script>alert("1")</script>&amp;' };
    const drawing = draw(planGantt(scenario, made));
    expect(drawing.all.some((e) => e.name === 'script')).toBe(false);
    expect(drawing.texts[0]).toBe('</text><script>alert("1")</script>&amp;: plan');
  });
});
