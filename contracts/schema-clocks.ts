import { z } from 'zod';
import { type Audience, CLOCK_NAMES } from '../domain/contract.ts';
import { ROLES } from '../domain/types.ts';
import { durationForm, endTimeForm, keyForm, targetForm, timeForm, wording } from './forms.ts';

const AUDIENCES = [
  'responsible',
  'backup',
  'supplier_lead',
  'customer_lead',
  ...ROLES,
] as const satisfies readonly Audience[];

const to = z
  .array(z.enum(AUDIENCES))
  .min(1)
  .describe('Whom it rings. responsible: who has the ticket, or who is on duty. backup: the next one on duty.');

const scope = (what: string) => z.array(z.string()).default([]).describe(`Ids of ${what}; left out: all.`);

const clock = z.strictObject({
  id: keyForm.describe('Unique in the pack, such as critical.arrive.'),
  clock: z.enum(CLOCK_NAMES).describe('What is promised. update repeats; fault_report counts from the resolution.'),
  levels: scope('levels'),
  systems: scope('systems'),
  profiles: scope('profiles'),
  projects: scope('projects'),
  target: targetForm.describe(
    '5m, 2h, 1h30m: counted time of the calendar. "1 workday": the hours of an ordinary working day. "3 days": calendar days, to 24:00. "end of 2 workdays", "next workday 09:00": dates. agreed: the two sides name the date.',
  ),
  calendar: z.string().describe('Key of `calendars`; a department may mean hours of its own by it.'),
  binding: z
    .enum(['contract', 'internal'])
    .describe("contract: printed in the tender. internal: the supplier's own early target."),
  pausable: z
    .boolean()
    .default(false)
    .describe('Stops while the ticket is suspended. Never for a target that is a date.'),
  onRequestOutside: z
    .string()
    .exactOptional()
    .describe(
      'Key of `calendars`: for a report on one of its days of rest the clock starts when the customer asks for it.',
    ),
  reportedIn: z
    .string()
    .exactOptional()
    .describe('Key of `calendars`: binds only what is reported within its hours. A span ends before its last instant.'),
  reportedOutside: z
    .string()
    .exactOptional()
    .describe('Key of `calendars`: binds only what is reported outside its hours.'),
  chain: keyForm.exactOptional().describe('Key of `chains`; left out: that of the level.'),
  clause: wording.describe('Where the tender says so, shown to people.'),
});

export const clocks = z
  .array(clock)
  .min(1)
  .describe(
    'The time limits. Of rules for the same clock and binding the most telling scope binds: systems, then profiles, then projects, then none.',
  );

const step = z.strictObject({
  after: durationForm.describe('How long after, such as 0m or 15m.'),
  to,
});

const escalationStep = step.extend({
  call: z
    .literal(true)
    .exactOptional()
    .describe('They are telephoned as well, where the platform can. The last step only.'),
});

const chain = z.strictObject({
  reminders: z
    .array(
      z.strictObject({
        permille: z.int().min(1).max(999).describe('Share of the target that is used up: 500 is half of it.'),
        to,
      }),
    )
    .describe('Before the due time.'),
  escalation: z.array(escalationStep).min(1).describe('At the due time (0m, the breach itself) and after it.'),
});

export const chains = z
  .record(keyForm, chain)
  .describe('Who is told of a clock before and after its due time, by key. `default` is required.');

export const silence = z
  .array(
    z.strictObject({
      levels: scope('levels'),
      calendar: z.string().describe('Key of `calendars` in which the silence is counted.'),
      steps: z
        .array(step)
        .min(1)
        .describe('Counted since the last thing that an engineer did or said about the ticket.'),
    }),
  )
  .describe('Somebody has taken a ticket and nothing is heard of it: who is asked, and who is told later.');

export const quietHours = z
  .strictObject({
    levels: z.array(z.string()).min(1).describe('Mild levels, whose reminders wait for the morning.'),
    from: timeForm.describe('They begin.'),
    to: endTimeForm.describe('May lie before `from`: 22:00 to 07:30.'),
  })
  .describe('Hours in which reminders of mild levels are held.');
