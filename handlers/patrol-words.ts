import { inEveryLanguage } from '../cards/language.ts';
import { timeWords } from '../cards/time-words.ts';
import { civilDate, dateOfDay, dayNumber, isCivilTime, parseCivil } from '../domain/civil.ts';
import type { Contract } from '../domain/contract.ts';
import type { InspectionPlan } from '../domain/obligations/plan-types.ts';
import { readDay, readDays } from '../domain/spoken-day.ts';
import type { Instant } from '../domain/types.ts';

/** 重保 runs through the working hours of such days. */
const GUARD_FROM = '08:00';
const GUARD_TO = '20:00';
export const PATROL_DAYS_MAX = 62;
export const PATROL_TIMES_MAX = 6;

export interface PatrolWindow {
  readonly opensAt: Instant;
  readonly dueAt: Instant;
}

export type ReadPatrol =
  | { readonly ok: true; readonly windows: readonly PatrolWindow[]; readonly reason: string }
  | { readonly ok: false; readonly problem: 'span' | 'many' | 'past' };

/**
 * The plan that opens the words, by its name or its id, or by a part of them that fits no other plan; else, where they open with a time,
 * the only one that is made on request.
 * @param isTime whether such words begin with a time
 */
export function readPlan(
  { inspections }: Contract,
  said: string,
  isTime: (rest: string) => boolean,
): { readonly plan?: InspectionPlan; readonly rest: string } {
  const named = inspections
    .flatMap((plan) => [plan.name, plan.nameEn, plan.id].map((name) => ({ plan, name })))
    .filter(({ name }) => said.toLowerCase().startsWith(name.toLowerCase()))
    .toSorted((a, b) => b.name.length - a.name.length)[0];
  if (named) return { plan: named.plan, rest: said.slice(named.name.length).replace(MARKS, '') };
  const gap = isTime(said)
    ? undefined
    : said.matchAll(GAPS).find(({ 0: { length }, index }) => isTime(said.slice(index + length)));
  if (gap) {
    const fitting = inspections.filter((plan) => isPartOf(said.slice(0, gap.index), plan));
    return {
      ...(fitting.length === 1 && fitting[0] && { plan: fitting[0] }),
      rest: said.slice(gap.index + gap[0].length),
    };
  }
  const [only, ...more] = inspections.filter(({ cadence }) => cadence.every === 'on_request');
  return { ...(only && more.length === 0 && { plan: only }), rest: said };
}

function isPartOf(part: string, { id, name, nameEn }: InspectionPlan): boolean {
  const sought = part.replace(/\s+/gu, '').toLowerCase();
  return (
    [...sought].length >= PART_MIN &&
    [name, nameEn, id].some((one) => one.replace(/\s+/gu, '').toLowerCase().includes(sought))
  );
}

/** 今天 14:00-16:00 说明, 明天 说明, 14:00-16:00: one round; without a time the whole of the day that is left. */
export function readPatrol(said: string, now: Instant): ReadPatrol {
  const today = civilDate(now);
  const day = readDay(said, timeWords, today);
  const text = day?.rest ?? said.trim();
  const [span = '', from = '', to = ''] = SPAN.exec(text) ?? [];
  if (!day && span === '') return { ok: false, problem: 'span' };
  const on = day?.day ?? today;
  const [opens, due] = span === '' ? ['00:00', '24:00'] : [padded(from), padded(to)];
  if (!isCivilTime(opens) || !isCivilTime(due) || opens >= due) return { ok: false, problem: 'span' };
  const window = { opensAt: Math.max(now, parseCivil(on, opens)), dueAt: parseCivil(on, due) };
  if (window.dueAt <= now) return { ok: false, problem: 'past' };
  return { ok: true, windows: [window], reason: text.slice(span.length).replace(MARKS, '') };
}

/** 9月1日 至 9月3日 每天 2 次 国庆保障: rounds of all these days, each in its equal part of the working hours. */
export function readGuard(said: string, now: Instant): ReadPatrol {
  const days = readDays(said, timeWords, civilDate(now));
  if (!days) return { ok: false, problem: 'span' };
  const [often = '', before, behind] = PER_DAY.exec(days.rest) ?? [];
  const times = Number(before ?? behind ?? '1');
  const first = dayNumber(days.from);
  const count = dayNumber(days.to) - first + 1;
  if (count < 1 || times < 1) return { ok: false, problem: 'span' };
  if (count > PATROL_DAYS_MAX || times > PATROL_TIMES_MAX) return { ok: false, problem: 'many' };
  const windows = Array.from({ length: count }, (_, day) => partsOf(dateOfDay(first + day), times))
    .flat()
    .filter(({ dueAt }) => dueAt > now)
    .map(({ dueAt, opensAt }) => ({ opensAt: Math.max(now, opensAt), dueAt }));
  if (windows.length === 0) return { ok: false, problem: 'past' };
  return { ok: true, windows, reason: days.rest.replace(often, ' ').replace(/\s+/gu, ' ').trim().replace(MARKS, '') };
}

function partsOf(day: string, times: number): readonly PatrolWindow[] {
  const from = parseCivil(day, GUARD_FROM);
  const part = (parseCivil(day, GUARD_TO) - from) / times;
  return Array.from({ length: times }, (_, place) => ({
    opensAt: from + place * part,
    dueAt: from + (place + 1) * part,
  }));
}

function padded(time: string): string {
  return time.padStart(5, '0');
}

const GAPS = /[\s,;，；。、]+/gu;
/** A shorter word is part of too many names. */
const PART_MIN = 2;
const MARKS = /^[\s,;:，；：。、]+/u;
const oneOf = (words: readonly string[]) => words.map(RegExp.escape).join('|');
const UNTIL = oneOf(inEveryLanguage(({ inspection }) => inspection.patrol.until));
const SPAN = new RegExp(String.raw`^(\d{1,2}:\d{2})\s*(?:${UNTIL})\s*(\d{1,2}:\d{2})(?!\d)`, 'iu');
const PER = oneOf(inEveryLanguage(({ inspection }) => inspection.patrol.perDay));
const TIMES = oneOf(inEveryLanguage(({ inspection }) => inspection.patrol.times));
/** 每天 2 次, 2 times a day. */
const PER_DAY = new RegExp(`(?:${PER})\\s*(\\d{1,3})\\s*(?:${TIMES})?|(\\d{1,3})\\s*(?:${TIMES})\\s*(?:${PER})`, 'iu');
