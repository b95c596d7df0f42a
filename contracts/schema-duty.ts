import { z } from 'zod';
import { WEEKDAYS } from '../domain/calendar.ts';
import { endTimeForm, keyForm, timeForm, wording } from './forms.ts';

const served = (what: string) =>
  z.array(z.string()).default([]).describe(`Ids of ${what} that it serves; left out: all.`);

const rota = z.strictObject({
  id: keyForm.describe('The people file says by it who is on the rota.'),
  name: wording.describe('As people see it, in Chinese.'),
  nameEn: wording.exactOptional().describe('As people see it, in English; left out: the Chinese name.'),
  on: z
    .union([z.enum(['every_day', 'workdays', 'rest_days']), z.array(z.enum(WEEKDAYS)).min(1)])
    .describe(
      'The days on which a turn begins. workdays and rest_days are those of `calendar`, make-up days included.',
    ),
  calendar: z.string().exactOptional().describe('Key of `calendars`, for workdays and rest_days.'),
  from: timeForm.describe('The handover: the turn begins at this time.'),
  to: endTimeForm.describe(
    'On the same day, or on the next where it is not after `from`; equal to it: round the clock.',
  ),
  rotate: z
    .enum(['turn', 'week', 'never'])
    .describe('turn: the next person at each turn. week: at the first turn of a week. never: the first one always.'),
  weekday: z.enum(WEEKDAYS).exactOptional().describe("First day of the rota's week, with rotate: week; left out: mon."),
  departments: served('departments'),
  projects: served('projects'),
  systems: served('systems'),
});

export const rotas = z
  .array(rota)
  .describe('When somebody is on duty. Of several that cover an instant the first in this order counts.');

export const attendance = z
  .strictObject({
    calendar: z.string().describe('Key of `calendars`; its working days are the days.'),
    openAt: timeForm.describe('When the card for signing in is posted.'),
    signInBy: timeForm.describe('Signed in later: late.'),
    absentAt: timeForm.describe('Not signed in by then: absent.'),
    signOutFrom: timeForm.describe('Signed out before: left early.'),
    clause: wording.describe('Where the tender says so.'),
  })
  .describe('Signing in and out of people with the post on_site.');
