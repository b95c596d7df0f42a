import { z } from 'zod';

const count = z.int().nonnegative();
/** HH:MM:SS, with the date before it when it is written so. */
const instant = z.string();

/** Which ones are meant: of a plan, and what else is named. The fields of one look at the newest of them. */
const meant = {
  plan: z.string().min(1),
  /** As people call it: 2026-03-03, 2026-W10, 2026-03, P2. */
  period: z.string().optional(),
  /** Id of a department. */
  department: z.string().optional(),
  /** How many there are; 0: none. */
  count: count.optional(),
  /** How many are in which state: exactly these. */
  states: z.record(z.string(), count).optional(),
  opens: instant.optional(),
  due: instant.optional(),
  /** Stages that were told or overtaken, in any order. */
  told: z.array(z.string()).optional(),
};

export const inspectionExpectation = z.strictObject({
  ...meant,
  state: z.enum(['planned', 'open', 'done', 'missed', 'cancelled']).optional(),
  done_at: instant.nullable().optional(),
  /** A person's key; null: nobody. */
  by: z.string().nullable().optional(),
  /** Items that somebody or a machine has looked at: exactly these. */
  items: z.record(z.string(), z.enum(['normal', 'anomaly', 'not_applicable'])).optional(),
  /** Numbers of the tickets that were made of anomalies. */
  tickets: z.array(z.string()).optional(),
});

export const deliverableExpectation = z.strictObject({
  ...meant,
  state: z.enum(['planned', 'owed', 'submitted', 'returned', 'accepted', 'cancelled']).optional(),
  /** Of the first time. */
  submitted_at: instant.nullable().optional(),
  by: z.string().nullable().optional(),
  submissions: count.optional(),
  returned: count.optional(),
  /** The bot's draft stands in the group. */
  posted: z.boolean().optional(),
});

export type InspectionExpectation = z.infer<typeof inspectionExpectation>;
export type DeliverableExpectation = z.infer<typeof deliverableExpectation>;
