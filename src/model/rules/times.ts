/** Every time in the document exists in the site's zone, and every interval ends after it starts. */

import type { Report } from '../report.ts';
import { DateTime } from 'luxon';
import type { WallClock } from '../wall-clock.ts';
import { instant, machineEntries, type RuleContext } from './context.ts';

interface Span {
  readonly from: string;
  readonly to: string;
}

export function checkTimes(context: RuleContext): void {
  checkHolidays(context);
  checkShifts(context);
  for (const { path, text } of singleTimes(context)) checkTime(context, path, text);
  for (const { path, span } of spans(context)) checkSpan(context, path, span);
}

function checkHolidays({ draft, report }: RuleContext): void {
  for (const [k, date] of (draft.site?.holidays ?? []).entries()) {
    if (DateTime.fromISO(date, { zone: 'utc' }).isValid) continue;
    report.add(
      'BAD-TIME',
      `/site/holidays/${k}`,
      `'${date}' is not in the calendar`,
      "Write a date, e.g. '2026-12-25'.",
    );
  }
}

/** A shift from 08:00 to 08:00 could mean nothing or a whole day: it must be said. */
function checkShifts({ draft, report }: RuleContext): void {
  const hint = "For a whole day write from: '00:00', to: '24:00'.";
  const check = (path: string, { from, to }: { readonly from: number; readonly to: number }): void => {
    if (from === to) report.add('BAD-INTERVAL', path, `'from' and 'to' are the same time of day`, hint);
    if (from === 1440) report.add('BAD-INTERVAL', path, `'from' is 24:00, the end of the day`, "Write '00:00'.");
  };
  for (const [k, shift] of (draft.site?.shifts ?? []).entries()) check(`/site/shifts/${k}`, shift);
  for (const { path, value } of draft.workflows.flatMap((workflow) => workflow.stages)) {
    if (value.kind !== 'bench') continue;
    for (const [k, window] of (value.startWindows ?? []).entries()) check(`${path}/startWindows/${k}`, window);
  }
}

function* singleTimes(context: RuleContext): Iterable<{ readonly path: string; readonly text: string }> {
  for (const { path, value } of machineEntries(context)) {
    for (const [k, m] of value.maintenance.entries()) {
      if (m.kind === 'flexible' && m.lastDone !== undefined)
        yield { path: `${path}/maintenance/${k}/lastDone`, text: m.lastDone };
    }
  }
  for (const { path, value } of context.draft.orders) {
    yield { path: `${path}/collected`, text: value.collected };
    if (value.announced !== undefined) yield { path: `${path}/announced`, text: value.announced };
    yield { path: `${path}/received`, text: value.received };
    if (value.due.kind === 'at') yield { path: `${path}/due`, text: value.due.text };
    if (value.deadline?.kind === 'at') yield { path: `${path}/deadline`, text: value.deadline.text };
    if (typeof value.storage === 'string') continue;
    for (const [k, entry] of value.storage.entries()) yield { path: `${path}/storage/${k}/from`, text: entry.from };
  }
}

function* spans(context: RuleContext): Iterable<{ readonly path: string; readonly span: Span }> {
  for (const { path, value } of machineEntries(context)) {
    for (const [k, span] of value.unavailable.entries()) yield { path: `${path}/unavailable/${k}`, span };
    for (const [k, m] of value.maintenance.entries())
      if (m.kind === 'fixed') yield { path: `${path}/maintenance/${k}`, span: m };
  }
  for (const { path, value } of context.draft.pools) {
    for (const [k, span] of value.reserved.entries()) yield { path: `${path}/reserved/${k}`, span };
  }
}

function checkSpan(context: RuleContext, path: string, { from, to }: Span): void {
  checkTime(context, `${path}/from`, from);
  checkTime(context, `${path}/to`, to);
  const [start, end] = [instant(context, from), instant(context, to)];
  if (start === undefined || end === undefined || start < end) return;
  context.report.add(
    'BAD-INTERVAL',
    path,
    `it ends at ${to}, not after its start ${from}`,
    'Exchange or correct the ends.',
  );
}

export function checkTime(
  { clock, report }: { readonly clock: WallClock | undefined; readonly report: Report },
  path: string,
  text: string,
): void {
  const moment = clock?.read(text);
  if (clock === undefined || moment === undefined || moment.kind === 'ok') return;
  if (moment.kind === 'no-such-date') {
    return report.add(
      'BAD-TIME',
      path,
      `'${text}' is not in the calendar`,
      "Write a time that exists, e.g. '2026-11-30T08:00'.",
    );
  }
  const next = clock.write(moment.next);
  const message = `'${text}' does not exist in ${clock.timeZone}: clocks are put forward to ${next.slice(11, 16)}`;
  report.add('NO-SUCH-TIME', path, message, `Write '${next.slice(0, 16)}' or a time before the change.`);
}
