import { z } from 'zod';
import { type Fen, type Permyriad, POINT, type Points } from '../domain/assessment/points.ts';
import type { PriceName, RuleKinds, SpanName, Window } from '../domain/assessment/rule-kinds.ts';
import type { Floor, TablePeriod } from '../domain/assessment/table-types.ts';
import { DAY, type DurationMs, HOUR, MINUTE } from '../domain/types.ts';
import { formed } from './forms.ts';

/** Figures of assessment tables, as a pack writes them: points, shares, prices, spans. Each says what would be right. */

const POINTS_MAX = 10_000;
/** Exact to the fen, and a whole number of fen that a double holds. */
const YUAN_MAX = 10_000_000_000;
export const SPAN_NAMES = [
  'week',
  'month',
  'quarter',
  'half_year',
  'year',
  'period',
] as const satisfies readonly SpanName[];
const PRICES = ['contract', 'project', 'period_fee', 'subject_fee'] as const satisfies readonly PriceName[];

const LENGTH = /^(?:(?<days>\d{1,3})d)?(?:(?<hours>\d{1,4})h)?(?:(?<minutes>\d{1,5})m)?$/;
const PERCENT = /^(?<count>\d{1,3}(?:\.\d{1,2})?)%$/;
const SHARE = new RegExp(`^(?<count>\\d{1,3}(?:\\.\\d{1,2})?)(?<unit>%|‰) of (?<of>${PRICES.join('|')})$`);
const MARGIN = /^(?<count>\d{1,3}) (?<unit>day|month)s?$/;
const PERIOD = /^(?<count>1|3|6|12) months? of the (?<from>service|calendar)$/;
const WHOLE_SERVICE = 'whole service';

const LENGTH_FORM = 'write days of 24 hours, hours and minutes such as 15d, 2h or 1h30m';
const PERCENT_FORM = 'write it as 98% or 0.5%';
const SHARE_FORM = `write it as "5% of contract" or "1‰ of period_fee", of one of ${PRICES.join(', ')}`;
const MARGIN_FORM = 'write it as "3 months" or "10 days"';
const WINDOW_FORM = `${LENGTH_FORM}, or one of ${SPAN_NAMES.join(', ')}`;
const FLOOR_FORM = 'write 0 (it stops at zero), "0*" (so chosen, the text does not say) or none';
const PERIOD_FORM = 'write "3 months of the service", "1 month of the calendar" (1, 3, 6 or 12), or "whole service"';

/** Points: written with decimals, read as whole millionths. */
export const pointsForm = decimal(
  POINTS_MAX,
  POINT,
  'points have at most six decimals',
  'write points such as 0.5',
).describe('In points, with at most six decimals.');
/** Money: written in yuan, read in fen. */
export const yuanForm = decimal(
  YUAN_MAX,
  100,
  'a price has at most two decimals',
  'write yuan such as 1250000.00',
).describe('In yuan, with at most two decimals.');

export const lengthForm = formed(parseLength, 'is no length of time', LENGTH_FORM, plain(LENGTH), LENGTH_FORM);
export const percentForm = formed(parsePercent, 'is no percentage', PERCENT_FORM, plain(PERCENT), PERCENT_FORM);
export const shareForm = formed(parseShare, 'is no share of a price', SHARE_FORM, plain(SHARE), SHARE_FORM);
export const marginForm = formed(parseMargin, 'is no margin', MARGIN_FORM, plain(MARGIN), MARGIN_FORM);
export const windowForm = formed(
  parseWindow,
  'is no window',
  WINDOW_FORM,
  `${plain(LENGTH)}|^(?:${SPAN_NAMES.join('|')})$`,
  WINDOW_FORM,
);
export const tablePeriodForm = formed(
  parsePeriod,
  'is no period',
  PERIOD_FORM,
  `${plain(PERIOD)}|^${WHOLE_SERVICE}$`,
  PERIOD_FORM,
);
export const floorForm = z
  .union([z.literal(0), z.literal('0*'), z.literal('none')], { error: FLOOR_FORM })
  .transform((floor): Floor => {
    if (floor === 'none') return { at: 'none' };
    return floor === 0 ? { at: 'zero' } : { at: 'zero', isChosen: true };
  });

/** A number that is kept as a whole number of a small unit. */
function decimal(max: number, unit: number, message: string, remedy: string) {
  return z
    .number()
    .min(0)
    .max(max)
    .refine((value) => Math.round(value * unit) / unit === value, { error: message, params: { remedy } })
    .transform((value): Points | Fen => Math.round(value * unit));
}

/** For the JSON Schema, which knows no names of groups. */
function plain({ source }: RegExp): string {
  return source.replace(/\?<[a-z]+>/g, '?:');
}

/** `15d`, `2h`, `1h30m`: a day is 24 hours here. @returns undefined when the text has another form */
export function parseLength(text: string): DurationMs | undefined {
  const groups = LENGTH.exec(text)?.groups;
  if (text === '' || groups === undefined) return undefined;
  return Number(groups.days ?? 0) * DAY + Number(groups.hours ?? 0) * HOUR + Number(groups.minutes ?? 0) * MINUTE;
}

/** `98%`, `0.5%`. @returns undefined when the text has another form */
export function parsePercent(text: string): Permyriad | undefined {
  const count = PERCENT.exec(text)?.groups?.count;
  return count === undefined ? undefined : Math.round(Number(count) * 100);
}

function parseShare(text: string): { readonly of: PriceName; readonly permyriad: Permyriad } | undefined {
  const groups = SHARE.exec(text)?.groups;
  const of = PRICES.find((price) => price === groups?.of);
  if (groups === undefined || of === undefined) return undefined;
  const permyriad = Number(groups.count) * (groups.unit === '%' ? 100 : 10);
  return Math.abs(permyriad - Math.round(permyriad)) > 1e-6 ? undefined : { of, permyriad: Math.round(permyriad) };
}

function parseMargin(text: string): NonNullable<RuleKinds['late-threshold']>['margin'] | undefined {
  const groups = MARGIN.exec(text)?.groups;
  if (groups === undefined) return undefined;
  return groups.unit === 'month' ? { months: Number(groups.count) } : { days: Number(groups.count) };
}

function parseWindow(text: string): Window | undefined {
  const span = SPAN_NAMES.find((name) => name === text);
  if (span !== undefined) return { span };
  const ms = parseLength(text);
  return ms === undefined || ms === 0 ? undefined : { ms };
}

const MONTHS = [1, 3, 6, 12] as const;

function parsePeriod(text: string): TablePeriod | undefined {
  if (text === WHOLE_SERVICE) return { term: true };
  const groups = PERIOD.exec(text)?.groups;
  const months = MONTHS.find((count) => String(count) === groups?.count);
  return months && { months, from: groups?.from === 'service' ? 'term' : 'calendar' };
}
