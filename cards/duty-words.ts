import { dayNumber, dayRange, weekdayOf } from '../domain/civil.ts';
import type { Rota } from '../domain/contract.ts';
import type { Turn } from '../domain/roster-turns.ts';
import type { DutyChange } from '../domain/roster-types.ts';
import { type CivilDate, DAY, type Instant } from '../domain/types.ts';
import type { Catalogue } from './catalogue.ts';
import { type CardMember, nameOf } from './ticket-view.ts';
import { dayWords, instantWords } from './words.ts';

export function rotaName({ name, nameEn }: Rota, text: Catalogue): string {
  return text.language === 'en' ? nameEn : name;
}

/** 11月25日 周三 */
export function dateWords(day: CivilDate, text: Catalogue): string {
  return text.roster.day(dayWords(dayRange(day).from, text), text.roster.weekdays[weekdayOf(dayNumber(day))] ?? '');
}

/** From one instant to another, each day said once. */
export function spanWords(
  { from, to }: { readonly from: Instant; readonly to: Instant },
  now: Instant,
  text: Catalogue,
): string {
  return text.roster.span(instantWords(from, now, text, 'if_any'), instantWords(to, from, text, 'if_any'));
}

/** 夜班 11月25日 18:00 至 11月26日 09:00 */
export function turnWords(turn: Pick<Turn, 'rota' | 'from' | 'to'>, now: Instant, text: Catalogue): string {
  return text.roster.request.turn(rotaName(turn.rota, text), spanWords(turn, now, text));
}

/** One part of a request: 李工 代 周工：夜班 …. @param turns of the person in the change's span; none where there are no rotas */
export function coverWords(
  { personId, substituteId, from }: DutyChange,
  turns: readonly Turn[],
  people: { readonly members: readonly CardMember[]; readonly now: Instant },
  text: Catalogue,
): string {
  const { members, now } = people;
  const substitute = substituteId === undefined ? '' : nameOf(members, substituteId, text);
  const whole = `${dayWords(from, text)} ${text.roster.request.wholeDay}`;
  const spans = turns.length === 0 ? whole : turns.map((turn) => turnWords(turn, now, text)).join(text.card.comma);
  return text.roster.request.part(substitute, nameOf(members, personId, text), spans);
}

/** The days of a leave, the last one included. */
export function leaveWords({ from, to }: Pick<DutyChange, 'from' | 'to'>, text: Catalogue): string {
  const first = dayWords(from, text);
  const last = dayWords(Math.max(from, to - DAY), text);
  return first === last ? first : text.roster.span(first, last);
}
