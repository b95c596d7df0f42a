import { z } from 'zod';
import type { Source, SourceScope } from '../domain/assessment/table-types.ts';
import { CLOCK_NAMES } from '../domain/contract.ts';
import { TICKET_KINDS, type TicketKind } from '../domain/ticket-types.ts';
import { lengthForm } from './forms-assessment.ts';

const clocks = z.array(z.enum(CLOCK_NAMES)).min(1).describe('Names of clocks: respond, resolve …');
const scopeOf = (usual: readonly TicketKind[]) => ({
  kinds: z
    .union([z.literal('all'), z.array(z.enum(TICKET_KINDS)).min(1)], {
      error: 'write all, or a list of kinds of tickets',
    })
    .prefault([...usual])
    .transform((kinds) => (kinds === 'all' ? TICKET_KINDS : kinds))
    .describe(`Kinds of tickets that count, or all; left out: ${usual.join(', ')}.`),
  levels: z.array(z.string()).default([]).describe('Ids of levels whose tickets count; left out: all.'),
  systems: z.array(z.string()).default([]).describe('Ids of systems whose tickets count; left out: all.'),
});
const scope = scopeOf(['incident', 'security_event', 'inspection_anomaly']);
/** What an inspection found was there before anybody was without service. */
const outage = scopeOf(['incident', 'security_event']);
/** @param what in which lists of the pack the ids are looked up */
const plansOf = (what: string) =>
  z.array(z.string()).default([]).describe(`Ids of ${what}; left out: all with binding contract.`);

const state = z.string().exactOptional().describe("Id of one of the rule's tiered states, which that is.");

const written = z.strictObject({
  breach: z
    .strictObject({
      clocks,
      binding: z.enum(['contract', 'any']).default('contract').describe('any: internal targets count too.'),
      ...scope,
    })
    .exactOptional()
    .describe('One finding for each ticket that missed such a clock.'),
  late_fault_report: z
    .strictObject({ missing: z.boolean().default(false).describe('true: only those that never came.'), ...scope })
    .exactOptional()
    .describe('Fault reports that are late, by their days.'),
  repeat: z
    .strictObject({ window: lengthForm.describe('Counted from the resolution of the fault before.'), ...outage })
    .exactOptional()
    .describe('A ticket about the same system within the window.'),
  elapsed: z
    .strictObject({
      to: z.enum(['acknowledged', 'arrived', 'resolved']).describe('The milestone.'),
      atLeast: lengthForm.exactOptional().describe('Only tickets that took so long or longer.'),
      ...scope,
    })
    .transform(({ atLeast, ...fields }) => ({ ...fields, ...(atLeast !== undefined && { atLeastMs: atLeast }) }))
    .exactOptional()
    .describe('What each ticket took from its report to the milestone.'),
  met_ratio: z
    .strictObject({ clocks, ...scope })
    .exactOptional()
    .describe('Ratio of tickets that kept these clocks.'),
  completion_ratio: z.strictObject(scope).exactOptional().describe('Ratio of tickets that are resolved.'),
  downtime: z.strictObject(outage).exactOptional().describe('From report to resolution, of each system.'),
  absence: z
    .strictObject({ late: z.boolean().default(false).describe('true: late and early leave count as well.') })
    .exactOptional()
    .describe('Days on which somebody who had to be on site did not come.'),
  attendance_ratio: z.strictObject({}).exactOptional().describe('Ratio of attended days.'),
  ratings: z.strictObject(scope).exactOptional().describe("The reporters' ratings, shown to whoever grades."),
  inspection_missed: z
    .strictObject({
      plans: plansOf('inspections'),
      late: z.boolean().default(true).describe('true: those done after their due instant count as well.'),
      state,
    })
    .exactOptional()
    .describe('One finding for each round of inspection that was not done in time.'),
  deliverable_late: z
    .strictObject({
      plans: plansOf('deliverables'),
      missing: z
        .boolean()
        .default(false)
        .describe('true: only those that had not come when the period ended, one for each.'),
      state,
    })
    .exactOptional()
    .describe('Deliverables that are late, by their days.'),
  deliverable_returned: z
    .strictObject({ plans: plansOf('deliverables') })
    .exactOptional()
    .describe('One finding for each time that a deliverable was returned.'),
  duty_ratio: z
    .strictObject({
      plans: plansOf('inspections or deliverables'),
      of: z.enum(['inspections', 'deliverables', 'all']).default('all').describe('What is counted.'),
    })
    .exactOptional()
    .describe('Ratio of inspections and deliverables that were in time, of those due by now.'),
});
type Written = z.output<typeof written>;

/** Where a rule's facts come from in the record: one key, with its fields. */
export const sources = z
  .array(
    written.transform((entry, context): Source => {
      const [source, ...more] = sourcesIn(entry);
      if (source !== undefined && more.length === 0) return source;
      const problem = source === undefined ? 'it names no source' : 'it names several sources';
      const remedy = 'give each entry of the list one key, such as { breach: { clocks: [respond] } }';
      context.addIssue({ code: 'custom', message: problem, params: { remedy } });
      return z.NEVER;
    }),
  )
  .default([])
  .describe('What the bot finds for the rule by itself, in the record.');

function sourcesIn(entry: Written): readonly Source[] {
  const { breach, late_fault_report, repeat, elapsed, met_ratio, completion_ratio, downtime, absence, ratings } = entry;
  return [
    ...(breach ? [{ source: 'breach', ...breach } as const] : []),
    ...(late_fault_report ? [{ source: 'late_fault_report', ...late_fault_report } as const] : []),
    ...(repeat ? [{ source: 'repeat', ...scopeIn(repeat), windowMs: repeat.window } as const] : []),
    ...(elapsed ? [{ source: 'elapsed', ...elapsed } as const] : []),
    ...(met_ratio ? [{ source: 'met_ratio', ...met_ratio } as const] : []),
    ...(completion_ratio ? [{ source: 'completion_ratio', ...completion_ratio } as const] : []),
    ...(downtime ? [{ source: 'downtime', ...downtime } as const] : []),
    ...(absence ? [{ source: 'absence', ...absence } as const] : []),
    ...(entry.attendance_ratio ? [{ source: 'attendance_ratio' } as const] : []),
    ...(ratings ? [{ source: 'ratings', ...ratings } as const] : []),
    ...dutySourcesIn(entry),
  ];
}

function dutySourcesIn(entry: Written): readonly Source[] {
  const { deliverable_late, deliverable_returned, duty_ratio, inspection_missed } = entry;
  return [
    ...(inspection_missed ? [{ source: 'inspection_missed', ...inspection_missed } as const] : []),
    ...(deliverable_late ? [{ source: 'deliverable_late', ...deliverable_late } as const] : []),
    ...(deliverable_returned ? [{ source: 'deliverable_returned', ...deliverable_returned } as const] : []),
    ...(duty_ratio ? [{ source: 'duty_ratio', ...duty_ratio } as const] : []),
  ];
}

function scopeIn({ kinds, levels, systems }: SourceScope): SourceScope {
  return { kinds, levels, systems };
}
