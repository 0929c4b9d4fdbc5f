/** Sequencer positions and equipment, with their calendars, maintenance and reliability. */

import { by, compareText, duration, interval, normalise, seconds, subtract } from '../../base/index.ts';
import type { ParsedEquipment, ParsedInstrument, ParsedMaintenance } from '../document.ts';
import { id } from '../ids.ts';
import { equipmentIds, positionsOf } from '../machine-ids.ts';
import type {
  Changeover,
  Equipment,
  FixedMaintenance,
  FlexibleMaintenance,
  Instrument,
  Machine,
  Position,
  Reliability,
  Signal,
} from '../scenario.ts';
import { instantOf, intervalOf, type TimeContext } from './time-context.ts';

type ParsedMachine = ParsedInstrument | ParsedEquipment;

/** Sorted by id. */
export function buildMachines(
  instruments: readonly ParsedInstrument[],
  equipment: readonly ParsedEquipment[],
  time: TimeContext,
): Machine[] {
  const machines = [
    ...instruments.flatMap((instrument) => buildPositions(instrument, time)),
    ...equipment.flatMap((entry) => buildEquipment(entry, time)),
  ];
  return machines.toSorted(by((machine) => machine.id, compareText));
}

export const buildInstrument = (instrument: ParsedInstrument): Instrument => ({
  id: id(instrument.id),
  type: instrument.type,
  positions: positionsOf(instrument).map(({ machine }) => machine),
});

function buildPositions(instrument: ParsedInstrument, time: TimeContext): Position[] {
  return positionsOf(instrument).map(({ position, machine }) => {
    const concerned = instrument.maintenance.filter(
      (m) => m.kind === 'flexible' || m.positions === undefined || m.positions.includes(position),
    );
    const initial = instrument.initialRecipe;
    const initialState = typeof initial === 'string' ? initial : initial?.[position];
    return {
      kind: 'position',
      id: machine,
      instrument: id(instrument.id),
      recipes: instrument.recipes.map((recipe) => id(recipe)),
      ...machineFields(instrument, concerned, time),
      ...(initialState === undefined ? {} : { initialState }),
    };
  });
}

const buildEquipment = (entry: ParsedEquipment, time: TimeContext): Equipment[] =>
  equipmentIds(entry).map((machine) => ({
    kind: 'equipment',
    id: machine,
    class: entry.class,
    capacity: entry.capacity,
    ...machineFields(entry, entry.maintenance, time),
    ...(entry.initialState === undefined ? {} : { initialState: entry.initialState }),
  }));

function machineFields(entry: ParsedMachine, maintenance: readonly ParsedMaintenance[], time: TimeContext) {
  const fixedMaintenance = maintenance.flatMap((m): FixedMaintenance[] =>
    m.kind === 'fixed' ? [{ id: id(m.id), at: intervalOf(time.clock, m) }] : [],
  );
  const closed = [
    ...entry.unavailable.map((span) => intervalOf(time.clock, span)),
    ...fixedMaintenance.map((m) => m.at),
  ];
  return {
    ...(entry.serial === undefined ? {} : { serial: entry.serial }),
    available: subtract([interval(0, time.calendarEnd)], normalise(closed)),
    fixedMaintenance,
    flexibleMaintenance: maintenance.flatMap((m) => (m.kind === 'flexible' ? [buildFlexible(m, time)] : [])),
    changeover: buildChangeover(entry.changeover),
    ...(entry.reliability === undefined ? {} : { reliability: buildReliability(entry.reliability) }),
    ...(entry.telemetry.length === 0 ? {} : { signals: entry.telemetry.map(buildSignal) }),
  };
}

const buildSignal = ({ signal, ...rest }: ParsedMachine['telemetry'][number]): Signal => ({ name: signal, ...rest });

const buildReliability = ({ wearOut, ...reliability }: NonNullable<ParsedMachine['reliability']>): Reliability => ({
  ...reliability,
  ...(wearOut && { wearOut }),
});

const buildChangeover = (changeover: ParsedMachine['changeover']): Changeover =>
  changeover ?? { default: duration(0), rules: [], operators: 0 };

function buildFlexible(m: Extract<ParsedMaintenance, { kind: 'flexible' }>, time: TimeContext): FlexibleMaintenance {
  return {
    id: id(m.id),
    ...(m.every === undefined ? {} : { every: m.every }),
    ...(m.everyRuns === undefined ? {} : { everyRuns: m.everyRuns }),
    early: m.early,
    late: m.late,
    duration: m.duration,
    operators: m.operators,
    lastDone: m.lastDone === undefined ? seconds(0) : instantOf(time.clock, m.lastDone),
    scope: m.scope,
  };
}
