/** Orders: samples named, times as instants, storage history and hard expiry derived. */

import { after, mustGet, type Seconds } from '../../base/index.ts';
import type { ParsedOrder } from '../document.ts';
import type { When } from '../document/fields.ts';
import { expiryOf, type StorageHistory } from '../degradation.ts';
import { id, type MaterialId, type OrderId, type SampleId } from '../ids.ts';
import type { Material, Order, PriorityClass, Sample, StageProgress } from '../scenario.ts';
import type { WallClock } from '../wall-clock.ts';
import type { ExpectedFile } from '../expected-file.ts';
import type { ExpectedFields } from '../document/expected-file.ts';
import { expectedOf } from './expected.ts';
import { instantOf } from './time-context.ts';

export interface OrderContext {
  readonly clock: WallClock;
  readonly materials: ReadonlyMap<MaterialId, Material>;
  readonly weights: Readonly<Record<PriorityClass, number>>;
}

export function buildOrder(order: ParsedOrder, context: OrderContext): Order {
  const { clock } = context;
  const orderId = id<OrderId>(order.id);
  const release = instantOf(clock, order.received);
  const storage = buildStorage(order, clock);
  const expires = expiryOf(mustGet(context.materials, id<MaterialId>(order.material)), storage);
  const samples = sampleNames(order.samples).map((name): Sample => {
    const subject = order.subjects?.[name] ?? order.subject;
    return { id: id<SampleId>(`${order.id}/${name}`), name, ...(subject !== undefined && { subject }) };
  });
  return {
    id: orderId,
    workflow: id(order.workflow),
    material: id(order.material),
    samples,
    collected: instantOf(clock, order.collected),
    storage,
    ...(order.announced === undefined ? {} : { announced: instantOf(clock, order.announced) }),
    release,
    due: resolveWhen(order.due, release, clock),
    ...(order.deadline === undefined ? {} : { deadline: resolveWhen(order.deadline, release, clock) }),
    ...(expires === undefined ? {} : { expires }),
    priority: order.priority,
    weight: context.weights[order.priority],
    ...(order.readsPerSample === undefined ? {} : { readsPerSample: order.readsPerSample }),
    ...(order.indexSet === undefined ? {} : { indexSet: id(order.indexSet) }),
    progress: order.progress.map((entry) => buildProgress(entry, clock)),
    ...buildInputs(order.inputs, samples),
  };
}

/** A count names `s01`, `s02`, ...: two digits, more where the count has more. */
export function sampleNames(samples: ParsedOrder['samples']): readonly string[] {
  if (typeof samples !== 'number') return samples;
  const digits = Math.max(2, String(samples).length);
  return Array.from({ length: samples }, (_, k) => `s${String(k + 1).padStart(digits, '0')}`);
}

const resolveWhen = (when: When, release: Seconds, clock: WallClock): Seconds =>
  when.kind === 'at' ? instantOf(clock, when.text) : after(release, when.length);

const buildStorage = (order: ParsedOrder, clock: WallClock): StorageHistory =>
  typeof order.storage === 'string'
    ? [{ condition: id(order.storage), from: instantOf(clock, order.collected) }]
    : order.storage.map(({ condition, from }) => ({ condition: id(condition), from: instantOf(clock, from) }));

const buildProgress = (entry: ParsedOrder['progress'][number], clock: WallClock): StageProgress => ({
  stage: id(entry.stage),
  start: instantOf(clock, entry.start),
  end: instantOf(clock, entry.end),
  on: id<never>(entry.on),
  ...(entry.recipe === undefined ? {} : { recipe: id(entry.recipe) }),
});

interface BuiltInputs {
  readonly inputs: ReadonlyMap<string, string>;
  readonly expected?: ReadonlyMap<string, ExpectedFile>;
}

/** A path with `{sample}` stands for one file per sample, under `SAMPLE/NAME`. */
function buildInputs(inputs: ParsedOrder['inputs'], samples: readonly Sample[]): BuiltInputs {
  const files = new Map<string, string>();
  const expectations: [string, ExpectedFields][] = [];
  for (const [name, input] of Object.entries(inputs)) {
    const { file } = input;
    if (!file.includes('{sample}')) {
      files.set(name, file);
      expectations.push([name, expectationFor(input)]);
    } else {
      for (const sample of samples) {
        files.set(`${sample.name}/${name}`, file.replaceAll('{sample}', sample.name));
        expectations.push([`${sample.name}/${name}`, expectationFor(input, sample.name)]);
      }
    }
  }
  const expected = expectedOf(expectations);
  return { inputs: files, ...(expected.size === 0 ? {} : { expected }) };
}

const expectationFor = ({ format, sha256, md5 }: ParsedOrder['inputs'][string], sample?: string): ExpectedFields => ({
  format,
  sha256: digestFor(sha256, sample),
  md5: digestFor(md5, sample),
});

function digestFor(
  digest: string | Readonly<Record<string, string>> | undefined,
  sample: string | undefined,
): string | undefined {
  if (typeof digest === 'string' || digest === undefined) return digest;
  return sample === undefined ? undefined : digest[sample];
}
