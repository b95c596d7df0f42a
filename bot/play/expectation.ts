import { z } from 'zod';
import { isPeriodLabel } from '../../domain/assessment/period.ts';
import { CLOCK_NAMES } from '../../domain/contract.ts';
import { TICKET_STATUSES } from '../../domain/ticket-types.ts';
import { durationMs } from './duration.ts';
import { deliverableExpectation, inspectionExpectation } from './obligation-expectation.ts';

const personKey = z.string().min(1);
const count = z.int().nonnegative();
/** Every one of the texts must occur. */
const texts = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);
const oneOrMore = <T extends z.ZodType>(schema: T) => z.union([schema, z.array(schema).min(1)]);

const ticketExpectation = z.strictObject({
  number: z.string().optional(),
  status: z.enum(TICKET_STATUSES).optional(),
  level: z.string().optional(),
  /** Why it has the level: a word of the report, the matrix, who reports it, the pack's default, a person's decision. */
  level_reason: z.enum(['sign', 'matrix', 'vip', 'default', 'anomaly', 'alert', 'system', 'person']).optional(),
  /** Null: nobody, or none recognised. */
  system: z.string().nullable().optional(),
  assignee: personKey.nullable().optional(),
  reporter: personKey.optional(),
  reopenings: count.optional(),
  rating: z.int().nullable().optional(),
  suspended: z.enum(['no', 'asked', 'yes']).optional(),
  /** Milestones that are reached, in any order. */
  milestones: z.array(z.string()).optional(),
  /** The instant at which its clocks start: HH:MM:SS of the day. */
  reported_at: z.string().optional(),
  summary: texts.optional(),
});

const clockExpectation = z.strictObject({
  state: z.enum(['running', 'paused', 'met', 'breached', 'void', 'unknown', 'unagreed']).optional(),
  used: durationMs.optional(),
  left: durationMs.optional(),
  /** HH:MM:SS, with the date before it when it is another day's. */
  due: z.string().optional(),
});

const messageExpectation = z.strictObject({
  in: z.string().optional(),
  contains: texts.optional(),
  lacks: texts.optional(),
  /** Exactly these people are mentioned by the message. */
  mentions: z.array(personKey).optional(),
  /** Exactly so many of the new messages match; without it, at least one. */
  count: count.optional(),
});

const privateExpectation = z.strictObject({
  to: personKey,
  contains: texts.optional(),
  lacks: texts.optional(),
  count: count.optional(),
});

const cardExpectation = z.strictObject({
  /** Only on a platform that can change a card without a tap on it: elsewhere it goes on showing what was. */
  needs: z.literal('card_updates').optional(),
  in: z.string().optional(),
  /** The newest of those cards that say this. */
  saying: z.string().optional(),
  title: z.string().optional(),
  badge: z.string().optional(),
  tone: z.string().optional(),
  contains: texts.optional(),
  lacks: texts.optional(),
  mentions: z.array(personKey).optional(),
  /** Buttons that the card shows to a person, in any order, no more and no less. */
  offers: z.record(personKey, z.array(z.string())).optional(),
});

const ledgerExpectation = z.strictObject({
  /** The ticket's events in order, without its reminders. */
  types: z.array(z.string()).optional(),
  /** How many entries of a type the contract has since the start. */
  counts: z.record(z.string(), count).optional(),
});

/** One figure, or the least and the greatest of what is open. */
const figure = z.union([z.number(), z.tuple([z.number(), z.number()])]);

const scoreExpectation = z.strictObject({
  table: z.string().min(1),
  /** `2026-Q1`, `P3` …; absent: the table's own period that runs. */
  period: z.string().refine(isPeriodLabel, 'write a period such as 2026-Q1, 2026-07, P3 or term').optional(),
  /** Id of a department, or a person's key. */
  copy: z.string().optional(),
  total: figure.optional(),
  /** Without what nobody has confirmed. */
  confirmed: figure.optional(),
  /** Names of the bands, the one at the least first. */
  grades: z.array(z.string()).optional(),
  yuan: figure.optional(),
  /** What items change, by their ids: a loss is negative. */
  items: z.record(z.string(), figure).optional(),
  /** Rules that keep the total open, in any order. */
  open: z.array(z.string()).optional(),
});

/**
 * What must be true at a step. Only what is named is compared. `message`, `private`, `files` and `none` look at what was shown since
 * the last step that had an expectation, so a message is expected once.
 */
export const expectation = z.strictObject({
  /** The ticket meant by `ticket`, `clocks` and `ledger.types`: the day's number; without it the newest. */
  of: z.union([z.int().positive(), z.string()]).optional(),
  ticket: ticketExpectation.optional(),
  clocks: z.record(z.string(), clockExpectation).optional(),
  tickets: count.optional(),
  /** Reminders, breaches and escalation steps that were posted since the start. */
  nags: count.optional(),
  late_nags: count.optional(),
  /** Cards that stand in the chats: a card that is updated in its place counts once. */
  cards: count.optional(),
  last_card: cardExpectation.optional(),
  message: oneOrMore(messageExpectation).optional(),
  private: oneOrMore(privateExpectation).optional(),
  /** Names of the pictures and documents that the bot has sent since, in their order: exactly these. */
  files: z.array(z.string().min(1)).optional(),
  /** The bot said nothing, to nobody, and changed no card. */
  none: z.literal(true).optional(),
  ledger: ledgerExpectation.optional(),
  inspections: oneOrMore(inspectionExpectation).optional(),
  deliverables: oneOrMore(deliverableExpectation).optional(),
  score: oneOrMore(scoreExpectation).optional(),
  verify: z.literal('ok').optional(),
});

export type Expectation = z.infer<typeof expectation>;
export type TicketExpectation = z.infer<typeof ticketExpectation>;
export type ClockExpectation = z.infer<typeof clockExpectation>;
export type MessageExpectation = z.infer<typeof messageExpectation>;
export type PrivateExpectation = z.infer<typeof privateExpectation>;
export type CardExpectation = z.infer<typeof cardExpectation>;
export type ScoreExpectation = z.infer<typeof scoreExpectation>;
export type LedgerExpectation = z.infer<typeof ledgerExpectation>;

/** A clock of a ticket as scenarios name it: by its name, or by its id for one round (`critical.update#3`). */
export const isClockKey = (key: string): boolean => CLOCK_NAMES.some((name) => name === key) || key.includes('.');
