export { createEventCalendar, type CalendarEntry, type EventCalendar } from './event-calendar.ts';
export { createKernel, type Action, type Kernel } from './kernel.ts';
export { simulate, type SimulatedRun, type SimulateOptions } from './simulate.ts';
export { createSimulatedWorld, type Planner, type SimulatedWorldOptions } from './world.ts';
