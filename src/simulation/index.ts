export { createEventCalendar, type CalendarEntry, type EventCalendar } from './event-calendar.ts';
export { simulate, type SimulatedRun, type SimulateOptions } from './simulate.ts';
export { createSimulatedWorld, type Planner, type SimulatedWorldOptions } from './world.ts';
export * from './experiment/index.ts';
