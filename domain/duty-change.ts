import { dayNumber, dayOf, dayRange, startOfDay } from './civil.ts';
import { calledOn, isAway } from './roster.ts';
import { plannedRotas, type RosterGiven, type Turn, turnsBetween } from './roster-turns.ts';
import type { DutyChange } from './roster-types.ts';
import { isSupplier } from './sides.ts';
import { type Actor, type CivilDate, DAY, type EventId, type Instant, type PersonId } from './types.ts';

export interface DutyEnv extends RosterGiven {
  readonly now: Instant;
  newEventId(): EventId;
}

/** Why the plan stays as it is. The catalogue has a sentence for each reason. */
export type DutyRefusal =
  | {
      readonly reason:
        | 'manager_only'
        | 'no_rota'
        | 'same_person'
        | 'too_far'
        | 'backwards'
        | 'no_leave'
        | 'unknown_request';
    }
  | { readonly reason: 'not_of_supplier' | 'not_yours'; readonly personId: PersonId }
  | { readonly reason: 'past' | 'asked_already' | 'on_leave_already'; readonly day: CivilDate }
  /** He has no turn that begins on this day, or is away on it. */
  | { readonly reason: 'no_turn' | 'away'; readonly personId: PersonId; readonly day: CivilDate }
  | { readonly reason: 'answered'; readonly state: Exclude<DutyChange['state'], 'asked'> }
  /** Its day has come without an answer, or the plan has changed since it was asked. */
  | { readonly reason: 'lapsed' | 'overtaken' };

export type DutyDecision =
  | { readonly ok: true; readonly changes: readonly DutyStep[] }
  | { readonly ok: false; readonly refusal: DutyRefusal };

export interface DutyStep {
  /** As it was read; absent for a new one. */
  readonly seen?: DutyChange;
  readonly next: DutyChange;
}

/** Nobody plans further ahead. */
const AHEAD_MAX_MS = 366 * DAY;

/**
 * 换班, 替班: asks `other` to take the asker's turns that begin on `mine`; with `theirs` the asker takes his of that day.
 * @returns one change, or the two of a swap, that wait for the other's word
 */
export function askToStandIn(
  ask: { readonly other: PersonId; readonly mine: CivilDate; readonly theirs?: CivilDate },
  by: PersonId,
  env: DutyEnv,
): DutyDecision {
  if (plannedRotas(env.roster).length === 0) return { ok: false, refusal: { reason: 'no_rota' } };
  const parts = [{ personId: by, substituteId: ask.other, day: ask.mine }];
  if (ask.theirs !== undefined) parts.push({ personId: ask.other, substituteId: by, day: ask.theirs });
  for (const part of parts) {
    const refusal = coverRefusal(part, env) ?? askedAlready(part, env);
    if (refusal) return { ok: false, refusal };
  }
  const ids = parts.map(() => env.newEventId());
  const [swapId] = ids.length > 1 ? ids : [];
  const changes = parts.flatMap((part, index) => {
    const id = ids[index];
    const span = turnsSpan(part.personId, part.day, env);
    if (id === undefined || !span) return [];
    return { ...asked(id, part, span, by, env), ...(swapId !== undefined && { swapId }) };
  });
  return { ok: true, changes: changes.map((next) => ({ next })) };
}

/** 安排 李工 替 周工 周三: a manager's word needs nobody else's. */
export function assignCover(
  cover: { readonly personId: PersonId; readonly substituteId: PersonId; readonly day: CivilDate },
  by: Actor,
  env: DutyEnv,
): DutyDecision {
  const refusal = by.roles.includes('manager') ? coverRefusal(cover, env) : ({ reason: 'manager_only' } as const);
  const span = turnsSpan(cover.personId, cover.day, env);
  if (refusal) return { ok: false, refusal };
  if (!span) return { ok: false, refusal: { reason: 'no_turn', personId: cover.personId, day: cover.day } };
  return { ok: true, changes: [{ next: { ...asked(env.newEventId(), cover, span, by.id, env), state: 'agreed' } }] };
}

/** The other one's word, or the asker's own withdrawal. @param request as the store has it now */
export function answerRequest(
  request: readonly DutyChange[],
  answer: 'agreed' | 'declined' | 'withdrawn',
  by: PersonId,
  env: DutyEnv,
): DutyDecision {
  const first = request.find(({ personId, askedBy }) => personId === askedBy);
  if (first?.substituteId === undefined) return { ok: false, refusal: { reason: 'unknown_request' } };
  const mayAnswer = answer === 'withdrawn' ? first.askedBy : first.substituteId;
  if (mayAnswer !== by) return { ok: false, refusal: { reason: 'not_yours', personId: mayAnswer } };
  if (first.state !== 'asked') return { ok: false, refusal: { reason: 'answered', state: first.state } };
  if (env.now >= requestEndsAt(request)) return { ok: false, refusal: { reason: 'lapsed' } };
  if (answer === 'agreed' && request.some((change) => isOvertaken(change, env))) {
    return { ok: false, refusal: { reason: 'overtaken' } };
  }
  return {
    ok: true,
    changes: request.map((seen) => ({ seen, next: { ...seen, state: answer, version: seen.version + 1 } })),
  };
}

/** When a request that nobody has answered is over: its first turn begins, or ends where it had begun already. */
export function requestEndsAt(request: readonly DutyChange[]): Instant {
  return Math.min(...request.map(({ askedAt, from, to }) => (askedAt < from ? from : to)));
}

/** The requests that wait for an answer, each with its parts, the one that was asked first first. */
export function openRequests(changes: readonly DutyChange[]): readonly (readonly DutyChange[])[] {
  const waiting = changes.filter(({ kind, state }) => kind === 'cover' && state === 'asked');
  return [...Map.groupBy(waiting, requestId).values()];
}

/** Those that a leave makes void: one of the two is away when a turn of the request begins. */
export function requestsOvertakenBy(
  leave: DutyChange,
  changes: readonly DutyChange[],
): readonly (readonly DutyChange[])[] {
  const isVoid = ({ personId, substituteId, from }: DutyChange) =>
    [personId, substituteId].includes(leave.personId) && leave.from <= from && from < leave.to;
  return openRequests(changes).filter((request) => request.some(isVoid));
}

/** What a request's card and its buttons name. */
export function requestId({ id, swapId }: Pick<DutyChange, 'id' | 'swapId'>): string {
  return swapId ?? id;
}

/** The turns that a cover is about; as the plan stands without it, so that it may be asked for and agreed already. */
export function turnsOfCover(cover: DutyChange, given: RosterGiven): readonly Turn[] {
  const changes = given.roster.changes.filter((change) => requestId(change) !== requestId(cover));
  return turnsOf(cover.personId, cover.from, cover.to, { ...given, roster: { ...given.roster, changes } });
}

/** 请假, whole days, the last one included. */
export function takeLeave(
  leave: { readonly personId: PersonId; readonly from: CivilDate; readonly to: CivilDate },
  by: Actor,
  env: DutyEnv,
): DutyDecision {
  const { personId } = leave;
  const refusal = leaveRefusal(leave, by, env);
  if (refusal) return { ok: false, refusal };
  const from = dayRange(leave.from).from;
  const to = dayRange(leave.to).to;
  // Whoever falls ill on a night shift is away for the rest of it.
  const begun = turnsOf(personId, env.now, env.now + 1, env).map((turn) => turn.from);
  const isNow = from <= env.now && env.now < to;
  const next: DutyChange = {
    ...{ id: env.newEventId(), kind: 'absence', personId, state: 'agreed' },
    ...{ from: isNow ? Math.min(from, ...begun) : from, to },
    ...{ askedBy: by.id, askedAt: env.now, version: 1 },
  };
  return { ok: true, changes: [{ next }] };
}

/**
 * 销假: ends the person's leave that goes on, else the next one, with whatever was added to it; he has the present turn again where
 * it is his.
 */
export function endLeave(personId: PersonId, by: Actor, env: DutyEnv): DutyDecision {
  if (personId !== by.id && !by.roles.includes('manager')) return { ok: false, refusal: { reason: 'manager_only' } };
  const leave = nextLeave(personId, env);
  if (leave.length === 0) return { ok: false, refusal: { reason: 'no_leave' } };
  const present = coveredSince(env);
  return {
    ok: true,
    changes: leave.map((seen) => {
      const ended = seen.from < present ? { to: present } : { state: 'withdrawn' as const };
      return { seen, next: { ...seen, ...ended, version: seen.version + 1 } };
    }),
  };
}

/** The earliest leave that is not over, and those that overlap with it or go on where it ends. */
function nextLeave(personId: PersonId, { now, roster }: DutyEnv): readonly DutyChange[] {
  const ahead = roster.changes
    .filter((change) => change.kind === 'absence' && change.state === 'agreed')
    .filter((change) => change.personId === personId && change.to > now)
    .toSorted((a, b) => a.from - b.from);
  const leave: DutyChange[] = [];
  for (const next of ahead) {
    if (leave.length === 0 || next.from <= Math.max(...leave.map(({ to }) => to))) leave.push(next);
  }
  return leave;
}

/** The earliest beginning of the turns that go on now; now where none does. */
function coveredSince(env: DutyEnv): Instant {
  const begun = plannedRotas(env.roster).flatMap(({ rota }) =>
    turnsBetween(env, rota.id, env.now, env.now + 1).map(({ from }) => from),
  );
  return Math.min(env.now, ...begun);
}

function coverRefusal(
  { personId, substituteId, day }: { personId: PersonId; substituteId: PersonId; day: CivilDate },
  env: DutyEnv,
): DutyRefusal | undefined {
  if (personId === substituteId) return { reason: 'same_person' };
  for (const id of [personId, substituteId]) {
    const member = env.roster.members.find((one) => one.id === id);
    if (!member || !isSupplier(member)) return { reason: 'not_of_supplier', personId: id };
  }
  const out = dayRefusal(day, env);
  if (out) return out;
  const span = turnsSpan(personId, day, env);
  if (!span) return { reason: 'no_turn', personId, day };
  if (span.to <= env.now) return { reason: 'past', day };
  return isAway(env.roster, substituteId, span.from) ? { reason: 'away', personId: substituteId, day } : undefined;
}

function askedAlready(
  { personId, day }: { personId: PersonId; day: CivilDate },
  env: DutyEnv,
): DutyRefusal | undefined {
  const span = turnsSpan(personId, day, env);
  const waits = openRequests(env.roster.changes)
    .filter((request) => env.now < requestEndsAt(request))
    .flat()
    .some((change) => change.personId === personId && span && change.from < span.to && span.from < change.to);
  return waits ? { reason: 'asked_already', day } : undefined;
}

function leaveRefusal(
  { personId, from, to }: { personId: PersonId; from: CivilDate; to: CivilDate },
  by: Actor,
  env: DutyEnv,
): DutyRefusal | undefined {
  if (personId !== by.id && !by.roles.includes('manager')) return { reason: 'manager_only' };
  const member = env.roster.members.find(({ id }) => id === personId);
  if (!member || !isSupplier(member)) return { reason: 'not_of_supplier', personId };
  if (dayNumber(to) < dayNumber(from)) return { reason: 'backwards' };
  const out = dayRefusal(from, env) ?? dayRefusal(to, env);
  if (out) return out;
  const isKnown = env.roster.changes.some(
    (change) =>
      change.kind === 'absence' &&
      change.state === 'agreed' &&
      change.personId === personId &&
      change.from <= dayRange(from).from &&
      change.to >= dayRange(to).to,
  );
  return isKnown ? { reason: 'on_leave_already', day: from } : undefined;
}

function dayRefusal(day: CivilDate, { now }: DutyEnv): DutyRefusal | undefined {
  if (dayNumber(day) < dayOf(now)) return { reason: 'past', day };
  return dayRange(day).from - startOfDay(dayOf(now)) > AHEAD_MAX_MS ? { reason: 'too_far' } : undefined;
}

function asked(
  id: EventId,
  { personId, substituteId }: { readonly personId: PersonId; readonly substituteId: PersonId },
  span: { readonly from: Instant; readonly to: Instant },
  by: PersonId,
  { now }: DutyEnv,
): DutyChange {
  return { id, kind: 'cover', personId, substituteId, ...span, state: 'asked', askedBy: by, askedAt: now, version: 1 };
}

/** From the beginning of the person's first turn of the day to the end of the last; the whole day where there are no rotas. */
function turnsSpan(
  person: PersonId,
  day: CivilDate,
  env: DutyEnv,
): { readonly from: Instant; readonly to: Instant } | undefined {
  const { from, to } = dayRange(day);
  if (plannedRotas(env.roster).length === 0) return { from, to };
  const own = turnsOf(person, from, to, env).filter((turn) => turn.day === day);
  if (own.length === 0) return undefined;
  return { from: Math.min(...own.map((turn) => turn.from)), to: Math.max(...own.map((turn) => turn.to)) };
}

/** Turns that the person has as the plan stands now. */
export function turnsOf(person: PersonId, from: Instant, to: Instant, given: RosterGiven): readonly Turn[] {
  return plannedRotas(given.roster)
    .flatMap(({ rota }) => turnsBetween(given, rota.id, from, to))
    .filter((turn) => calledOn(given.roster, turn)[0] === person);
}

function isOvertaken({ personId, substituteId, from, to }: DutyChange, env: DutyEnv): boolean {
  if (substituteId !== undefined && isAway(env.roster, substituteId, from)) return true;
  return !turnsOf(personId, from, to, env).some((turn) => from <= turn.from && turn.from < to);
}
