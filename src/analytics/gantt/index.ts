/** Gantt charts: what is planned, and what took place, drawn by one hand so that they can be laid side by side. */

import { createWallClock, type Fact, type Plan, type Scenario, type Timed } from '../../model/index.ts';
import { wallClockOf } from '../report.ts';
import { timelineOfFacts, timelineOfPlan } from '../timeline.ts';
import { buildChart } from './build-chart.ts';
import { drawChart } from './draw.ts';

export { FONT, GRID, GRID_STRONG, INK, MUTED, TROUBLE } from './palette.ts';
export { element, escapeXml, pixels, rect, text, textWidth, withTooltip } from './svg.ts';

/** An SVG document. Same input, same bytes. */
export function planGantt(scenario: Scenario, plan: Plan): string {
  const clock = createWallClock(scenario.timeZone, scenario.epoch.ms);
  return drawChart(buildChart({ scenario, timeline: timelineOfPlan(plan), clock, title: `${scenario.name}: plan` }));
}

/** An SVG document of all facts of a run, in the ledger's order. Same input, same bytes. */
export function actualGantt(scenario: Scenario, facts: readonly Timed<Fact>[]): string {
  const clock = wallClockOf(scenario, facts);
  const timeline = timelineOfFacts(scenario, facts);
  return drawChart(buildChart({ scenario, timeline, clock, title: `${scenario.name}: what took place` }));
}
