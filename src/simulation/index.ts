export { createEventCalendar, type CalendarEntry, type EventCalendar } from './event-calendar.ts';
export * from './experiment/index.ts';
export { simulate, type SimulatedRun, type SimulateOptions } from './simulate.ts';
export { createSimulatedWorld, type Planner, type SimulatedWorldOptions } from './world.ts';
