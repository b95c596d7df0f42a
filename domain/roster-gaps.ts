import { dayNumber, dayOf, startOfDay } from './civil.ts';
import type { Rota } from './contract.ts';
import { calledOn } from './roster.ts';
import { beginsOn, hoursOn, plannedRotas, type RosterGiven, serves, turnsBetween } from './roster-turns.ts';
import type { DutyScope, Roster, RosterGap } from './roster-types.ts';
import type { Instant } from './types.ts';

/** The gaps of everybody whom the rotas serve, each span once, the earliest first. */
export function allGaps(given: RosterGiven, from: Instant, to: Instant): readonly RosterGap[] {
  const found = scopesOf(given.roster).flatMap((scope) => gaps(given, from, to, scope));
  const distinct = new Map(found.map((gap) => [`${gap.kind}:${gap.from}:${gap.to}`, gap]));
  return [...distinct.values()].toSorted((a, b) => a.from - b.from || a.to - b.to);
}

/**
 * Spans of [from, to) in which a report about the scope would find nobody on a rota, the earliest first. A contract whose rotas
 * nobody is on does not use them, so it has no gaps; days that the table of holidays does not reach are none either.
 */
export function gaps(given: RosterGiven, from: Instant, to: Instant, scope: DutyScope = {}): readonly RosterGap[] {
  const planned = plannedRotas(given.roster).filter(({ rota }) => serves(rota, scope));
  if (planned.length === 0) return [];
  // Before its first plan begins a contract has no rotas to leave a gap in.
  const first = Math.min(...planned.map(({ plan, rota }) => hoursOn(rota, dayNumber(plan.startsOn)).from));
  const rotas = planned.map(({ rota }) => rota);
  return gapsOf(given, rotas, Math.max(from, first), knownUntil(given, rotas, from, to));
}

function gapsOf(given: RosterGiven, rotas: readonly Rota[], from: Instant, until: Instant): readonly RosterGap[] {
  const { roster } = given;
  const turns = rotas.flatMap(({ id }) => turnsBetween(given, id, from, until));
  const isCovered = (at: Instant) => turns.some((turn) => contains(turn, at) && calledOn(roster, turn).length > 0);
  const edges = [from, until, ...turns.flatMap((turn) => [turn.from, turn.to])]
    .filter((at) => at >= from && at <= until)
    .sort((a, b) => a - b);
  const spans = edges.flatMap((start, index): RosterGap[] => {
    const end = edges[index + 1];
    if (end === undefined || end <= start || isCovered(start)) return [];
    const kind = turns.some((turn) => contains(turn, start)) ? 'away' : 'uncovered';
    return [{ kind, from: start, to: end }];
  });
  return joined(spans);
}

/** Everybody, where a rota is for everybody, and whatever a rota names. */
function scopesOf(roster: Roster): readonly DutyScope[] {
  const rotas = plannedRotas(roster).map(({ rota }) => rota);
  const isForAll = rotas.some((rota) => serves(rota, {}));
  return [
    ...(isForAll ? [{}] : []),
    ...rotas.flatMap(({ departments, projects, systems }) => [
      ...departments.map((departmentId) => ({ departmentId })),
      ...projects.map((projectId) => ({ projectId })),
      ...systems.map((systemId) => ({ systemId })),
    ]),
  ];
}

/** The beginning of the first day of which nobody can say yet whether a turn begins on it. */
function knownUntil(given: RosterGiven, rotas: readonly Rota[], from: Instant, to: Instant): Instant {
  for (let day = dayOf(from); startOfDay(day) < to; day += 1) {
    if (rotas.some((rota) => beginsOn(given, rota, day) === undefined)) return Math.max(from, startOfDay(day));
  }
  return to;
}

function contains(span: { readonly from: Instant; readonly to: Instant }, at: Instant): boolean {
  return span.from <= at && at < span.to;
}

function joined(spans: readonly RosterGap[]): readonly RosterGap[] {
  const whole: RosterGap[] = [];
  for (const span of spans) {
    const last = whole.at(-1);
    if (last?.kind === span.kind && last.to === span.from) whole[whole.length - 1] = { ...last, to: span.to };
    else whole.push(span);
  }
  return whole;
}
