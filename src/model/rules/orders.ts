/** Orders whose times, storage and materials make sense. */

import { after, type Seconds } from '../../base/index.ts';
import { buildMaterial } from '../resolve/supplies.ts';
import { expiryOf } from '../degradation.ts';
import type { ParsedOrder } from '../document.ts';
import type { When } from '../document/fields.ts';
import { id } from '../ids.ts';
import { pointer } from '../report.ts';
import { sampleNames } from '../resolve/orders.ts';
import { checkReference, instant, type RuleContext } from './context.ts';

export function checkOrders(context: RuleContext): void {
  for (const { path, value } of context.draft.orders) {
    checkTimesOf(context, path, value);
    checkStorage(context, path, value);
    checkExpiry(context, path, value);
    checkPersons(context, path, value);
  }
}

/** Direct identifiers stay outside: whatever is read here ends in plans, records and messages. No message repeats a value. */
function checkPersons(context: RuleContext, path: string, order: ParsedOrder): void {
  for (const key of ['identity', 'identities'] as const) {
    if (order[key] === undefined) continue;
    const hint = 'Run `seqplan vault pseudonymize` first, and plan with what it writes.';
    context.report.add('IDENTITY-IN-PLAIN', `${path}/${key}`, `order ${order.id} holds direct identifiers`, hint);
  }
  const known = new Set(sampleNames(order.samples));
  for (const name of Object.keys(order.subjects ?? {})) {
    checkReference(context, { what: 'sample', name, path: `${path}${pointer('subjects', name)}`, known });
  }
}

function checkTimesOf(context: RuleContext, path: string, order: ParsedOrder): void {
  const { report } = context;
  const collected = instant(context, order.collected);
  const received = instant(context, order.received);
  const due = resolve(context, order.due, received);
  const deadline = resolve(context, order.deadline, received);
  if (collected !== undefined && received !== undefined && received < collected) {
    const message = `received at ${order.received}, before it was collected at ${order.collected}`;
    report.add('RECEIVED-BEFORE-COLLECTED', `${path}/received`, message, 'Correct one of the times.');
  }
  const announced = instant(context, order.announced);
  if (announced !== undefined && received !== undefined && received < announced) {
    const message = `announced at ${order.announced}, after it is received at ${order.received}`;
    report.add('ANNOUNCED-AFTER-RECEIVED', `${path}/announced`, message, 'Correct one of the times.');
  }
  if (received !== undefined && due !== undefined && due < received) {
    const message = `due at ${show(order.due)}, before it is received at ${order.received}`;
    report.add('DUE-BEFORE-RECEIVED', `${path}/due`, message, 'Correct one of the times.');
  }
  if (due !== undefined && deadline !== undefined && deadline < due) {
    const message = `the deadline ${show(order.deadline)} is before the due date ${show(order.due)}`;
    report.add('DEADLINE-BEFORE-DUE', `${path}/deadline`, message, 'Move the deadline to the due date or later.');
  }
}

function resolve(context: RuleContext, when: When | undefined, received: Seconds | undefined): Seconds | undefined {
  if (when?.kind === 'at') return instant(context, when.text);
  return when === undefined || received === undefined ? undefined : after(received, when.length);
}

const show = (when: When | undefined): string => (when?.kind === 'at' ? when.text : `${when?.length} s after receipt`);

function checkStorage(context: RuleContext, path: string, order: ParsedOrder): void {
  const { storage } = order;
  if (typeof storage === 'string') return;
  const collected = instant(context, order.collected);
  const times = storage.map((entry) => instant(context, entry.from));
  const [first] = times;
  if (first !== undefined && collected !== undefined && first !== collected) {
    const message = `the history begins at ${storage[0]?.from}, the material was collected at ${order.collected}`;
    context.report.add('STORAGE-HISTORY', `${path}/storage/0/from`, message, 'Begin the history at collected.');
  }
  for (const [k, time] of times.entries()) {
    const before = k === 0 ? undefined : times[k - 1];
    if (time === undefined || before === undefined || before < time) continue;
    const message = `${storage[k]?.from} is not after ${storage[k - 1]?.from}`;
    context.report.add('STORAGE-HISTORY', `${path}/storage/${k}/from`, message, 'List conditions in order of time.');
  }
}

/** Material past its hard expiry before anything was done with it is lost whatever the plan. */
function checkExpiry(context: RuleContext, path: string, order: ParsedOrder): void {
  const material = context.materials.get(order.material);
  const collected = instant(context, order.collected);
  const received = instant(context, order.received);
  if (material === undefined || collected === undefined || received === undefined || order.progress.length > 0) return;
  const history =
    typeof order.storage === 'string' ? [{ condition: order.storage, from: order.collected }] : order.storage;
  const storage = history.flatMap(({ condition, from }) => {
    const start = instant(context, from);
    return start === undefined ? [] : [{ condition: id<never>(condition), from: start }];
  });
  const expires = expiryOf(buildMaterial(material), storage);
  const earliest = Math.max(0, received);
  if (expires === undefined || expires >= earliest) return;
  const message = `${order.material} expired at ${context.clock?.write(expires)}, before work may begin`;
  context.report.add('EXPIRED-AT-RECEIPT', path, message, 'The order will be lost; check the storage history.');
}
