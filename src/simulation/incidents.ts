/**
 * What strikes the laboratory from outside. Incidents begin before the scenario's calendar ends and then no more, so that the world
 * comes to an end. What the engine is told to expect is how long such a thing lasts on average, never what was drawn.
 */

import { after, levelAt, unreachable, type Duration, type Seconds } from '../base/index.ts';
import type { ComputePool, Incident, Shortage, ShortageOf } from '../model/index.ts';
import { lognormal } from './lognormal.ts';
import { struckBy } from './node-loss.ts';
import type { VirtualLab } from './virtual-lab.ts';

export function scheduleIncidents(lab: VirtualLab): void {
  const strikes = new Incidents(lab);
  for (const incident of lab.scenario.simulation.incidents) strikes.scheduleFirst(incident);
}

/** One coming of an incident: named by the incident and its number. */
interface Coming {
  readonly name: string;
  readonly incident: Incident;
  readonly expectedEnd: Seconds;
}

class Incidents {
  readonly #lab: VirtualLab;
  readonly #shortages = new Map<string, ShortageOf>();

  constructor(lab: VirtualLab) {
    this.#lab = lab;
  }

  scheduleFirst(incident: Incident): void {
    if ('at' in incident.when) this.#schedule(incident, 1, incident.when.at);
    else this.#scheduleAfterGap(incident, 1, incident.when.every);
  }

  #scheduleAfterGap(incident: Incident, number: number, mean: Duration): void {
    const gap = -mean * Math.log(this.#lab.draw('incident-gap', `${incident.id}#${number}`));
    this.#schedule(incident, number, this.#lab.now + Math.max(1, Math.round(gap)));
  }

  #schedule(incident: Incident, number: number, begin: number): void {
    const lab = this.#lab;
    if (begin >= lab.scenario.calendarEnd) return;
    const name = `${incident.id}#${number}`;
    const silent = incident.kind === 'storage-full';
    lab.schedule(begin, silent ? 'storage' : 'down', () => {
      const length = Math.max(1, Math.round(lognormal(lab.draw('incident-length', name), incident.length)));
      const coming = { name, incident, expectedEnd: after(lab.now, incident.length.mean) };
      this.#begin(coming);
      lab.schedule(lab.now + length, silent ? 'storage' : 'up', () => {
        this.#end(coming);
        if ('every' in incident.when) this.#scheduleAfterGap(incident, number + 1, incident.when.every);
      });
    });
  }

  #begin(coming: Coming): void {
    const { name, incident, expectedEnd } = coming;
    const lab = this.#lab;
    switch (incident.kind) {
      case 'absence': {
        const reason = `${incident.operators} operators are absent`;
        return this.#beginShortage(name, { kind: 'staff', operators: incident.operators }, { expectedEnd, reason });
      }
      case 'power-loss':
        // The engine takes a reason that begins with 'power' to mean that nothing was repaired.
        for (const { id } of lab.scenario.machines) {
          lab.stopMachine(id, { cause: name, reason: 'power loss', expectedUp: expectedEnd });
        }
        for (const pool of lab.scenario.pools) this.#losePool(coming, pool, wholeOf(pool));
        return;
      case 'node-lost': {
        const pool = lab.scenario.pools.find(({ id }) => id === incident.pool);
        const { cores, memoryBytes } = incident;
        if (pool !== undefined) this.#losePool(coming, pool, { cores, memoryBytes, gpus: 0 });
        return;
      }
      case 'storage-full':
        lab.fullStorage.push(incident.pool);
        return;
      case 'breakdown':
        lab.stopMachine(incident.machine, { cause: name, reason: 'breakdown', expectedUp: expectedEnd });
        lab.wear.repair(incident.machine);
        return;
      default:
        unreachable(incident);
    }
  }

  #end({ name, incident }: Coming): void {
    const lab = this.#lab;
    switch (incident.kind) {
      case 'absence':
        return this.#endShortage(name);
      case 'power-loss':
        for (const { id } of lab.scenario.machines) lab.resumeMachine(id, name);
        for (const { id } of lab.scenario.pools) this.#endShortage(`${name}/${id}`);
        return;
      case 'node-lost':
        return this.#endShortage(`${name}/${incident.pool}`);
      case 'storage-full':
        lab.fullStorage.splice(lab.fullStorage.indexOf(incident.pool), 1);
        return;
      case 'breakdown':
        return lab.resumeMachine(incident.machine, name);
      default:
        unreachable(incident);
    }
  }

  #losePool({ name, expectedEnd }: Coming, pool: ComputePool, lost: Omit<ShortageOfPool, 'kind' | 'pool'>): void {
    const lab = this.#lab;
    const running = lab.tasks.onPool(pool.id).flatMap((task) => {
      const { placement, memoryFactor } = task.work;
      if (placement.kind !== 'pool') return [];
      return [{ key: task.key, cores: placement.cores, memoryBytes: placement.memoryBytes * memoryFactor, task }];
    });
    const struck = struckBy({
      running,
      pool: this.#leftOf(pool),
      lost,
      draw: (key) => lab.draw('node-loss', `${name}/${pool.id}/${key ?? ''}`),
    });
    const reason = `${lost.cores} cores of ${pool.id} are lost`;
    this.#beginShortage(`${name}/${pool.id}`, { kind: 'pool', pool: pool.id, ...lost }, { expectedEnd, reason });
    for (const { task } of struck) lab.fail(task, 'node-lost', `simulated: ${reason}`);
  }

  /** What earlier incidents have left of a pool at this instant. */
  #leftOf(pool: ComputePool): { readonly cores: number; readonly memoryBytes: number } {
    let cores = levelAt(pool.cores, this.#lab.now);
    let { memoryBytes } = pool;
    for (const of of this.#shortages.values()) {
      if (of.kind !== 'pool' || of.pool !== pool.id) continue;
      cores -= of.cores;
      memoryBytes -= of.memoryBytes;
    }
    return { cores: Math.max(0, cores), memoryBytes: Math.max(0, memoryBytes) };
  }

  #beginShortage(id: string, of: ShortageOf, { expectedEnd, reason }: Told): void {
    this.#shortages.set(id, of);
    const shortage: Shortage = { id, of, since: this.#lab.now, until: expectedEnd };
    this.#lab.tell({ type: 'shortage-began', shortage, reason });
  }

  #endShortage(id: string): void {
    this.#shortages.delete(id);
    this.#lab.tell({ type: 'shortage-ended', shortage: id });
  }
}

interface Told {
  readonly expectedEnd: Seconds;
  readonly reason: string;
}

type ShortageOfPool = Extract<ShortageOf, { kind: 'pool' }>;

const wholeOf = ({ cores, memoryBytes, gpus }: ComputePool) => ({
  cores: Math.max(...cores.levels),
  memoryBytes,
  gpus,
});
