import { civilDate, civilTime, civilTimeWithSeconds } from '../domain/civil.ts';
import { type ClockUse, openPause } from '../domain/clocks.ts';
import type { AxisValue, ClockName, Contract, Target } from '../domain/contract.ts';
import type { DueProposal } from '../domain/request-types.ts';
import { IN_WORK, type Ticket, type TicketClock } from '../domain/ticket-types.ts';
import { DAY, type DurationMs, HOUR, type Instant, MINUTE, SECOND } from '../domain/types.ts';
import type { Catalogue, DurationParts } from './catalogue.ts';

/** Below this, seconds matter: the strictest clocks are five and ten minutes long. */
const SECONDS_MATTER_BELOW_MS = 10 * MINUTE;

/** Cuts a length into at most two units, rounded down: nobody is promised a second that he does not have. */
export function durationParts(ms: DurationMs): DurationParts {
  const none = { days: 0, hours: 0, minutes: 0, seconds: 0, milliseconds: 0 };
  if (ms >= DAY) return { ...none, days: Math.floor(ms / DAY), hours: Math.floor((ms % DAY) / HOUR) };
  const hours = Math.floor(ms / HOUR);
  const minutes = Math.floor((ms % HOUR) / MINUTE);
  if (ms >= SECONDS_MATTER_BELOW_MS) return { ...none, hours, minutes };
  return { ...none, minutes, seconds: Math.floor((ms % MINUTE) / SECOND) };
}

export function durationWords(ms: DurationMs, text: Catalogue): string {
  return text.time.duration(durationParts(ms));
}

/**
 * Counted time, as far as the table of holidays reaches. A judged clock says it to the second, and below the second where its
 * limit was missed by less, so that the length never contradicts the judgement beside it.
 */
export function usedWords({ usedMs, targetMs, state }: ClockUse, text: Catalogue): string {
  if (usedMs === undefined) return text.time.unknown;
  if (state !== 'met' && state !== 'breached') return durationWords(usedMs, text);
  const isBarelyOver = targetMs !== undefined && usedMs > targetMs && usedMs - targetMs < SECOND;
  return text.time.duration({
    days: Math.floor(usedMs / DAY),
    hours: Math.floor((usedMs % DAY) / HOUR),
    minutes: Math.floor((usedMs % HOUR) / MINUTE),
    seconds: Math.floor((usedMs % MINUTE) / SECOND),
    milliseconds: isBarelyOver ? usedMs % SECOND : 0,
  });
}

/** @param now names the day of an agreed instant where it is another one */
export function targetWords(target: Target, now: Instant, text: Catalogue): string {
  const { time } = text;
  if ('ms' in target) return durationWords(target.ms, text);
  if ('workdays' in target) return time.workdays(target.workdays);
  if ('days' in target) return time.days(target.days);
  if ('workdayEnds' in target) return time.workdayEnds(target.workdayEnds);
  if ('nextWorkdayAt' in target) return time.nextWorkdayAt(target.nextWorkdayAt);
  return 'until' in target ? time.until(instantWords(target.until, now, text, 'if_any')) : time.agreed;
}

/**
 * An instant as people read it: the day only where it is not today's.
 * @param seconds `always` for what happened; `if_any` for what is due, where `09:05` reads better than `09:05:00`, and the
 * end of a day is its 24:00
 */
export function instantWords(at: Instant, now: Instant, text: Catalogue, seconds: 'always' | 'if_any'): string {
  const exact = civilTimeWithSeconds(at);
  if (seconds === 'if_any' && exact === '00:00:00') {
    const lastOfDay = at - 1;
    return civilDate(lastOfDay) === civilDate(now) ? '24:00' : `${dayWords(lastOfDay, text)} 24:00`;
  }
  const time = seconds === 'if_any' && exact.endsWith(':00') ? civilTime(at) : exact;
  return civilDate(at) === civilDate(now) ? time : `${dayWords(at, text)} ${time}`;
}

export function dayWords(at: Instant, text: Catalogue): string {
  const [, month, day] = civilDate(at).split('-');
  return text.time.day(Number(month), Number(day));
}

/** An open clock in words: 还剩 2 分钟, 已超时 3 分钟, 已暂停计时. Lengths are those of the wall, which people look at. */
export function standingWords(clock: TicketClock, now: Instant, text: Catalogue): string {
  if (openPause(clock)) return text.time.paused;
  if (clock.dueAt === undefined) return noDueWords(clock, text);
  if (now <= clock.dueAt) return wasOverWords(clock, now, text) ?? leftWords(clock.dueAt - now, text);
  return overdueWords(now - overSince(clock, clock.dueAt), text);
}

/**
 * The due instant of an open clock in words, for what may stand for hours without being drawn again: 11:00 前, or how long it is
 * over and since when.
 */
export function deadlineWords(clock: TicketClock, now: Instant, text: Catalogue): string {
  if (openPause(clock)) return text.time.paused;
  if (clock.dueAt === undefined) return noDueWords(clock, text);
  const due = (at: Instant) => instantWords(at, now, text, 'if_any');
  if (now <= clock.dueAt) return wasOverWords(clock, now, text) ?? text.time.before(due(clock.dueAt));
  const since = overSince(clock, clock.dueAt);
  return overdueWords(now - since, text) + text.card.bracketed(text.time.wasDue(due(since)));
}

/** The same in short and without any length of time, for what can't be drawn again: 11:00 前, 09:05 超时. */
export function lastingWords(clock: TicketClock, now: Instant, text: Catalogue): string {
  if (openPause(clock) || clock.dueAt === undefined || now <= clock.dueAt) return deadlineWords(clock, now, text);
  return text.time.overSince(instantWords(overSince(clock, clock.dueAt), now, text, 'if_any'));
}

function noDueWords({ target }: TicketClock, text: Catalogue): string {
  return 'agreed' in target ? text.time.dueUnagreed : text.time.dueUnknown;
}

/** A breach under an earlier level stays one, though the present level leaves more time: both are said. */
export function wasOverWords({ breach, dueAt }: TicketClock, now: Instant, text: Catalogue): string | undefined {
  if (breach?.by !== 'level_change' || dueAt === undefined) return undefined;
  const due = (at: Instant) => instantWords(at, now, text, 'if_any');
  return text.time.wasOver(due(breach.dueAt), due(dueAt));
}

/** From when on a clock is over: the limit that was missed first. */
export function overSince({ breach }: TicketClock, dueAt: Instant): Instant {
  return breach?.by === 'level_change' ? breach.dueAt : dueAt;
}

/** Time that is left, the running second included: half of five minutes reads 2 分 30 秒, as on the countdown. */
export function leftWords(leftMs: DurationMs, text: Catalogue): string {
  return text.time.left(durationWords(Math.ceil(leftMs / SECOND) * SECOND, text));
}

export function overdueWords(overMs: DurationMs, text: Catalogue): string {
  return overMs < SECOND ? text.time.justOver : text.time.over(durationWords(overMs, text));
}

/** Name of a clock; a recurring one does not show its round. */
export function clockName(clock: ClockName, text: Catalogue): string {
  return text.names.clock[clock];
}

/** The same, marked where the target is the supplier's own and no promise of the contract's. */
export function clockLabel({ clock, binding }: Pick<TicketClock, 'clock' | 'binding'>, text: Catalogue): string {
  return clockName(clock, text) + (binding === 'internal' ? text.card.bracketed(text.timeline.internal) : '');
}

export function levelName(contract: Contract, levelId: string, text: Catalogue): string {
  const level = contract.levels.find(({ id }) => id === levelId);
  if (!level) return levelId;
  return text.language === 'en' ? level.nameEn : level.name;
}

/** Names of the two values of a matrix of levels; undefined where the pack does not have them any more. */
export function combinationNames(
  { schemes }: Contract,
  { row, column }: { readonly row: string; readonly column: string },
  text: Catalogue,
): { readonly row: string; readonly column: string } | undefined {
  for (const { matrix } of schemes) {
    const rowValue = matrix?.rows.values.find(({ id }) => id === row);
    const columnValue = matrix?.columns.values.find(({ id }) => id === column);
    if (rowValue && columnValue) return { row: axisName(rowValue, text), column: axisName(columnValue, text) };
  }
  return undefined;
}

function axisName({ name, nameEn }: AxisValue, text: Catalogue): string {
  return text.language === 'en' ? nameEn : name;
}

export function systemName(contract: Contract, systemId: string | undefined, text: Catalogue): string {
  const system = contract.systems.find(({ id }) => id === systemId);
  if (!system) return text.names.unknownSystem;
  return text.language === 'en' ? system.nameEn : system.name;
}

/** The state of a ticket in a word; a suspension goes before the status while there is work to suspend. */
export function stateWords(ticket: Ticket, text: Catalogue): string {
  if (!ticket.suspension || !IN_WORK.includes(ticket.status)) return text.names.status[ticket.status];
  return ticket.suspension.approvedBy === undefined ? text.names.suspensionPending : text.names.suspended;
}

/**
 * What people type for a ticket: the day's number while it is today's (`7`), else with its day (`0303-7`).
 * @param number `GZ-260303-07`
 */
export function spokenNumber(ticket: Pick<Ticket, 'number' | 'reportedAt'>, now: Instant): string {
  const parts = /-\d{2}(\d{4})-0*(\d+)$/.exec(ticket.number);
  if (!parts) return ticket.number;
  const [, monthDay, daily] = parts;
  return civilDate(ticket.reportedAt) === civilDate(now) ? `${daily}` : `${monthDay}-${daily}`;
}

/** The clock that a date was proposed for, and the date. */
export function proposalWords(
  { clockId, dueAt }: Pick<DueProposal, 'clockId' | 'dueAt'>,
  { clocks }: Ticket,
  now: Instant,
  text: Catalogue,
): readonly [clock: string, at: string] {
  const clock = clocks.find(({ id }) => id === clockId);
  return [clock ? clockLabel(clock, text) : '', instantWords(dueAt, now, text, 'if_any')];
}
