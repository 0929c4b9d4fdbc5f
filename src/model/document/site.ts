/** The site part of a scenario document: where the laboratory is and when people are there. */

import { z } from 'zod';

import { countField, dateField, daysField, durationField, object, timeField, timeOfDayField } from './fields.ts';

export const shiftSchema = object({
  name: z.string().min(1).max(80).describe('What the shift is called.'),
  days: daysField().describe("Weekdays on which it begins: 'Mon-Fri', 'Sat, Sun' or a list."),
  from: timeOfDayField().describe("Local time at which it begins, e.g. '08:00'."),
  to: timeOfDayField().describe(
    "Local time at which it ends; at or before `from` means the next day; '24:00' is midnight.",
  ),
  operators: countField().describe('People on this shift.'),
});

export const siteSchema = object({
  timeZone: z.string().describe("IANA time zone of the laboratory, e.g. 'Europe/Zurich'."),
  shifts: z.array(shiftSchema).max(100).describe('When operators are present; overlapping shifts add up.'),
  holidays: z.array(dateField()).max(1000).optional().describe('Local dates on which no shift begins.'),
});

export const horizonSchema = object({
  start: timeField().describe('Instant 0 of the plan: local time, or with an offset.'),
  length: durationField().describe(
    'Length of the planning horizon, in elapsed time: 4 wk = 672 h also across a clock change.',
  ),
});

/** A stretch of time in which something cannot be used. */
export const unavailableSchema = object({
  from: timeField().describe('Begin.'),
  to: timeField().describe('End (exclusive).'),
  reason: z.string().max(200).optional().describe('Why, for people.'),
});
