import { z } from 'zod';
import { paperWords } from '../cards/text.zh.paper.ts';
import { formed, passage } from '../contracts/forms.ts';
import { pointsForm, yuanForm } from '../contracts/forms-assessment.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../domain/types.ts';
import { saidInstant } from './said-instant.ts';

/** The form of a facts file: what somebody types from a paper. The meaning of its keys is docs/assessment.md. */

const MOMENT_FORM =
  'write a day such as 2026-03-04, or with a time 2026-03-04 10:20; without a zone it is Beijing time';
const LENGTH = /^(?:(\d{1,3})d)?(?:(\d{1,4})h)?(?:(\d{1,5})m)?(?:(\d{1,5})s)?$/;
const LENGTH_FORM = 'write days of 24 hours, hours, minutes and seconds such as 15d, 2h, 1h30m or 30m1s';
const RATIO = /^(\d{1,9})\s*\/\s*(\d{1,9})$/;
const PERCENT = /^(\d{1,3})(?:\.(\d{1,4}))?\s*%$/;
const RATIO_FORM = 'write how many were met of how many, such as 9/10, or a percentage such as 97.4%';
const TICKS = {
  satisfied: 'satisfied',
  average: 'average',
  dissatisfied: 'dissatisfied',
  ...paperWords.ticks,
} as const;
const TICK_FORM = `write one of ${Object.keys(TICKS).join(', ')}`;
const OCCURRENCES_MAX = 10_000;

const moment = formed(saidInstant, 'is no instant', MOMENT_FORM, '^\\d{4}-', MOMENT_FORM);
const length = formed(lengthMs, 'is no length of time', LENGTH_FORM, LENGTH.source, LENGTH_FORM);
const ratio = formed(parseRatio, 'is no ratio', RATIO_FORM, '^\\d', RATIO_FORM);
const tick = formed(
  (text) => Object.entries(TICKS).find(([word]) => word === text)?.[1],
  'is no tick of the form',
  TICK_FORM,
  '^\\S+$',
);
const whole = z.int().min(1).max(OCCURRENCES_MAX);
/** Where nothing happened nothing is said. */
const howMany = z.int().refine((count) => count >= 1 && count <= OCCURRENCES_MAX, {
  error: 'is no number of occurrences',
  params: { remedy: `write 1 to ${OCCURRENCES_MAX}, or leave it out` },
});
const evidence = z.union([passage.transform((ref) => [ref]), z.array(passage)], {
  error: 'write a text, or a list of texts',
});

/** One thing that happened. Which of these a rule wants follows from its kinds. */
const occurrence = z.strictObject({
  at: moment.exactOptional(),
  what: passage.exactOptional(),
  evidence: evidence.exactOptional(),
  ticket: z.string().min(1).max(64).exactOptional(),
  subject: passage.exactOptional(),
  event: passage.exactOptional(),
  times: whole.exactOptional(),
  days: whole.exactOptional(),
  points: pointsForm.exactOptional(),
  state: z.string().min(1).exactOptional(),
  took: length.exactOptional(),
  until: moment.exactOptional(),
  missing: z.literal(true).exactOptional(),
  due: moment.exactOptional(),
  done: moment.exactOptional(),
  exempted: passage.exactOptional(),
  withdrawn: passage.exactOptional(),
  disputed: passage.exactOptional(),
});
export type SaidOccurrence = z.output<typeof occurrence>;

const exemption = z.strictObject({
  event: passage.exactOptional(),
  at: moment.exactOptional(),
  reason: passage,
});
export type SaidExemption = z.output<typeof exemption>;

const ruleFacts = z.strictObject({
  occurrences: z
    .union([howMany, z.array(z.union([moment.transform((at): SaidOccurrence => ({ at })), occurrence]))], {
      error: 'write how many, or a list of them',
    })
    .exactOptional(),
  ratio: ratio.exactOptional(),
  ratios: z.record(z.string(), ratio).exactOptional(),
  grade: pointsForm.exactOptional(),
  grades: z.record(z.string(), pointsForm).exactOptional(),
  tick: tick.exactOptional(),
  ticks: z.record(z.string(), tick).exactOptional(),
  fee: yuanForm.exactOptional(),
  fees: z.record(z.string(), yuanForm).exactOptional(),
  exemptions: z.array(exemption).exactOptional(),
  reviewed: z.literal(true).exactOptional(),
});
export type SaidRuleFacts = z.output<typeof ruleFacts>;
export type SaidField = keyof SaidRuleFacts;

const tableFacts = z
  .object({ copies: z.record(z.string(), z.record(z.string(), ruleFacts)).exactOptional() })
  .catchall(ruleFacts);

export const factsSchema = z.strictObject({
  contract: z.string().min(1).exactOptional(),
  period: z.union([z.string(), z.int().transform(String)], { error: 'write it as 2026-Q1' }).exactOptional(),
  /** Of the whole contract, where the pack does not say. */
  price: yuanForm.exactOptional(),
  /** When it is judged, for what is late by then. */
  asOf: moment.exactOptional(),
  tables: z.record(z.string(), tableFacts),
});
export type SaidFacts = z.output<typeof factsSchema>;

function lengthMs(text: string): number | undefined {
  const found = LENGTH.exec(text);
  if (text === '' || found === null) return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = found.slice(1).map((count) => Number(count ?? 0));
  return days * DAY + hours * HOUR + minutes * MINUTE + seconds * SECOND;
}

/** A percentage is kept as it was written: 97.4 % is 974 of 1,000. */
function parseRatio(text: string): { readonly met: number; readonly total: number } | undefined {
  const [, met, total] = RATIO.exec(text) ?? [];
  if (met !== undefined && total !== undefined) {
    return Number(met) <= Number(total) ? { met: Number(met), total: Number(total) } : undefined;
  }
  const [, percent, part = ''] = PERCENT.exec(text) ?? [];
  if (percent === undefined) return undefined;
  const share = { met: Number(`${percent}${part}`), total: 100 * 10 ** part.length };
  return share.met <= share.total ? share : undefined;
}
